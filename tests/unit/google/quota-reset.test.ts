import { expect, test } from 'vitest'
import { msUntilReset } from '../../../lib/providers/google/quota-reset.ts'

const hour = 60 * 60 * 1_000

test.each([
  ['in winter', '2026-11-25T20:00:00Z', 12 * hour],
  ['in summer', '2026-07-01T19:00:00Z', 12 * hour],
  ['a second before midnight', '2026-11-26T07:59:59Z', 1_000],
  ['at midnight', '2026-11-26T08:00:00Z', 24 * hour],
  ['on the day that has 25 hours', '2026-11-01T07:00:00Z', 25 * hour],
  ['on the day that has 23 hours', '2026-03-08T08:00:00Z', 23 * hour],
])('the day of quotas ends at midnight in California, %s', (_, now, wait) => {
  expect(msUntilReset(Date.parse(now))).toBe(wait)
})
