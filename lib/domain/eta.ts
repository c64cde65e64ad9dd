import { iso } from './clock.ts'
import type { CampaignStatus, Eta } from './campaign.ts'
import { endsOf, type Capacity, type OpenJob } from './courses.ts'
import type { JobEvent } from './event.ts'
import { JobKindSchema, type Expected } from './job.ts'
import { lastsOf, leftOf } from './latency.ts'
import { draws, luckOf } from './luck.ts'
import type { Batch, Outlook } from './outlook.ts'

/** Outlooks of the campaigns that take turns with one: those that come before it, and those that come after, in order. */
export type Others = { before: readonly Outlook[]; after: readonly Outlook[] }
const nobody: Others = { before: [], after: [] }

/** What an ETA depends on beside its own campaign: `others` are null when they are too many, nobody when left out. */
type Circumstances = { now: number; capacity: Capacity; others?: (() => Others | null) | undefined }

/** With more others than this there is no ETA: it would be dear, and by the time of a turn nobody knows who else has come. */
export const mostOthers = 4

/**
 * When a campaign is expected to settle, seen from `now` (ms since 1970): half settle before `p50At`, nine in ten before `p90At`. Null when one of
 * its `open` jobs has no history, or waits for something that time alone does not bring, and in a crowd.
 *
 * Counted: what open jobs usually take, how long running ones have run by the wall clock, what must be done first, waits after a failure, the slots
 * of one process as this one is configured, and what others have open as they stand now. Not counted: failures to come, campaigns to come, jobs of
 * others that have no history, more workers.
 */
export function etaOf(outlook: Outlook, open: number, at: Circumstances): Eta | null {
  const foreseen = outlook.reduce((sum, batch) => sum + batch.count, 0)
  if (open === 0 || foreseen !== open || outlook.some((batch) => batch.state === 'parked')) return null
  const others = at.others ? at.others() : nobody
  if (others === null) return null
  const { p50Ms, p90Ms } = remaining(outlook, at.capacity, at.now, others)
  return { p50At: iso(at.now + p50Ms), p90At: iso(at.now + p90Ms) }
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
  at: Circumstances & { facts: readonly JobEvent[] },
): Eta | null {
  if (status !== 'running') return null
  const isSame = outlook === before.outlook && open === before.open && status === before.status
  const isForeseen = (fact: JobEvent): boolean =>
    fact.type === 'job.started' && at.now - Date.parse(fact.job.queuedAt ?? '') < atOnceMs
  const hasPassed = eta !== null && Date.parse(eta.p50At) <= at.now
  return (isSame || at.facts.every(isForeseen)) && !hasPassed ? eta : etaOf(outlook, open, at)
}

/** What is left until the last job of an outlook ends, ms, at least 1; `now` in ms since 1970. */
export function remaining(outlook: Outlook, capacity: Capacity, now: number, others = nobody): Expected {
  const campaigns = [...others.before, outlook, ...others.after].map((one, at) => {
    const isOwn = at === others.before.length
    return openJobs(isOwn ? one : one.filter((batch) => batch.state !== 'parked'), isOwn ? 0 : 29 * (at + 1), now)
  })
  const ends = endsOf(campaigns, others.before.length, capacity).sort()
  const p50Ms = Math.max(1, Math.ceil(atShare(ends, 0.5)))
  return { p50Ms, p90Ms: Math.max(p50Ms, Math.ceil(atShare(ends, 0.9))) }
}

/** Each job has luck of its own from the row on, whatever there is to do of other kinds. */
function openJobs(outlook: Outlook, row: number, now: number): OpenJob[] {
  const kinds = JobKindSchema.options
  return kinds.flatMap((kind, at) =>
    outlook
      .filter((batch) => batch.kind === kind)
      .flatMap((batch) => Array<Batch>(batch.count).fill(batch))
      .map((batch, nth) => openJob(batch, row + at + kinds.length * nth, now)),
  )
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
