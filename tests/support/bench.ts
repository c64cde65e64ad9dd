import os from 'node:os'
import { parseArgs } from 'node:util'

export { systemClock } from '../../lib/wire.ts'

/** One result as a JSON line, with how busy the machine is: the mean number of running processes of the last minute, and its cores. */
export function print(result: Record<string, unknown>): void {
  const machine = { load: round(os.loadavg()[0] ?? 0), cores: os.availableParallelism() }
  process.stdout.write(`${JSON.stringify({ ...result, machine })}\n`)
}

/** A positive whole number given as `--name N`. Throws a RangeError for anything else. */
export function numberFlag(name: string, fallback: number): number {
  const { values } = parseArgs({ options: { [name]: { type: 'string' } }, strict: false })
  const given = values[name]
  if (given === undefined) return fallback
  const value = Number(given)
  if (!Number.isInteger(value) || value < 1) throw new RangeError(`--${name}: write a whole number from 1.`)
  return value
}

export const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b)

/** The value below which `share` of the numbers lie. */
export const quantile = (numbers: readonly number[], share: number): number =>
  sorted(numbers)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? Number.NaN

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits))
