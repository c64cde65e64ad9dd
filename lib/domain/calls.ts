import type { BookedAttempt, Call, CallEnd, Handle, MakerNow, Usage } from './call.ts'
import { release } from './money.ts'
import { blank, enqueue, unpark } from './queue.ts'
import { factOf, type ChangeRecord, type JobRecord } from './record.ts'

/**
 * A new attempt has what was held for it in the queue: nothing where an earlier attempt left a call to attach to, where it costs nothing, or where it
 * only looks whether the same was made before. Scope: the job.
 */
export function openAttempt(record: ChangeRecord, jobId: string): void {
  const { job, call } = record.job(jobId)
  const { attempt } = job
  const own = call?.state === 'held' ? call : null
  if (own) record.setCall(jobId, { ...own, state: 'intent' })
  else record.book({ jobId, attempt, type: 'reservation', micros: 0 })
  record.setAttempt({
    jobId,
    attempt,
    opens: { reservedMicros: own?.reservedMicros ?? 0 },
    state: 'intent',
    ...(call?.handle && { handle: call.handle }),
  })
}

/**
 * The call is about to go out, by `by`, which is not always who it was planned for: how many there were, this one included. Null when too little is
 * held for it, because it was hoped to be had for nothing, or because its maker costs more by now: the job is queued again, all of its money held by
 * then, or parked. Scope: the job, what is parked, and the purse.
 */
export function beginCall(record: ChangeRecord, jobId: string, by?: MakerNow): number | null {
  const { job, call, calls, reserveMicros, reuse } = record.job(jobId)
  const { model, reserveMicros: most } = by ?? { model: job.model, reserveMicros }
  const isOwn = call === null || call.attempt === job.attempt
  if (isOwn && most > (call?.reservedMicros ?? 0)) {
    endCall(record, jobId, 'free')
    // What was hoped for is not there.
    record.setJob(jobId, { ...blank, model }, { reserveMicros: most, reuse: call !== null && reuse })
    enqueue(record, jobId)
    unpark(record)
    return null
  }
  if (isOwn && model !== job.model) {
    record.setAttempt({ jobId, attempt: job.attempt, model })
    record.tell({ type: 'job.progress', job: factOf(record.setJob(jobId, { model })) })
  }
  record.setJob(jobId, {}, { calls: calls + 1 })
  record.setAttempt({ jobId, attempt: job.attempt, state: 'submitted' })
  if (call?.state === 'intent') record.setCall(jobId, { ...call, state: 'submitted' })
  return calls + 1
}

/** The vendor has taken the work and named it. Told twice, or after the lease is lost: the same; what is over stays over. Scope: the job. */
export function submitted(record: ChangeRecord, jobId: string, attempt: number, handle: Handle): void {
  const { job, call } = record.job(jobId)
  const isOpen = call ? call.attempt === attempt : job.status === 'processing' && job.attempt === attempt
  // What has been answered is settled: a handle that comes later must not open it for a second settlement.
  const state = call?.state === 'answered' ? 'answered' : 'submitted'
  record.setAttempt({ jobId, attempt, handle, ...(isOpen && { state }) })
  if (isOpen) record.setCall(jobId, { ...(call ?? { attempt, reservedMicros: 0 }), state, handle })
}

/**
 * What a call cost. The first word counts; what was booked in its absence is set right by a refund (negative when it was more). Scope: the job.
 */
export function answered(record: ChangeRecord, jobId: string, booked: BookedAttempt, usage: Usage): void {
  const { attempt, reservedMicros, settledMicros } = booked
  if (booked.answered) return
  if (settledMicros === null) {
    record.setAttempt({ jobId, attempt, state: 'answered', usage, settledMicros: usage.micros })
    settle(record, jobId, attempt, reservedMicros, usage.micros)
  } else {
    record.setAttempt({ jobId, attempt, state: 'closed', usage, settledMicros: usage.micros })
    refund(record, jobId, attempt, settledMicros - usage.micros)
  }
  const { call } = record.job(jobId)
  if (call?.attempt === attempt) record.setCall(jobId, { ...call, state: 'answered' })
  if (settledMicros === usage.micros) return
  if (reservedMicros > 0 || usage.micros > 0) {
    record.tell({ type: 'job.progress', job: factOf(record.job(jobId).job) })
  }
}

