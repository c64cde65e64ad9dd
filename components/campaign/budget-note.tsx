import type { ReactNode } from 'react'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { en } from '../messages/en.ts'
import { dayOfMonth, money } from '../messages/numbers.ts'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Note } from '../ui/note.tsx'
import { budgetOf, type Budget } from './budget.ts'
import type { CampaignActions } from './use-campaign-actions.ts'

const words = en.campaign

type PurseNoteProps = { budget: Budget & { by: 'installation' }; currency: string; icon: ReactNode; draft: ReactNode }

function PurseNote({ budget: { jobs, until, tooDear }, currency, icon, draft }: PurseNoteProps) {
  const { notes } = words
  const day = until === null ? null : dayOfMonth(Date.parse(until))
  return (
    <Note
      tone="warn"
      icon={icon}
      title={day === null ? notes.tooDearTitle(jobs) : notes.purseTitle(jobs, day)}
      actions={draft}
    >
      {day === null ? null : notes.purseText(day)}{' '}
      {tooDear === null ? null : notes.tooDear(tooDear.jobs, money(tooDear.mostMicros, currency))} {notes.raisePurse}
    </Note>
  )
}

type BudgetNoteProps = { view: CampaignView; actions: Pick<CampaignActions, 'raise' | 'draft'>; busy: boolean }

/** What waits for money, how much more it needs, and the one deed that gives it, or who can; and the deed that needs none. */
export function BudgetNote({ view, actions, busy }: BudgetNoteProps) {
  const budget = budgetOf(view)
  if (budget === null) return null
  const { currency } = view.cost
  const icon = <Glyph name="parked" />
  const draft = (
    <Button size="s" disabled={busy} onClick={() => actions.draft()}>
      {words.actions.draft}
    </Button>
  )
  return (
    <section aria-label={words.notes.budget}>
      {budget.by === 'installation' ? (
        <PurseNote budget={budget} currency={currency} icon={icon} draft={draft} />
      ) : (
        <Note
          tone="warn"
          icon={icon}
          title={words.notes.budgetTitle(budget.jobs)}
          actions={
            <>
              <Button look="ink" size="s" disabled={busy} onClick={() => actions.raise(budget.raiseToMicros)}>
                {words.actions.raise(money(budget.raiseToMicros, currency))}
              </Button>
              {draft}
            </>
          }
        >
          {words.notes.budgetText(money(budget.moreMicros, currency))}
        </Note>
      )}
    </section>
  )
}
