import type { Clock } from '../domain/clock.ts'
import { ProviderError } from '../domain/errors.ts'
import type { JobKind } from '../domain/job.ts'

const minuteMs = 60_000

/** How long an attempt may be silent, and how long it may take in all. */
export type TimeLimit = { silentMs: number; wholeMs: number }

/**
 * Several times the longest that was seen, because a call that is cut short may have been paid for: models that write say something every few
 * seconds and are done within two minutes, a picture takes up to one, films take minutes and stand in line at the vendor. `addedMs` is slowness
 * that was asked for.
 */
export function timeLimits(addedMs = 0): Record<JobKind, TimeLimit> {
  const of = (wholeMinutes: number): TimeLimit => ({
    silentMs: 5 * minuteMs + addedMs,
    wholeMs: wholeMinutes * minuteMs + addedMs,
  })
  return { analysis: of(15), text: of(15), image: of(15), video: of(60) }
}

/** How long a provider gets to stop when it is told to, ms; then nobody listens to it any more. */
const windDownMs = 5_000

type Within = {
  clock: Clock
  limit: TimeLimit
  /** Stops the provider. */
  controller: AbortController
  /** A call is out of which nobody knows whether it costs. */
  isCharged(): boolean
}

/**
 * Runs `make`, which says with `heard` that the provider lives. `made` rejects with ProviderError `unavailable` when it is silent for too long or
 * does not come to an end, and with the reason of the signal when it does not stop soon after that. What it answers later, nobody hears.
 * `windDown` waits a moment until it has really stopped. Time is monotonic.
 */
export function withinTime<T>(
  { clock, limit, controller, isCharged }: Within,
  make: (watch: { heard(): void }) => Promise<T>,
): { made: Promise<T>; windDown(): Promise<void> } {
  const { signal } = controller
  const begun = clock.monotonic()
  const over = Promise.withResolvers<never>()
  let lastHeard = begun
  let stopTimer = (): void => undefined
  let isDeaf = false
  const end = (message: string): void => {
    over.reject(new ProviderError({ code: 'unavailable', message, charged: isCharged() }))
    controller.abort(new Error('The time is over.'))
  }
  const look = (): void => {
    const now = clock.monotonic()
    const [silent, whole] = [lastHeard + limit.silentMs - now, begun + limit.wholeMs - now]
    if (whole <= 0) end(`The provider was not done after ${inWords(limit.wholeMs)}.`)
    else if (silent <= 0) end(`The provider said nothing for ${inWords(limit.silentMs)}.`)
    else stopTimer = clock.after(Math.min(silent, whole), look)
  }
  const giveUpSoon = (): void => {
    stopTimer()
    stopTimer = clock.after(windDownMs, () => {
      isDeaf = true
      over.reject(signal.reason)
    })
  }
  look()
  signal.addEventListener('abort', giveUpSoon, { once: true })
  const making = make({ heard: () => void (lastHeard = clock.monotonic()) })
  const stopped = making.then(
    () => undefined,
    () => undefined,
  )
  const made = Promise.race([making, over.promise]).finally(() => {
    stopTimer()
    signal.removeEventListener('abort', giveUpSoon)
  })
  return {
    made,
    async windDown() {
      if (isDeaf) return
      const { promise, resolve } = Promise.withResolvers<void>()
      stopTimer = clock.after(windDownMs, resolve)
      await Promise.race([stopped, promise])
      stopTimer()
    },
  }
}

function inWords(ms: number): string {
  const minutes = Math.round(ms / minuteMs)
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}