/** Closes the attempt of a job that leaves `processing`, and its call unless it is kept; frees what is held for one to come. Call before the job's status changes. Scope: the job. */
export function endCall(record: ChangeRecord, jobId: string, end: CallEnd): void {
  release(record, jobId)
  const { job, call } = record.job(jobId)
  const state = end === 'lost' ? 'unknown' : 'closed'
  const isOwn = call === null || call.attempt === job.attempt
  if (job.status === 'processing' && (call === null || !isOwn)) {
    record.setAttempt({ jobId, attempt: job.attempt, state: isOwn ? state : 'closed', settledMicros: 0 })
    settle(record, jobId, job.attempt, 0, 0)
  }
  if (!call || (end === 'keep' && call.handle)) return
  if (end === 'leave') {
    leave(record, jobId, call)
    return
  }
  const { attempt, reservedMicros } = call
  if (call.state === 'answered' || (call.isBooked && end !== 'free')) {
    record.setAttempt({ jobId, attempt, state })
  } else if (call.isBooked) {
    record.setAttempt({ jobId, attempt, state, settledMicros: 0 })
    refund(record, jobId, attempt, reservedMicros)
  } else {
    const micros = call.state === 'intent' || end === 'free' ? 0 : reservedMicros
    record.setAttempt({ jobId, attempt, state, settledMicros: micros })
    settle(record, jobId, attempt, reservedMicros, micros)
  }
  record.setCall(jobId, null)
}

/** The job is over, the work goes on over there: the most is booked now, the truth when somebody fetches it. */
function leave(record: ChangeRecord, jobId: string, call: Call): void {
  if (call.isBooked) return
  const { attempt, reservedMicros } = call
  if (call.state === 'answered') {
    record.setAttempt({ jobId, attempt, state: 'closed' })
    return
  }
  record.setAttempt({ jobId, attempt, state: 'unknown', settledMicros: reservedMicros })
  settle(record, jobId, attempt, reservedMicros, reservedMicros)
  record.setCall(jobId, { ...call, isBooked: true })
}

/** Lost paid calls of one job that are made again without asking a person. */
const maxLostCalls = 1

/** A call that went out, may cost, and of which nothing can be had any more: without a result it is lost. */
export const isAdrift = (call: Call | null): boolean =>
  (call?.state === 'submitted' || call?.state === 'answered') && call.handle === null && call.reservedMicros > 0

/** Counts a call whose answer nobody will see. True when a person is asked before it is made, and paid, again. Scope: the job. */
export function countLost(record: ChangeRecord, jobId: string): boolean {
  const { job, lostCalls } = record.job(jobId)
  record.setJob(jobId, {}, { lostCalls: lostCalls + 1 })
  return job.kind === 'video' || lostCalls + 1 > maxLostCalls
}

/** Whether the job's running call has cost something, or may have. */
export const mayHaveCost = ({ job, call }: JobRecord): boolean =>
  call?.state === 'submitted' ? call.reservedMicros > 0 : job.costMicros > 0

function settle(record: ChangeRecord, jobId: string, attempt: number, reserved: number, micros: number): void {
  record.book({ jobId, attempt, type: 'settlement', micros })
  const { cost } = record.head
  if (reserved > 0) record.setHead({ cost: { ...cost, reservedMicros: cost.reservedMicros - reserved } })
  addCost(record, jobId, micros)
}

function refund(record: ChangeRecord, jobId: string, attempt: number, micros: number): void {
  if (micros === 0) return
  record.book({ jobId, attempt, type: 'refund', micros })
  addCost(record, jobId, -micros)
}

function addCost(record: ChangeRecord, jobId: string, micros: number): void {
  if (micros === 0) return
  const { cost } = record.head
  record.setHead({ cost: { ...cost, spentMicros: cost.spentMicros + micros } })
  record.setJob(jobId, { costMicros: record.job(jobId).job.costMicros + micros })
}
