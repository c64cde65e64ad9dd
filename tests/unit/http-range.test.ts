import { expect, test } from 'vitest'
import { isKnown, mayResume } from '../../lib/http/etag.ts'
import { readRange } from '../../lib/http/range.ts'

test.each([
  [null, 'whole'],
  ['bytes=0-99', { start: 0, end: 99 }],
  ['bytes=0-', { start: 0, end: 999 }],
  ['bytes=999-', { start: 999, end: 999 }],
  ['bytes=-10', { start: 990, end: 999 }],
  ['bytes=-5000', { start: 0, end: 999 }],
  ['bytes=900-5000', { start: 900, end: 999 }],
  ['bytes=0-99,200-299', 'whole'],
  ['items=0-9', 'whole'],
  ['bytes=1000-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=-', 'unsatisfiable'],
  ['bytes=9-3', 'unsatisfiable'],
  ['bytes=abc', 'unsatisfiable'],
  ['bytes=99999999999999999999999999-', 'unsatisfiable'],
])('of 1,000 bytes, %s is answered with %j', (header, answer) => {
  expect(readRange(header, 1_000)).toEqual(answer)
})

test('an empty file has no range', () => {
  expect(readRange('bytes=0-', 0)).toBe('unsatisfiable')
  expect(readRange(null, 0)).toBe('whole')
})

test('a tag is known weakly and resumed from strongly', () => {
  expect(isKnown('W/"b", "a"', '"a"')).toBe(true)
  expect(isKnown('W/"a"', '"a"')).toBe(true)
  expect(isKnown('*', '"a"')).toBe(true)
  expect(isKnown('"b"', '"a"')).toBe(false)
  expect(isKnown(null, '"a"')).toBe(false)
  expect(mayResume('"a"', '"a"')).toBe(true)
  expect(mayResume('W/"a"', 'W/"a"')).toBe(false)
  expect(mayResume('Mon, 23 Nov 2026 10:00:00 GMT', '"a"')).toBe(false)
  expect(mayResume(null, '"a"')).toBe(true)
})
