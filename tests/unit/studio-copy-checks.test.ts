import { expect, test } from 'vitest'
import { BriefSchema } from '../../lib/domain/brief.ts'
import { factsTold, gramOverlap, inventedWords, openerOf, sentencesIn } from '../support/copy-checks.ts'

const brief = BriefSchema.parse({
  business:
    'Fern is a florist in Asheville. Bouquets are delivered by bicycle within 5 miles. Subscriptions start at $38.',
  objective: 'sales',
})

test('the checks find an invented name, number and price', () => {
  expect(inventedWords('We deliver to Boston. Only $12, and 9 people say so.', brief.business)).toEqual([
    'Boston',
    '12',
    '9',
  ])
  expect(inventedWords('Delivered in Asheville: bouquets from $38.', brief.business)).toEqual([])
})

test('the checks count facts, not words', () => {
  expect(factsTold('Flowers are nice. Come by.', brief)).toBe(0)
  expect(factsTold('Bouquets are delivered by bicycle. Subscriptions start at $38.', brief)).toBe(2)
})

test('the checks see copied runs, repeated sentences and equal openers', () => {
  expect(gramOverlap('one two three four five six', 'one two three four five six')).toBe(1)
  expect(gramOverlap('one two three four five six', 'seven eight nine ten eleven twelve')).toBe(0)
  expect(sentencesIn('Same here. And there.\n\nSAME HERE!')).toEqual(['same here', 'and there', 'same here'])
  expect(openerOf('Hello there. Once.')).toBe(openerOf('Hello there!\nTwice.'))
})
