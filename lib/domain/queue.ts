import { iso } from './clock.ts'
import { isParked, type Job, type JobError } from './job.ts'
import { hold, leftMicros, shortOf } from './money.ts'
import { factOf, mayTake, type ChangeRecord, type JobRecord } from './record.ts'

type Wait = NonNullable<Job['waitingFor']>

/** What a job that has not run yet knows of its run. */
export const blank = { progress: null, measure: null, message: null, output: null, waitingFor: null } as const

/** A job may run now; in a paused campaign it may run once that goes on. Scope: the job, and the purse. */
export function enqueue(record: ChangeRecord, jobId: string): void {
  queueUp(record, jobId, { waitingFor: null }, { availableAt: record.now })
}

/**
 * A job stands in the queue, and what its call may cost at most is held for it; where a cap has no room for that, it is parked, unless it may be
 * had for nothing (then nothing is held, see `beginCall`). `known` and `inner` as they are where there is room. Scope: the job, and the purse.
 */
export function queueUp(
  record: ChangeRecord,
  jobId: string,
  known: Partial<Job> & Pick<Job, 'waitingFor'>,
  inner: Pick<JobRecord, 'availableAt'> & Partial<Pick<JobRecord, 'crashes'>>,
  type: 'job.queued' | 'job.retrying' = 'job.queued',
): void {
  record.setJob(jobId, { ...known, status: 'queued', queuedAt: iso(record.now) }, { ...inner, token: null })
  admit(record, jobId)
  const { job } = record.job(jobId)
  const waiting = record.setJob(jobId, { waitingFor: unlessPaused(record, job.waitingFor) })
  record.tell({ type, job: factOf(waiting, true) })
}

/** Holds the money of a queued job, or parks it. Scope: the job, and the purse. */
export function admit(record: ChangeRecord, jobId: string): void {
  if (hold(record, jobId) || mayTake(record.job(jobId))) return
  record.setJob(jobId, { waitingFor: forMoney(record, jobId) }, { availableAt: never })
}

/** What a job waits for that there is no money for: the campaign's cap, or the installation's until it begins anew. */
function forMoney(record: ChangeRecord, jobId: string): Wait {
  const { purse } = record
  const { own, both } = shortOf(record, jobId)
  const renewing = own === 0 ? purse : null
  return {
    reason: 'cap',
    until: renewing && iso(renewing.renewsAt),
    moreMicros: both,
    reserveMicros: record.job(jobId).reserveMicros,
    ...(renewing && { capMicros: renewing.capMicros }),
  }
}

/**
 * Brings back parked jobs of the scope that there is money for again, in plan order. What stays parked says anew what it waits for when that has
 * changed. Call when money may have come free. Scope: those jobs, and the purse.
 */
export function unpark(record: ChangeRecord): void {
  for (const { job, reserveMicros } of record.jobs()) {
    if (!isParked(job)) continue
    if (reserveMicros <= leftMicros(record)) enqueue(record, job.id)
    else {
      const waitingFor = forMoney(record, job.id)
      if (isAnother(record, job.id, job.waitingFor, waitingFor)) tellWait(record, job.id, waitingFor)
    }
  }
}

/** A queued job waits for something else than before. Scope: the job. */
export function tellWait(record: ChangeRecord, jobId: string, waitingFor: Job['waitingFor']): void {
  record.tell({ type: 'job.queued', job: factOf(record.setJob(jobId, { waitingFor }), true) })
}

/**
 * Whether it is another cap by now, or as much more as it comes to: that is known when nothing else is held below that cap. Before, it would be said
 * with every call of every other job.
 */
function isAnother(record: ChangeRecord, jobId: string, said: Wait, now: Wait): boolean {
  if (now.until !== said.until || now.capMicros !== said.capMicros) return true
  const { own, both } = shortOf(record, jobId)
  const heldMicros = both > own ? record.purse?.heldMicros : record.head.cost.reservedMicros
  return heldMicros === 0 && now.moreMicros !== said.moreMicros
}

/** What every queued job of a paused campaign waits for. */
export const forPause = { reason: 'pause', until: null } as const

/** What a job waits for that its vendor does not take the key of. */
export const forKey = { reason: 'key', until: null } as const

/**
 * There may be another key: what waits for one may run, and with a quota of its own what waits for that, said or behind a pause. Scope: the whole
 * campaign.
 */
export function wakeForKey(record: ChangeRecord, hasQuota: boolean): void {
  for (const { job } of record.jobs()) {
    if (job.status !== 'queued') continue
    const { waitingFor, error } = job
    const isForQuota =
      waitingFor?.reason === 'quota' || (waitingFor?.reason === 'pause' && error?.code === 'quota_exhausted')
    if (waitingFor?.reason === 'key' || (hasQuota && isForQuota)) enqueue(record, job.id)
  }
}

/** What a queued job waits for: while its campaign is paused, for that. */
const unlessPaused = (record: ChangeRecord, waitingFor: Job['waitingFor']): Job['waitingFor'] =>
  record.head.status === 'paused' ? forPause : waitingFor

/** Beyond any clock: what waits until then waits for something else than time. The last moment a Date can hold, ms. */
export const never = 8_640_000_000_000_000

/** What a job waits for after a failure that does not end it. */
export const waitOf = (error: Pick<JobError, 'code'> | null, availableAt: number): Job['waitingFor'] => ({
  reason: error?.code === 'quota_exhausted' ? 'quota' : 'backoff',
  until: iso(availableAt),
})
