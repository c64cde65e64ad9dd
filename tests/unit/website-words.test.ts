import { expect, test } from 'vitest'
import { websiteWords } from '../../components/campaign/website-words.ts'
import { UnreadReasonSchema, type WebsiteReading } from '../../lib/domain/website.ts'

const page: WebsiteReading = {
  status: 'read',
  url: 'https://www.hearth.example/order',
  language: 'en',
  name: 'Hearth & Crumb',
  description: null,
  claims: ['Sourdough is proved for 36 hours.', 'Open from 6 am, six days a week.'],
  colours: ['#b4451f'],
  fonts: [],
  logo: null,
}

test('a page that was read says whose it is and what was found, and no more', () => {
  expect(websiteWords(page)).toBe('Read hearth.example: its name, two statements and one colour.')
  expect(websiteWords({ ...page, claims: [], colours: [] })).toBe('Read hearth.example: its name.')
})

test.each(UnreadReasonSchema.options)(
  'a page that could not be read (%s) says why, and that the posts go on',
  (reason) => {
    const said = websiteWords({ status: 'unread', url: 'https://www.hearth.example/', reason })
    expect(said).toContain('hearth.example')
    expect(said).toMatch(/[.?] The posts stand on the brief alone\.$/)
  },
)

test('a page that could not be read says what else the posts stand on', () => {
  const unread = { status: 'unread', url: 'https://hearth.example/', reason: 'missing' } as const
  expect(websiteWords(unread, true)).toMatch(/\. The posts stand on the brief and its files\.$/)
})
