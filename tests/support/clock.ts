import type { Clock } from '../../lib/domain/clock.ts'

export type ManualClock = Clock & {
  /** Moves time; timers that fall due are called in order. */
  advance(ms: number): void
  /** The machine sleeps: the wall clock goes on, the other one and the timers stand. */
  sleep(ms: number): void
}

/** A clock that stands still until it is moved. */
export function createManualClock(start = Date.UTC(2026, 10, 23, 12)): ManualClock {
  let elapsed = 0
  let slept = 0
  let timers: { at: number; call: () => void }[] = []
  return {
    now: () => start + slept + elapsed,
    monotonic: () => elapsed,
    after(ms, call) {
      const timer = { at: elapsed + ms, call }
      timers.push(timer)
      return () => {
        timers = timers.filter((one) => one !== timer)
      }
    },
    sleep(ms) {
      slept += ms
    },
    advance(ms) {
      const until = elapsed + ms
      for (;;) {
        const next = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers = timers.filter((one) => one !== next)
        elapsed = Math.max(elapsed, next.at)
        next.call()
      }
      elapsed = until
    },
  }
}
