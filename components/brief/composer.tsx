'use client'

import Link from 'next/link'
import { useEffect, useState } from 'react'
import { useWatch } from 'react-hook-form'
import { useMounted } from '../../hooks/use-now.ts'
import { useQuote } from '../../hooks/use-quote.ts'
import { BriefSchema } from '../../lib/domain/brief.ts'
import { en } from '../messages/en.ts'
import { clockMinutes } from '../messages/numbers.ts'
import { Button } from '../ui/button.tsx'
import { briefOf, type Beginning } from './draft.ts'
import { examples, type Example } from './examples.ts'
import { BusinessSection, FactsSection, ObjectiveSection } from './what-sections.tsx'
import { FilesSection } from './files-section.tsx'
import { NameSection, PlatformsSection, PostsSection, VisualsSection, WhoSection } from './how-sections.tsx'
import { GoBar, PlanCard } from './plan-card.tsx'
import { useBriefForm } from './use-brief-form.ts'

const words = en.brief

/**
 * The draft lives in this browser: the server renders the empty form, and the kept one takes its place. Until then the fields are closed, so
 * that nobody writes into a form that is about to be replaced.
 */
export function Composer({ example, again }: { example: Example | null; again: Beginning | null }) {
  const here = useMounted()
  const begin = example ? { brief: example.brief, uploads: [] } : again
  return (
    <fieldset className="contents" disabled={!here}>
      <ComposerForm key={here ? 'here' : 'first'} example={example} begin={begin} kept={here && begin === null} />
    </fieldset>
  )
}

type FormProps = { example: Example | null; begin: Beginning | null; kept: boolean }

function ComposerForm({ example, begin, kept }: FormProps) {
  const { form, files, sending, keptAt, submit, startOver } = useBriefForm(begin, kept)
  const [reuse, setReuse] = useState(false)
  const draft = useWatch({ control: form.control })
  const body = plannable({ ...form.getValues(), ...draft, uploads: form.getValues('uploads') }, reuse)
  const { quote, failed, busy } = useQuote(body)
  const { errors, submitCount } = form.formState
  const wrong = Object.keys(errors).length
  const objectiveWrong = errors.objective !== undefined && wrong === 1

  // A group of picks has no input that could take the focus by itself.
  useEffect(() => {
    if (submitCount > 0 && objectiveWrong) document.getElementById('objective')?.querySelector('button')?.focus()
  }, [submitCount, objectiveWrong])

  return (
    <main className="page" id="main">
      <div className="ctop">
        <h1 className="say">{words.title}</h1>
        <output className="cap only-wide">{keptAt === null ? '' : words.draftKept(clockMinutes(keptAt))}</output>
      </div>
      <div className="row wrap mb-6 gap-2">
        <span className="cap">{words.examples.lead}</span>
        {examples.map((one) => (
          <Button key={one.id} asChild size="s" aria-current={one.id === example?.id ? 'true' : undefined}>
            <Link href={`/campaigns/new?example=${one.id}`} scroll={false}>
              {one.name}
            </Link>
          </Button>
        ))}
        {keptAt === null && begin === null ? null : (
          <Button size="s" look="ghost" onClick={startOver}>
            {words.startOver}
          </Button>
        )}
      </div>
      <form
        className="lay"
        aria-label={words.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit(reuse && Boolean(quote?.existing))
        }}
      >
        <div>
          <ObjectiveSection form={form} />
          <BusinessSection form={form} found={quote?.found ?? []} />
          <FactsSection form={form} missing={quote?.missing ?? []} />
          <FilesSection form={form} files={files} />
          <WhoSection form={form} />
          <PlatformsSection form={form} />
          <PostsSection form={form} />
          <VisualsSection form={form} quote={quote} />
          <NameSection form={form} />
        </div>
        <div className="plan-side">
          <PlanCard
            quote={quote}
            failed={failed}
            busy={busy}
            empty={body === null}
            sending={sending}
            waiting={files.busy}
            platforms={draft.platforms?.length ?? 0}
            budgetMicros={draft.budgetMicros ? Number(draft.budgetMicros) : null}
            reuse={reuse}
            onReuse={setReuse}
          />
          <p className="err mt-3" role="alert">
            {submitCount > 0 && wrong > 0 ? words.errors.summary(wrong) : ''}
          </p>
        </div>
        <GoBar quote={quote} sending={sending} waiting={files.busy} />
      </form>
    </main>
  )
}

/** The draft as the body of a quote, when it can be planned: an objective not yet chosen does not change the plan. */
function plannable(draft: Parameters<typeof briefOf>[0], reuse: boolean): string | null {
  const input = briefOf(draft)
  const parsed = BriefSchema.safeParse({ ...input, objective: input.objective ?? 'awareness' })
  return parsed.success ? JSON.stringify({ ...parsed.data, reuse }) : null
}
