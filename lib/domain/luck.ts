import { normalAt } from './normal.ts'

/** How many possible courses of a campaign are looked at: its p50 and p90 are then within 2 % of what endlessly many would say. */
export const draws = 64

/** Of each draw, where a job's time lies among all it could take: as a share of them, and in standard deviations. */
export type Luck = { shares: Float64Array; deviations: Float64Array }

const rows = 128
let table: Luck[] | undefined

/**
 * The luck of one job, the same at each call. Each row of the table holds every 64th part of [0, 1] once, in an order of its own (a Latin
 * hypercube): few draws cover evenly what is likely. Rows repeat after 128.
 */
export function luckOf(row: number): Luck {
  table ??= Array.from({ length: rows }, (_, at) => createLuck(at))
  return table[row % rows] ?? createLuck(row)
}

function createLuck(row: number): Luck {
  const parts = Array.from({ length: draws }, (_, part) => part)
  parts.sort((one, other) => scrambled(row * draws + one) - scrambled(row * draws + other))
  const shares = Float64Array.from(parts, (part) => (part + 0.5) / draws)
  return { shares, deviations: shares.map(normalAt) }
}

/** A whole number as far as can be from its neighbours' (the last step of MurmurHash3). */
function scrambled(whole: number): number {
  let mixed = Math.imul(whole + 1, 0x9e3779b1)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
