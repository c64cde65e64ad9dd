'use client'

import type { Connection } from '../../hooks/campaign-feed.ts'
import { isSettledCampaign, type CampaignView } from '../../lib/domain/campaign.ts'
import { en } from '../messages/en.ts'
import { clockMinutes, clockSeconds, lasted, money, percent, running, stopwatch } from '../messages/numbers.ts'
import { LocalTime } from '../shell/local-time.tsx'
import { timeLeft } from './time-left.ts'
import type { ReactNode } from 'react'

const words = en.campaign.facts

type Fact = { name: string; value: string; context: ReactNode }

/** Three facts at most: the value as measured, its honest context below. */
export function CampaignFacts({
  view,
  connection,
  now,
}: {
  view: CampaignView
  connection: Connection
  now: number | null
}) {
  const facts = isSettledCampaign(view.status) ? settledFacts(view) : runningFacts(view, connection, now)
  return (
    <dl className="facts">
      {facts.map((fact) => (
        <div key={fact.name}>
          <dt>{fact.name}</dt>
          <dd>
            {fact.value}
            <small>{fact.context}</small>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function runningFacts(view: CampaignView, { state, since }: Connection, now: number | null): Fact[] {
  const done = view.jobs.filter((job) => job.status === 'completed').length
  const asOf = state === 'offline' && since !== null ? words.asOf(clockSeconds(since)) : null
  // In a later round the start is long ago, and most of the time since nothing ran.
  const begun = view.round === 1 ? view.startedAt : null
  const soFar = begun === null || now === null ? null : running(Math.max(0, now - Date.parse(begun)))
  const so = soFar === null ? '' : words.soFar(soFar)
  const facts: Fact[] = [
    { name: words.done, value: percent(view.progress), context: asOf ?? words.jobs(done, view.jobs.length) },
  ]
  const left = now === null ? null : timeLeft(view.eta, now)
  if (left !== null) {
    facts.push({ name: words.left, value: left.value, context: asOf ?? (left.overdue ? words.overdue : so) })
  } else if (soFar !== null) {
    facts.push({ name: words.ran, value: soFar, context: asOf ?? words.since })
  }
  facts.push({
    name: words.spent,
    value: money(view.cost.spentMicros, view.cost.currency),
    context: asOf ?? spentOf(view),
  })
  return facts
}

function settledFacts(view: CampaignView): Fact[] {
  const all = view.jobs.length
  const count = (status: string): number => view.jobs.filter((job) => job.status === status).length
  const done = count('completed')
  const facts: Fact[] = []
  const rest = [
    count('failed') > 0 ? `${count('failed')} failed` : '',
    count('canceled') > 0 ? `${count('canceled')} canceled` : '',
  ].filter((part) => part !== '')
  if (view.status === 'completed') {
    const approved = view.posts.filter((post) => post.approval === 'approved').length
    facts.push({
      name: words.approved,
      value: words.nOf(approved, view.posts.length),
      context: words.drafts(view.posts.length - approved),
    })
  } else
    facts.push({
      name: view.status === 'canceled' ? words.kept : words.made,
      value: words.nOf(done, all),
      context: rest.join(', ') || 'jobs',
    })
  if (view.startedAt !== null && view.finishedAt !== null && view.round === 1) {
    const took = Date.parse(view.finishedAt) - Date.parse(view.startedAt)
    const canceled = view.status === 'canceled'
    facts.push({
      name: canceled ? words.ran : words.took,
      value: took < 20_000 ? lasted(took) : stopwatch(Math.round(took / 1_000) * 1_000),
      context: (
        <>
          {canceled ? words.canceledAt : words.finishedAt} <LocalTime iso={view.finishedAt} format={clockMinutes} />
        </>
      ),
    })
  }
  const { currency, spentMicros, reservedMicros } = view.cost
  const context = reservedMicros > 0 ? words.held(money(reservedMicros, currency)) : quoted(view)
  return [...facts, { name: words.cost, value: money(spentMicros, currency), context }]
}

/** What the cap is, while it is what stands in the way. */
function spentOf(view: CampaignView): string {
  const { capMicros, currency } = view.cost
  const parked = view.jobs.some((job) => job.waitingFor?.reason === 'cap' && job.waitingFor.until === null)
  return parked && capMicros !== null ? words.ofBudget(money(capMicros, currency)) : quoted(view)
}

function quoted({ cost, provider }: CampaignView): string {
  if (cost.quotedHighMicros === 0 && provider === 'studio') return words.studio
  if (cost.quotedHighMicros === 0 && provider === 'openai') return words.own
  return words.of(money(cost.quotedLowMicros, cost.currency), money(cost.quotedHighMicros, cost.currency))
}
