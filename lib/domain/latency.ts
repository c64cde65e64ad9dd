import type { Expected } from './job.ts'
import type { Luck } from './luck.ts'
import { normalAt, normalShare } from './normal.ts'

/** Fewer completed jobs than this are no history. */
const fewest = 5

/**
 * Where a new value lies with 90 % when 5, 6, 7 or 8 are known, in standard deviations of their logarithms over their mean: Student's t with
 * n - 1 degrees of freedom, times √(1 + 1/n).
 */
const reachOfFew = [1.679, 1.594, 1.538, 1.501] as const

/**
 * What a job takes, from what its like took, ms: half end before `p50Ms` and nine in ten before `p90Ms`, whatever the distribution (the value at
 * rank p(n + 1)). Under nine values none has that rank, and p90 is where log-normal latencies put it. Null under five.
 */
export function expectedOf(times: readonly number[]): Expected | null {
  const count = times.length
  if (count < fewest) return null
  const ascending = times.toSorted((one, other) => one - other)
  const p50Ms = Math.round(atRank(ascending, 0.5 * (count + 1)))
  const reach = reachOfFew[count - fewest]
  const p90 = reach === undefined ? atRank(ascending, 0.9 * (count + 1)) : beyondFew(times, reach)
  return { p50Ms, p90Ms: Math.max(p50Ms, Math.round(p90)) }
}

/** Between two ranks, the share of the way. */
function atRank(ascending: readonly number[], rank: number): number {
  const below = Math.floor(rank)
  const low = ascending[below - 1] ?? 0
  const high = ascending[below] ?? low
  return low + (rank - below) * (high - low)
}

function beyondFew(times: readonly number[], reach: number): number {
  const logs = times.map(logOf)
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const squares = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0)
  return Math.exp(mean + reach * Math.sqrt(squares / (logs.length - 1)))
}

const logOf = (ms: number): number => Math.log(Math.max(1, ms))

/** A standard deviation of 5 % is the least that is believed, however alike the past was. */
const leastSpread = 0.05

/** What a job that has not started may take, ms, one time per draw: log-normal through its p50 and p90. */
export function lastsOf(expected: Expected, luck: Luck): Float64Array {
  const { middle, spread } = lawOf(expected)
  return luck.deviations.map((deviation) => Math.exp(middle + spread * deviation))
}

/** A job may be this many standard deviations late before it says that they were too small. */
const latest = 3

/**
 * What is left of a job that has run for `ranMs`, ms, one time per draw: the same law, of which only what is longer is still possible. A job far
 * beyond its p90 refutes the law: it is widened until the job is `latest` deviations late, so that what is left grows with what it took.
 */
export function leftOf(expected: Expected, luck: Luck, ranMs: number): Float64Array {
  if (ranMs < 1) return lastsOf(expected, luck)
  const law = lawOf(expected)
  const late = Math.log(ranMs) - law.middle
  const spread = Math.max(law.spread, late / latest)
  const past = normalShare(late / spread)
  return luck.shares.map((share) => Math.exp(law.middle + spread * normalAt(past + share * (1 - past))) - ranMs)
}

/** The 90 % quantile of the standard normal. */
const deviationsOfP90 = 1.2815515655446004

/** Mean and standard deviation of the logarithms. */
function lawOf({ p50Ms, p90Ms }: Expected): { middle: number; spread: number } {
  const middle = logOf(p50Ms)
  return { middle, spread: Math.max(leastSpread, (logOf(p90Ms) - middle) / deviationsOfP90) }
}
