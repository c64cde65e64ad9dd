import type { Clock } from '../domain/clock.ts'
import { isAppError, isProviderError, type AppError, type Failure } from '../domain/errors.ts'
import type { Claim, Handlers, JobResult } from '../domain/handler.ts'
import type { JobKind } from '../domain/job.ts'
import type { JobStore } from '../domain/store.ts'
import { createReporter } from './reporter.ts'
import { withinTime, type TimeLimit } from './time-limit.ts'

/** Waits before what must not be lost is written again, ms: two minutes in all; a try itself may wait long for another process's lock. */
const writeAgainMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000]

export type RunDeps = {
  store: JobStore
  handlers: Handlers
  clock: Clock
  limits: Record<JobKind, TimeLimit>
  random(): number
  /** Tells operators of a failure that no provider named: a bug or a broken machine. */
  onUnexpected(error: unknown, claim: Claim): void
}

/** Why a run is told to stop. A paid call that is out and cannot be found again goes on through `shutdown`, until `time-over`. */
export type StopReason = 'lease-lost' | 'shutdown' | 'time-over'

export type Run = { claim: Claim; stop(reason: StopReason): void; done: Promise<void> }

/** Runs one claimed job to its end: result, failure as data, or hand-back. `done` never rejects. */
export function runJob(claim: Claim, { store, handlers, clock, limits, random, onUnexpected }: RunDeps): Run {
  const controller = new AbortController()
  /** Aborts with every stop, the provider's controller not with all of them. */
  const stopping = new AbortController()
  const { lease } = claim
  let reason: StopReason | null = null
  let holdsPaidCall = false
  /** A call of this run may have gone out. */
  let hasCalled = false
  /** A paid call may be out of which neither the handle nor the cost is kept. */
  let isUnbooked = false
  let callOff = async (): Promise<void> => undefined
  const stop = (why: StopReason): void => {
    if (reason !== 'lease-lost') reason = why
    stopping.abort(new Error(why))
    if (why !== 'shutdown' || !holdsPaidCall) controller.abort(new Error(why))
  }
  /** The paid call can be found again: what had to wait for it may stop now. */
  const letGo = (): void => {
    holdsPaidCall = false
    if (reason) stop(reason)
  }
  const reporter = createReporter({
    clock,
    write: (said, told) => store.report(lease, said, told),
    onLost: () => stop('lease-lost'),
    onTrouble: (error) => onUnexpected(error, claim),
  })

  const pause = (ms: number, signal?: AbortSignal): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const stopTimer = clock.after(ms, resolve)
    signal?.addEventListener('abort', () => resolve(), { once: true })
    if (signal?.aborted) resolve()
    return promise.finally(stopTimer)
  }
  /**
   * What happened, and what is about to, is worth waiting for: a file that is locked or full for a moment must neither have a thing made, and paid,
   * again, nor cost an attempt. Facts about a call are true of a lost lease too; a call not yet made, and a result, are worth nothing without one,
   * and wait until `signal` aborts. Nothing was written where the store had trouble.
   */
  const keep = async <T>(write: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    for (let refused = 0; ; refused += 1) {
      try {
        return await write()
      } catch (error) {
        const againMs = writeAgainMs[refused]
        if (againMs === undefined || !isStoreTrouble(error)) throw error
        await pause(againMs, signal)
      }
      signal?.throwIfAborted()
    }
  }

  const make = ({ heard }: { heard(): void }): Promise<JobResult> =>
    handlers[claim.job.kind]({
      claim,
      signal: controller.signal,
      say(part, text) {
        heard()
        reporter.say(part, text)
      },
      report(told) {
        heard()
        reporter.report(told)
      },
      async beginCall(by) {
        controller.signal.throwIfAborted()
        const calls = await keep(() => store.beginCall(lease, by), controller.signal)
        if (calls === null) stop('lease-lost')
        controller.signal.throwIfAborted()
        hasCalled = true
        holdsPaidCall = claim.paid
        isUnbooked = claim.paid
        heard()
        return calls ?? 0
      },
      async submitted(handle) {
        await keep(() => store.submitted(lease, handle))
        isUnbooked = false
        letGo()
        controller.signal.throwIfAborted()
        heard()
      },
      // Its result is at hand: it is not stopped any more.
      async answered(usage) {
        const attempt = claim.open?.attempt ?? lease.attempt
        await keep(() => store.answered({ ...lease, attempt }, usage))
        isUnbooked = false
        heard()
      },
      onCanceled: (how) => void (callOff = how),
    })

  const work = async (): Promise<void> => {
    const limit = limits[claim.job.kind]
    const making = withinTime({ clock, limit, controller, isCharged: () => isUnbooked }, make)
    try {
      const result = await making.made
      await reporter.finish()
      await keep(() => store.complete(lease, result), controller.signal)
    } catch (error) {
      // The row first: from here on a late answer meets the fence. The slot is free when the provider has stopped.
      try {
        await giveUp(error)
      } finally {
        await making.windDown()
      }
    }
  }
  const isLost = (): boolean => reason === 'lease-lost'
  const giveUp = async (error: unknown): Promise<void> => {
    if (!isLost()) {
      if (reason && controller.signal.aborted) await store.handBack(lease, !hasCalled)
      else await fail(error)
    }
    if (isLost() && (await store.isCanceled(lease.jobId))) await callOff()
  }
  /** Waits with the failure as with a result; told to stop meanwhile, it is tried once more. */
  const fail = async (error: unknown): Promise<void> => {
    if (!isProviderError(error)) onUnexpected(error, claim)
    await reporter.flush()
    const chance = random()
    const write = (): Promise<boolean> =>
      // It may have cost, and nobody can say what or where it is: to the books it is lost, as if this process had died.
      isUnbooked && !isProviderError(error) ? store.handBack(lease) : store.fail(lease, failureOf(error), chance)
    try {
      await keep(write, stopping.signal)
    } catch (trouble) {
      if (!stopping.signal.aborted) throw trouble
      if (!isLost()) await write()
    }
  }
  // When even the failure cannot be written, the lease runs out and the job is taken over: the row stays the truth.
  const done = work().catch((error: unknown) => onUnexpected(error, claim))
  return { claim, stop, done }
}

const isStoreTrouble = (error: unknown): error is AppError =>
  isAppError(error) && (error.code === 'disk_full' || error.code === 'store_unavailable')

function failureOf(error: unknown): Failure {
  if (isProviderError(error)) return error.failure
  return {
    code: 'unavailable',
    message: isStoreTrouble(error) ? error.message : 'Something broke while this was made.',
    retryable: true,
    retryAfterMs: null,
    reason: null,
    charged: false,
  }
}
