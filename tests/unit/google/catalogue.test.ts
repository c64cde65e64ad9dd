import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { JobKindSchema } from '../../../lib/domain/job.ts'
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
const later = { ...price, from: '2026-12-01', mediaOutput: 60 }
const bySecond = { from: '2026-11-01', second: 0.1 }
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
    const models = { [defaultModels.text]: { ...model, prices: [{ ...price, input: 0, cachedInput: 0, output: 100 }] } }
    const least = { output: 256 }
    const prices = priced(written({ models, limits: { analysis: least, text: least, critic: least } }))
    expect(prices.rangeOf('analysis')).toEqual({ lowMicros: 250 * 100, highMicros: 2 * 256 * 100 })
    for (const kind of JobKindSchema.options) {
      const { lowMicros, highMicros } = prices.rangeOf(kind)
      expect(lowMicros, kind).toBeLessThanOrEqual(highMicros)
    }
  })

  test('does not price a model by a reading that is of another kind', () => {
    const file = written({ models: { 'gemini-9': { ...model, prices: [{ ...price, output: 0.01 }] } } })
    const image = createPrices({
      models: { ...defaultModels, image: 'gemini-9' },
      usdRate: 1,
      now: () => Date.UTC(2026, 10, 25),
      catalogue: readCatalogue(file),
    })
    // As the dearest picture model that is listed.
    expect(image.microsOf('image', { ...tokens, input: 0, output: 0, media: 1_000 })).toBe(1_000 * 120)
  })

  test('knows no model by what every object has', () => {
    expect(priced(null, 'constructor').microsOf('text', tokens)).toBe(priced(null, 'none').microsOf('text', tokens))
  })

  test('may begin with the mark that some editors write', () => {
    expect(readCatalogue(written(`\ufeff${JSON.stringify({ models: { 'gemini-9': model } })}`)).models).toHaveProperty(
      'gemini-9',
    )
  })

  test.each([
    ['models.gemini-9', { models: { 'gemini-9': { ...model, prices: [] } } }],
    ['models.gemini-9.prices', { models: { 'gemini-9': { ...model, prices: [price, price] } } }],
    ['models.gemini-9.prices.0.input', { models: { 'gemini-9': { ...model, prices: [{ ...price, input: -1 }] } } }],
    [
      'models.gemini-9.prices.1.input',
      { models: { 'gemini-9': { ...model, prices: [price, { ...price, input: '1' }] } } },
    ],
    [
      'models.gemini-9.prices.0.from',
      { models: { 'gemini-9': { ...model, prices: [{ ...price, from: '1.11.26' }] } } },
    ],
    ['models.gemini-9.prices.0.output', { models: { 'gemini-9': { ...model, prices: [{ ...price, output: null }] } } }],
    // What is held reckons all of a prompt as new.
    [
      'models.gemini-9.prices.0.cachedInput',
      { models: { 'gemini-9': { ...model, prices: [{ ...price, cachedInput: 4.01 }] } } },
    ],
    // Pictures cost a multiple of words: a price that is left out would book a fraction.
    ['models.gemini-9.prices.0.mediaOutput', { models: { 'gemini-9': { ...model, kind: 'image' } } }],
    ['models.gemini-9.prices', { models: { 'gemini-9': { ...model, kind: 'video' } } }],
    // Neither words nor pictures have seconds: all of them would be for nothing.
    ['models.gemini-9.prices.0', { models: { 'gemini-9': { ...model, prices: [bySecond] } } }],
    ['models.gemini-9.prices.0', { models: { 'gemini-9': { ...model, kind: 'image', prices: [bySecond] } } }],
    ['models.gemini-9.prices', { models: { 'gemini-9': { ...model, kind: 'video', prices: [bySecond, later] } } }],
    ['models.gemini-9.source', { models: { 'gemini-9': { ...model, source: 'x'.repeat(10_000) } } }],
    [
      `models.${defaultModels.text}.kind`,
      { models: { [defaultModels.text]: { ...model, kind: 'image', prices: [later] } } },
    ],
    // What a prompt takes is not Google's to bound: less would be held than is spent.
    ['limits.text.input', { limits: { text: { input: 11_999 } } }],
    ['limits.image.thoughts', { limits: { image: { thoughts: 1_999 } } }],
    ['limits.critic.output', { limits: { critic: { output: 1_000.5 } } }],
    ['models.gemini-9.kind', { models: { 'gemini-9': { ...model, kind: 'sound' } } }],
    ['models.gemini-9.readOn', { models: { 'gemini-9': { ...model, readOn: 'yesterday' } } }],
    ['models.a b: This is not the id of a model.', { models: { 'a b': model } }],
    ['models.a b: This is not the id of a model.', { models: { 'a\n\u001bb': model } }],
    ['limits.text.output', { limits: { text: { output: 0 } } }],
    ['limits.text', { limits: { text: { most: 1_000 } } }],
    ['the whole', { prices: {} }],
    ['the whole', []],
  ])('is refused in one line that names %s', (where, content) => {
    const file = written(content)
    const refused = (): unknown => readCatalogue(file)
    expect(refused).toThrow(`GOOGLE_CATALOGUE: ${file}, ${where}`)
    // With what to do about it, and not in the words of a schema.
    expect(refused).toThrow(/^\P{Cc}{1,400}$/u)
    expect(refused).not.toThrow(/invalid input|too small|too big|invalid key/i)
  })

  test('is refused when it is no JSON, with the place and nothing of what stands there', () => {
    expect(() => readCatalogue(written('{'))).toThrow(/^GOOGLE_CATALOGUE: .* is not JSON/)
    expect(() => readCatalogue(written('{\n  // ours\n}'))).toThrow(/ is not JSON \(line 2, column 3\)\. [^\n]+$/)
    expect(() => readCatalogue(written('AIzaSyNotForTheLog'))).not.toThrow(/AIza/)
  })

  test('is refused when it is not there, or no file, before anybody waits for it', () => {
    expect(() => readCatalogue(path.join(folder, 'none.json'))).toThrow(/cannot be read \(ENOENT\)\. Name/)
    expect(() => readCatalogue(folder)).toThrow(/is not a file/)
    const loop = path.join(folder, 'loop.json')
    symlinkSync('loop.json', loop)
    expect(() => readCatalogue(loop)).toThrow(/cannot be read \(ELOOP\)/)
    // A device, a pipe, or anything that may never end.
    expect(() => readCatalogue('/dev/zero')).toThrow(/is not a file/)
    expect(() => readCatalogue(written(' '.repeat(2_000_000)))).toThrow(/is larger than 1 MB/)
  })
})
