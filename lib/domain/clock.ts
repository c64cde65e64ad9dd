/** Port: time. `now` is the wall clock in ms since 1970 (for people and rows); `monotonic` never jumps (for leases and waits). */
export type Clock = {
  now(): number
  monotonic(): number
  /** Calls once after `ms`; returns how to call it off. Never keeps the process alive by itself. */
  after(ms: number, call: () => void): () => void
}

export const iso = (ms: number): string => new Date(ms).toISOString()
