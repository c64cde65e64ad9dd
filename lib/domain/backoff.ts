import type { Failure } from './errors.ts'

/** First and longest wait of the exponential backoff, ms. */
const firstMs = 500
const longestMs = 30_000

/** Full jitter: anything between nothing and the doubled wait. `failures` from 1; `random` in [0, 1). */
export function backoffMs(failures: number, random: number): number {
  return Math.round(random * Math.min(longestMs, firstMs * 2 ** failures))
}

/** How long a retryable failure waits: the provider's own delay when it named one (plus up to a tenth), else backoff. */
export function delayOf(failure: Pick<Failure, 'retryAfterMs'>, failures: number, random: number): number {
  return failure.retryAfterMs === null
    ? backoffMs(failures, random)
    : Math.round(failure.retryAfterMs * (1 + random / 10))
}
