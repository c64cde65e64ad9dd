import { iso } from './clock.ts'
import type { CampaignStatus, Eta } from './campaign.ts'
import { endsOf, type Capacity, type OpenJob } from './courses.ts'
import type { JobEvent } from './event.ts'
import { JobKindSchema, type Expected } from './job.ts'
import { lastsOf, leftOf } from './latency.ts'
import { draws, luckOf } from './luck.ts'
import type { Batch, Outlook } from './outlook.ts'

/**
 * When a campaign is expected to settle, seen from `now` (ms since 1970): half settle before `p50At`, nine in ten before `p90At`. Null when one of
 * its `open` jobs has no history, or waits for something that time alone does not bring.
 *
 * Counted: what open jobs usually take, how long running ones have run by the wall clock, what must be done first, waits after a failure, and the
 * slots of one process as this one is configured. Not counted: failures to come, jobs of other campaigns in the same slots, other workers.
 */
export function etaOf(outlook: Outlook, open: number, capacity: Capacity, now: number): Eta | null {
  const foreseen = outlook.reduce((sum, batch) => sum + batch.count, 0)
  if (open === 0 || foreseen !== open || outlook.some((batch) => batch.state === 'parked')) return null
  const { p50Ms, p90Ms } = remaining(outlook, capacity, now)
  return { p50At: iso(now + p50Ms), p90At: iso(now + p90Ms) }
}

/** What of a campaign row the ETA depends on, and the ETA. */
type Foretold = { status: CampaignStatus; open: number; outlook: Outlook; eta: Eta | null }

/** A job that starts this soon after it was queued starts as the ETA had it, ms. */
const atOnceMs = 250

/**
 * The ETA after a change: a new one when what is left to do changed in another way than it had foreseen, or when the time it named has passed. A
 * campaign that is paused or settled has none.
 */
export function etaAfter(
  before: Foretold,
  { status, open, outlook, eta }: Foretold,
  { facts, now, capacity }: { facts: readonly JobEvent[]; now: number; capacity: Capacity },
): Eta | null {
  if (status !== 'running') return null
  const isSame = outlook === before.outlook && open === before.open && status === before.status
  const isForeseen = (fact: JobEvent): boolean =>
    fact.type === 'job.started' && now - Date.parse(fact.job.queuedAt ?? '') < atOnceMs
  const hasPassed = eta !== null && Date.parse(eta.p50At) <= now
  return (isSame || facts.every(isForeseen)) && !hasPassed ? eta : etaOf(outlook, open, capacity, now)
}

/** What is left until the last job of an outlook ends, ms, at least 1; `now` in ms since 1970. */
export function remaining(outlook: Outlook, capacity: Capacity, now: number): Expected {
  const jobs = JobKindSchema.options.flatMap((kind, at) => {
    const same = outlook
      .filter((batch) => batch.kind === kind)
      .flatMap((batch) => Array<Batch>(batch.count).fill(batch))
    // Each job keeps luck of its own, whatever other kinds still have to do.
    return same.map((batch, nth) => openJob(batch, at + JobKindSchema.options.length * nth, now))
  })
  const ends = endsOf(jobs, capacity).sort()
  const p50Ms = Math.max(1, Math.ceil(atShare(ends, 0.5)))
  return { p50Ms, p90Ms: Math.max(p50Ms, Math.ceil(atShare(ends, 0.9))) }
}

function openJob({ kind, state, at, p50Ms, p90Ms }: Batch, row: number, now: number): OpenJob {
  const expected = { p50Ms, p90Ms }
  const luck = luckOf(row)
  if (state === 'processing') return { kind, state, lasts: leftOf(expected, luck, now - (at ?? now)), waits: 0 }
  const waits = Math.max(0, (at ?? now) - now)
  return { kind, state: state === 'blocked' ? state : 'queued', lasts: lastsOf(expected, luck), waits }
}

/** The value at rank share · (n + 1). */
function atShare(ascending: Float64Array, share: number): number {
  const rank = share * (draws + 1)
  const below = Math.floor(rank)
  const low = ascending[below - 1] ?? 0
  return low + (rank - below) * ((ascending[below] ?? low) - low)
}
