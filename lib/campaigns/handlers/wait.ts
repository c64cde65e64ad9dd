import type { Clock } from '../../domain/clock.ts'

/** Resolves after `ms`; rejects as soon as `signal` aborts, with its reason. */
export async function wait(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stopTimer = clock.after(ms, resolve)
  signal.addEventListener('abort', () => resolve(), { once: true })
  if (!signal.aborted) await promise
  stopTimer()
  signal.throwIfAborted()
}
