import type { Clock } from '../domain/clock.ts'
import { isAppError, isProviderError, type AppError, type Failure } from '../domain/errors.ts'
import type { Claim, Handlers, JobResult } from '../domain/handler.ts'
import type { JobStore } from '../domain/store.ts'
import { createReporter } from './reporter.ts'

/** How often, and after what wait (ms), a result is handed in again; a try itself may wait long for another process's lock. */
const completeTries = 6
const completeAgainMs = 1_000

export type RunDeps = {
  store: JobStore
  handlers: Handlers
  clock: Clock
  random(): number
  /** Tells operators of a failure that no provider named: a bug or a broken machine. */
  onUnexpected(error: unknown, claim: Claim): void
}

/** Why a run is told to stop. */
export type StopReason = 'lease-lost' | 'shutdown'

export type Run = { claim: Claim; stop(reason: StopReason): void; done: Promise<void> }

/** Runs one claimed job to its end: result, failure as data, or hand-back. `done` never rejects. */
export function runJob(claim: Claim, { store, handlers, clock, random, onUnexpected }: RunDeps): Run {
  const controller = new AbortController()
  let reason: StopReason | null = null
  const stop = (why: StopReason): void => {
    reason ??= why
    controller.abort(new Error(why))
  }
  const reporter = createReporter({
    clock,
    write: (said, told) => store.report(claim.lease, said, told),
    onLost: () => stop('lease-lost'),
    onTrouble: (error) => onUnexpected(error, claim),
  })

  /** A result in hand is worth waiting for: a file that is locked or full for a moment must not have it made, and paid, again. */
  const complete = async (result: JobResult): Promise<void> => {
    for (let left = completeTries; ; left--) {
      try {
        await store.complete(claim.lease, result)
        return
      } catch (error) {
        if (left <= 1 || !isStoreTrouble(error)) throw error
      }
      await pause(completeAgainMs)
      controller.signal.throwIfAborted()
    }
  }
  const pause = (ms: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const stopTimer = clock.after(ms, resolve)
    controller.signal.addEventListener('abort', () => resolve(), { once: true })
    if (controller.signal.aborted) resolve()
    return promise.finally(stopTimer)
  }

  const work = async (): Promise<void> => {
    try {
      const result = await handlers[claim.job.kind]({
        claim,
        signal: controller.signal,
        say: reporter.say,
        report: reporter.report,
        async beginCall() {
          controller.signal.throwIfAborted()
          const calls = await store.beginCall(claim.lease)
          if (calls === null) stop('lease-lost')
          controller.signal.throwIfAborted()
          return calls ?? 0
        },
      })
      await reporter.finish()
      await complete(result)
    } catch (error) {
      if (reason === 'lease-lost') return
      if (reason === 'shutdown') {
        await store.handBack(claim.lease)
        return
      }
      const failure = failureOf(error)
      if (!isProviderError(error)) onUnexpected(error, claim)
      await reporter.flush()
      await store.fail(claim.lease, failure, random())
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
