import type { ChangeRecord } from './record.ts'

/**
 * Holds what the job's next call may cost at most, for the attempt to come; false, and nothing held, when that would pass the cap of the campaign
 * or of the installation. What is held already, attaches to an earlier call, or costs nothing, needs no more. Scope: the job, and the purse.
 */
export function hold(record: ChangeRecord, jobId: string): boolean {
  const { job, call, reserveMicros } = record.job(jobId)
  if (call !== null || reserveMicros === 0) return true
  if (reserveMicros > leftMicros(record)) return false
  const attempt = job.attempt + 1
  record.book({ jobId, attempt, type: 'reservation', micros: reserveMicros })
  record.setCall(jobId, { attempt, state: 'held', handle: null, reservedMicros: reserveMicros })
  return true
}

/** What was held in the queue is free again: its attempt does not begin. Scope: the job. */
export function release(record: ChangeRecord, jobId: string): void {
  const { call } = record.job(jobId)
  if (call?.state !== 'held') return
  const { attempt, reservedMicros } = call
  record.book({ jobId, attempt, type: 'release', micros: reservedMicros })
  record.setCall(jobId, null)
}

/** At the claim: what was held in the queue stands, unless more is committed by now than a cap allows, which was lowered since. */
export function stillHeld(record: ChangeRecord, jobId: string): boolean {
  if (record.job(jobId).call?.state === 'held' && leftMicros(record) < 0) release(record, jobId)
  return hold(record, jobId)
}

/** How much more than there is a call of the job needs: for the campaign's cap, and for both caps. */
export function shortOf(record: ChangeRecord, jobId: string): { own: number; both: number } {
  const { reserveMicros } = record.job(jobId)
  return {
    own: Math.max(0, reserveMicros - capLeft(record)),
    both: Math.max(0, reserveMicros - leftMicros(record)),
  }
}

/** What may still be held: below both caps. Infinite without a cap, negative when one was lowered below what is committed. */
export const leftMicros = (record: ChangeRecord): number =>
  Math.min(capLeft(record), record.purse?.leftMicros ?? Number.POSITIVE_INFINITY)

function capLeft({ head }: ChangeRecord): number {
  const { capMicros, spentMicros, reservedMicros } = head.cost
  return capMicros === null ? Number.POSITIVE_INFINITY : capMicros - spentMicros - reservedMicros
}
