export { systemClock } from '../../lib/wire.ts'

/** One result as a JSON line. */
export function print(result: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(result)}\n`)
}

export const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b)

/** The value below which `share` of the numbers lie. */
export const quantile = (numbers: readonly number[], share: number): number =>
  sorted(numbers)[Math.min(numbers.length - 1, Math.floor(share * numbers.length))] ?? Number.NaN

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5)

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits))
