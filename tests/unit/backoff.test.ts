import { describe, expect, it } from 'vitest'
import { delayOf } from '../../lib/domain/backoff.ts'
import { fc } from '../support/property.ts'

const dayMs = 86_400_000

describe('how long a job waits that may be tried again', () => {
  it('is what the provider asks for, and up to a tenth more', () => {
    expect(delayOf({ retryAfterMs: 10_000 }, 1, 0)).toBe(10_000)
    expect(delayOf({ retryAfterMs: 10_000 }, 1, 0.999)).toBe(10_999)
  })

  it('is hardly longer than it takes until a quota begins anew', () => {
    expect(delayOf({ retryAfterMs: 8 * 3_600_000 }, 1, 0.999)).toBeLessThanOrEqual(8 * 3_600_000 + 30_000)
  })

  it('is a day at most, whatever a provider asks for', () => {
    for (const retryAfterMs of [31_536_000_000, 1e20, Number.POSITIVE_INFINITY])
      expect(delayOf({ retryAfterMs }, 1, 0)).toBe(dayMs)
  })

  it('is always a time that a clock can show', () => {
    fc.assert(
      fc.property(
        fc.double(),
        fc.integer({ min: 1, max: 1_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (ms, n, random) => {
          for (const retryAfterMs of [ms, null]) {
            const delay = delayOf({ retryAfterMs }, n, random)
            expect(delay).toBeGreaterThanOrEqual(0)
            expect(delay).toBeLessThanOrEqual(dayMs + 30_000)
          }
        },
      ),
    )
  })
})
