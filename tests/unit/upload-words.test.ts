import { expect, test } from 'vitest'
import { readingWords, uploadWords } from '../../components/campaign/upload-words.ts'
import type { UploadReading } from '../../lib/domain/upload.ts'

const pdf = { kind: 'pdf', pages: 2, pagesRead: 2, characters: 1_234, cut: false, colours: ['#b4451f'] } as const
const said = (reading: UploadReading): string => readingWords(reading)

test('a PDF says its pages, its text and the colours it names, and no more', () => {
  expect(said({ ...pdf, colours: ['#b4451f'] })).toBe('Read two pages, 1,234 characters of text and one colour.')
  expect(said({ ...pdf, colours: [], cut: true })).toBe('Read two pages and the first 1,234 characters of text.')
})

test('a PDF that was read in part, or has no text, says so', () => {
  expect(said({ ...pdf, colours: [], pages: 41, pagesRead: 30, cut: true })).toBe(
    'Read the first 30 of 41 pages and 1,234 characters of text.',
  )
  expect(said({ ...pdf, colours: [], characters: 0 })).toBe(
    'Read two pages and no text: only a model that is shown the pages can use them.',
  )
})

test('a picture says its size, a text its length', () => {
  expect(said({ kind: 'image', width: 1_200, height: 60, colours: [] })).toBe('Read 1,200 × 60 pixels.')
  expect(said({ kind: 'text', characters: 1, cut: false, colours: [] })).toBe('Read 1 character of text.')
})

test('a file that the model saw says so', () => {
  const note = { id: `upl_${'0'.repeat(20)}`, name: 'a', mime: 'application/pdf', sha256: '', claims: [] } as const
  const one = { ...note, claims: [], reading: { ...pdf, colours: [] } }
  expect(uploadWords({ ...one, shown: true })).toMatch(/\. The model was shown the file itself\.$/)
  expect(uploadWords({ ...one, shown: false })).not.toContain('shown')
})
