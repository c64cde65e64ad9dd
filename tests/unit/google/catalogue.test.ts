import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listedCatalogue, readCatalogue } from '../../../lib/providers/google/catalogue.ts'
import { defaultModels } from '../../../lib/providers/google/data/models.ts'
import { createPrices } from '../../../lib/providers/google/prices.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'unfold-catalogue-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const written = (content: unknown): string => {
  const file = path.join(folder, 'catalogue.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
const price = { from: '2026-11-01', input: 4, cachedInput: 0.4, output: 8 }
const model = { kind: 'text', prices: [price], source: 'our contract', readOn: '2026-11-20' }
const tokens = { input: 1_000, cached: 0, output: 500, thoughts: 0, media: 0 }
const priced = (file: string | null, text: string = defaultModels.text) =>
  createPrices({
    models: { ...defaultModels, text },
    usdRate: 1,
    now: () => Date.UTC(2026, 10, 25),
    catalogue: readCatalogue(file),
  })

describe('the catalogue of an installation', () => {
  test('is the list of the program without a file, and with one that says nothing', () => {
    expect(readCatalogue(null)).toBe(listedCatalogue)
    expect(readCatalogue(written({}))).toEqual(listedCatalogue)
  })

  test('prices a listed model as the file says, and one that is not listed as itself', () => {
    const file = written({ models: { [defaultModels.text]: model, 'gemini-9-flash': { ...model, thinking: true } } })
    for (const text of [defaultModels.text, 'gemini-9-flash'])
      expect(priced(file, text).microsOf('text', tokens)).toBe(1_000 * 4 + 500 * 8)
    expect(priced(file).microsOf('image', { ...tokens, media: 10 })).toBe(
      priced(null).microsOf('image', { ...tokens, media: 10 }),
    )
    expect(readCatalogue(file).models['gemini-9-flash']).toEqual({ ...model, thinking: true })
    expect(readCatalogue(file).models[defaultModels.text]).toEqual({ ...model, thinking: false })
  })

  test('changes one limit and leaves the others, and the most that is held with it', () => {
    const file = written({ limits: { text: { output: 1_024 } } })
    expect(readCatalogue(file).limits).toEqual({
      ...listedCatalogue.limits,
      text: { ...listedCatalogue.limits.text, output: 1_024 },
    })
    expect(priced(file).rangeOf('text').highMicros).toBe(2 * (12_000 * 0.75 + 1_024 * 3.75))
    expect(priced(file).rangeOf('analysis')).toEqual(priced(null).rangeOf('analysis'))
  })

  test('never lets a range end before it begins', () => {
    const { lowMicros, highMicros } = priced(written({ limits: { analysis: { output: 256, input: 256 } } })).rangeOf(
      'analysis',
    )
    expect(lowMicros).toBeLessThanOrEqual(highMicros)
  })

  test.each([
    ['models.gemini-9', { models: { 'gemini-9': { ...model, prices: [] } } }],
    ['models.gemini-9.prices', { models: { 'gemini-9': { ...model, prices: [price, price] } } }],
    ['models.gemini-9.prices.0', { models: { 'gemini-9': { ...model, prices: [{ ...price, input: -1 }] } } }],
    ['models.gemini-9.kind', { models: { 'gemini-9': { ...model, kind: 'sound' } } }],
    ['models.gemini-9.readOn', { models: { 'gemini-9': { ...model, readOn: 'yesterday' } } }],
    ['models.a b', { models: { 'a b': model } }],
    ['limits.text.output', { limits: { text: { output: 0 } } }],
    ['limits.text', { limits: { text: { most: 1_000 } } }],
    ['the whole', { prices: {} }],
    ['the whole', []],
  ])('is refused in one line that names %s', (where, content) => {
    const file = written(content)
    const refused = (): unknown => readCatalogue(file)
    expect(refused).toThrow(`GOOGLE_CATALOGUE: ${file}, ${where}`)
    expect(refused).toThrow(/^[^\n]+$/)
  })

  test('is refused when it is no JSON, or not there', () => {
    expect(() => readCatalogue(written('{'))).toThrow(/^GOOGLE_CATALOGUE: .* cannot be read \(it is not JSON\)/)
    expect(() => readCatalogue(path.join(folder, 'none.json'))).toThrow(/cannot be read \(ENOENT\)/)
  })
})
