import { describe, expect, it } from 'vitest'
import { expectedOf, lastsOf, leftOf } from '../../lib/domain/latency.ts'
import { luckOf } from '../../lib/domain/luck.ts'
import { normalAt, normalShare } from '../../lib/domain/normal.ts'
import { quantile } from '../support/bench.ts'
import { createChance } from '../support/chance.ts'

const second = { p50Ms: 1_000, p90Ms: 2_000 }

/** Log-normal times, the same for the same seed. */
function times(seed: number, count: number, middleMs = 1_000, spread = 0.5): number[] {
  const chance = createChance(seed)
  return Array.from({ length: count }, () =>
    Math.round(middleMs * Math.exp(spread * normalAt(1e-9 + chance() * 0.999))),
  )
}

describe('what a job is expected to take', () => {
  it('is silent about a job whose like was made less than five times here', () => {
    expect(expectedOf([])).toBeNull()
    expect(expectedOf([900, 1_000, 1_100, 1_200])).toBeNull()
    expect(expectedOf([900, 1_000, 1_100, 1_200, 1_300])).not.toBeNull()
  })

  it('names the middle, and the time that one in ten was longer than', () => {
    const nineteen = Array.from({ length: 19 }, (_, at) => 100 * (at + 1))
    expect(expectedOf(nineteen)).toEqual({ p50Ms: 1_000, p90Ms: 1_800 })
    expect(expectedOf(nineteen.toReversed()), 'in whatever order').toEqual({ p50Ms: 1_000, p90Ms: 1_800 })
    expect(expectedOf([0, 0, 0, 0, 0])).toEqual({ p50Ms: 0, p90Ms: 1 })
  })

  it.each([5, 6, 8, 9, 20, 50])('holds for the next job, with %i made before', (count) => {
    const rounds = 2_000
    let beforeP50 = 0
    let beforeP90 = 0
    for (let round = 0; round < rounds; round++) {
      const [next = 0, ...past] = times(count * rounds + round, count + 1)
      const expected = expectedOf(past)
      if (next <= (expected?.p50Ms ?? 0)) beforeP50 += 1
      if (next <= (expected?.p90Ms ?? 0)) beforeP90 += 1
    }
    expect(beforeP50 / rounds).toBeCloseTo(0.5, 1)
    expect(Math.abs(beforeP90 / rounds - 0.9)).toBeLessThan(0.03)
  })
})

describe('the times a job may take', () => {
  it('lie around its p50 and p90', () => {
    const lasts = [...lastsOf(second, luckOf(3))]
    expect(quantile(lasts, 0.5)).toBeCloseTo(1_000, -2)
    expect(quantile(lasts, 0.9)).toBeCloseTo(2_000, -2)
  })

  it('are all that is left when it has just started', () => {
    expect(leftOf(second, luckOf(3), 0)).toEqual(lastsOf(second, luckOf(3)))
  })

  it('leave out what has already been disproved by the time it ran', () => {
    const whole = times(1, 100_000, 1_000, Math.log(2) / normalAt(0.9))
    for (const ran of [200, 1_000, 2_500]) {
      const longer = whole.filter((one) => one > ran).map((one) => one - ran)
      const left = [...leftOf(second, luckOf(5), ran)]
      expect(quantile(left, 0.5) / quantile(longer, 0.5), `p50 after ${ran} ms`).toBeCloseTo(1, 1)
      expect(Math.min(...left), `after ${ran} ms`).toBeGreaterThan(0)
    }
  })

  it('grow with a job that takes far longer than its like ever did', () => {
    const alike = { p50Ms: 1_000, p90Ms: 1_010 }
    const left = (ran: number): number => quantile([...leftOf(alike, luckOf(5), ran)], 0.5)
    expect(left(3_000)).toBeGreaterThan(150)
    expect(left(30_000) / left(3_000)).toBeGreaterThan(10)
  })
})

describe('the normal distribution', () => {
  it('agrees with its table', () => {
    const known = [
      [0, 0.5],
      [1, 0.841345],
      [-1.281552, 0.1],
      [1.959964, 0.975],
      [-3, 0.00135],
    ] as const
    for (const [z, share] of known) {
      expect(normalShare(z)).toBeCloseTo(share, 5)
      expect(normalAt(share)).toBeCloseTo(z, 3)
    }
  })

  it('is drawn from evenly', () => {
    const { shares, deviations } = luckOf(7)
    expect([...shares].sort((a, b) => a - b)).toEqual(Array.from(shares, (_, at) => (at + 0.5) / shares.length))
    expect(deviations.reduce((sum, one) => sum + one, 0)).toBeCloseTo(0, 6)
    expect(luckOf(8).shares).not.toEqual(shares)
  })
})
