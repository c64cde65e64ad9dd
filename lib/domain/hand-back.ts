import type { CallEnd } from './call.ts'
import { countLost, endCall, isAdrift } from './calls.ts'
import type { JobError } from './job.ts'
import { blank, queueUp, unpark } from './queue.ts'
import type { ChangeRecord } from './record.ts'
import { settleAsFailed } from './transitions.ts'

/** Takeovers in a row without getting farther that end a job. */
export const maxCrashes = 10

/**
 * A job goes back: a graceful stop (`crashed` false) or a takeover from a dead worker. A call that is out, may cost and cannot be found again is
 * lost: text, image and analysis are made once more, both entries shown; a video, and a second loss, ask a person. `unmade`: no call of this attempt
 * went out, whatever is written of one. Scope: the job and its dependents.
 */
export function handBack(record: ChangeRecord, jobId: string, crashed: boolean, unmade = false): void {
  const { crashes, job } = record.job(jobId)
  const isLast = crashed && crashes + 1 >= maxCrashes
  if (loseCall(record, jobId, { crashed, isLast, unmade })) {
    settleAsFailed(record, jobId, lostError, job.failures)
    return
  }
  if (isLast) {
    settleAsFailed(record, jobId, { ...crashError, charged: record.job(jobId).job.costMicros > 0 }, job.failures)
    return
  }
  const message = crashed ? 'Picked up again after a stop' : null
  const inner = { availableAt: record.now, crashes: crashed ? crashes + 1 : crashes }
  queueUp(record, jobId, { ...blank, message }, inner)
  unpark(record)
}

/** Ends the call of an attempt that is over without a result; true when it is lost and a person is asked. */
function loseCall(
  record: ChangeRecord,
  jobId: string,
  { crashed, isLast, unmade }: { crashed: boolean; isLast: boolean; unmade: boolean },
): boolean {
  const { call } = record.job(jobId)
  const lost = !unmade && isAdrift(call)
  const end: CallEnd = call?.handle ? (isLast ? 'leave' : 'keep') : lost || crashed ? 'lost' : 'free'
  endCall(record, jobId, end)
  return lost && countLost(record, jobId)
}

const lostError: JobError = {
  code: 'crashed',
  message: 'A paid call was cut off and its answer is lost. Retry makes it, and pays for it, again.',
  retryable: true,
  reason: null,
  charged: true,
}

const crashError: JobError = {
  code: 'crashed',
  message: `Stopped ${maxCrashes} times without getting any farther.`,
  retryable: false,
  reason: null,
  charged: false,
}
