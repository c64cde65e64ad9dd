import { expect, test } from 'vitest'
import { BriefSchema } from '../../lib/domain/brief.ts'

const problemsOf = (website: string): string[] =>
  (
    BriefSchema.safeParse({ business: 'A neighbourhood bakery in Leeds.', objective: 'sales', website }).error
      ?.issues ?? []
  ).map(({ message }) => message)

test.each([
  'https://hearth.example',
  'http://hearth.example/@order?to=a@b',
  'https://hearth.example:8080/#a',
  'https://bäckerei.example/',
  // Whether they may be read is for the guard to say, and for the page to tell.
  'http://localhost:8080/',
  'http://127.0.0.1/',
  'http://[::1]:8080/',
])('%s is a website', (website) => {
  expect(problemsOf(website)).toEqual([])
})

test.each([
  'ftp://hearth.example',
  'javascript:alert(1)',
  'hearth.example',
  'http://',
  'https://hearth',
  'http://a_b..c/',
])('%s is no website', (website) => {
  expect(problemsOf(website).length).toBeGreaterThan(0)
})

test.each(['https://ann@hearth.example/', 'https://ann:secret@hearth.example', 'https://ann:se/cret@hearth.example'])(
  '%s tells a secret, or is none',
  (website) => {
    expect(problemsOf(website).length).toBeGreaterThan(0)
  },
)
