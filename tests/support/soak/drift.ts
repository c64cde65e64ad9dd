import { median, round } from '../bench.ts'

/** One minute of a soak. NaN where the system does not tell. */
export type Minute = {
  rssMb: number
  files: number
  walMb: number
  liveP50Ms: number
  liveP99Ms: number
  postP50Ms: number
  postP99Ms: number
}

/**
 * How far the median of the second half may lie above that of the first: a share of it, and a fixed part for what is small. What has a ceiling of
 * its own may rise to that.
 */
const bounds: Record<keyof Minute, { share: number; more: number; ceiling?: number }> = {
  rssMb: { share: 0.08, more: 16 },
  files: { share: 0.1, more: 8 },
  // SQLite uses the file again and never shortens it, so its size is the most that ever waited. The pen moves its pages by itself at 16,000 of
  // them (62.9 MB, lib/db/sqlite/checkpoints.ts): beyond that and one write, readers would hold the log open for good.
  walMb: { share: 0.25, more: 16, ceiling: 64 },
  liveP50Ms: { share: 0.3, more: 2 },
  liveP99Ms: { share: 0.5, more: 20 },
  postP50Ms: { share: 0.3, more: 5 },
  postP99Ms: { share: 0.5, more: 30 },
}

export type Drift = { name: keyof Minute; first: number; second: number; limit: number; ok: boolean }

/** Whether anything rose. The first `warmUp` minutes do not count: caches, code and history are filling. */
export function driftOf(minutes: readonly Minute[], warmUp: number): Drift[] {
  const counted = minutes.slice(warmUp)
  const half = Math.ceil(counted.length / 2)
  return (Object.keys(bounds) as (keyof Minute)[]).map((name) => {
    const of = (part: readonly Minute[]): number => median(part.map((minute) => minute[name]).filter(Number.isFinite))
    const [first, second] = [of(counted.slice(0, half)), of(counted.slice(half))]
    const { share, more, ceiling = 0 } = bounds[name]
    const limit = Math.max(first * (1 + share) + more, ceiling)
    // What nobody could measure has not risen.
    const ok = !Number.isFinite(first) || !Number.isFinite(second) || second <= limit
    return { name, first: round(first), second: round(second), limit: round(limit), ok }
  })
}
