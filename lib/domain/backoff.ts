import type { Failure } from './errors.ts'

/** First and longest wait of the exponential backoff, ms. */
const firstMs = 500
const longestMs = 30_000

/** Full jitter: anything between nothing and the doubled wait. `failures` from 1; `random` in [0, 1). */
export function backoffMs(failures: number, random: number): number {
  return Math.round(random * Math.min(longestMs, firstMs * 2 ** failures))
}

/** Longest wait that a provider can ask for, ms: the longest quota that is known begins anew each day. */
const longestAskedMs = 86_400_000

/** What is added to a wait at most, so that not all come back in one moment, ms: nobody waits for hours beyond the time that was named. */
const mostAddedMs = 30_000

/**
 * How long a retryable failure waits: the provider's own delay when it named one (a day at most, plus up to a tenth, at most half a minute), else
 * backoff. A delay that is no number of ms is none.
 */
export function delayOf({ retryAfterMs }: Pick<Failure, 'retryAfterMs'>, failures: number, random: number): number {
  if (retryAfterMs === null || !(retryAfterMs >= 0)) return backoffMs(failures, random)
  const asked = Math.min(longestAskedMs, retryAfterMs)
  return Math.round(asked + random * Math.min(mostAddedMs, asked / 10))
}
