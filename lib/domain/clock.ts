/** Port: time. `now` is the wall clock in ms since 1970 (for people and rows); `monotonic` never jumps (for leases and waits). */
export type Clock = {
  now(): number
  monotonic(): number
  /** Calls once after `ms`; returns how to call it off. Never keeps the process alive by itself. */
  after(ms: number, call: () => void): () => void
}

/** ISO 8601 in UTC. The last answer is kept: one write asks for the same moment many times. */
export function iso(ms: number): string {
  if (ms !== last.ms) last = { ms, text: new Date(ms).toISOString() }
  return last.text
}
let last = { ms: Number.NaN, text: '' }
