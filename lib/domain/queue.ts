import { iso } from './clock.ts'
import type { Job, JobError } from './job.ts'
import { factOf, type ChangeRecord } from './record.ts'

/** What a job that has not run yet knows of its run. */
export const blank = { progress: null, measure: null, message: null, output: null, waitingFor: null } as const

/** A job may run now; in a paused campaign it may run once that goes on. Scope: the job. */
export function enqueue(record: ChangeRecord, jobId: string): void {
  const job = record.setJob(
    jobId,
    { status: 'queued', queuedAt: iso(record.now), waitingFor: unlessPaused(record, null) },
    { availableAt: record.now, token: null },
  )
  record.tell({ type: 'job.queued', job: factOf(job, true) })
}

/** What every queued job of a paused campaign waits for. */
export const forPause = { reason: 'pause', until: null } as const

/** What a job waits for that its vendor does not take the key of. */
export const forKey = { reason: 'key', until: null } as const

/** There is another key: what waits for one may run. Scope: the whole campaign. */
export function wakeForKey(record: ChangeRecord): void {
  for (const { job } of record.jobs())
    if (job.status === 'queued' && job.waitingFor?.reason === 'key') enqueue(record, job.id)
}

/** What a queued job waits for: while its campaign is paused, for that. */
export const unlessPaused = (record: ChangeRecord, waitingFor: Job['waitingFor']): Job['waitingFor'] =>
  record.head.status === 'paused' ? forPause : waitingFor

/** Beyond any clock: what waits until then waits for something else than time. The last moment a Date can hold, ms. */
export const never = 8_640_000_000_000_000

/** What a job waits for after a failure that does not end it. */
export const waitOf = (error: Pick<JobError, 'code'> | null, availableAt: number): Job['waitingFor'] => ({
  reason: error?.code === 'quota_exhausted' ? 'quota' : 'backoff',
  until: iso(availableAt),
})
