import { describe, expect, test } from 'vitest'
import { defaultModels, googleModels, vertexModels } from '../../../lib/providers/google/data/models.ts'
import { createPrices } from '../../../lib/providers/google/prices.ts'

const tokens = { input: 1_000, cached: 0, output: 500, thoughts: 100, media: 0 }
const on = (day: string) => () => Date.parse(`${day}T12:00:00Z`)
const prices = (day = '2026-11-25', usdRate = 1, models: Record<'text' | 'image' | 'video', string> = defaultModels) =>
  createPrices({ models, usdRate, now: on(day) })

describe('what Google costs', () => {
  test('a price per million tokens is micros per token, thoughts are output, and all is rounded up', () => {
    expect(prices().microsOf('text', tokens)).toBe(1_000 * 0.75 + 600 * 3.75)
    expect(prices('2026-11-25', 0.861).microsOf('text', tokens)).toBe(Math.ceil(3_000 * 0.861))
  })

  test('the price of the day holds: what was announced for the new year begins with it', () => {
    expect(prices('2026-12-31').microsOf('text', tokens)).toBe(3_000)
    expect(prices('2027-01-01').microsOf('text', tokens)).toBe(6_000)
  })

  test('cached input is a tenth, and never more than the input', () => {
    expect(prices().microsOf('text', { ...tokens, cached: 1_000 })).toBe(1_000 * 0.075 + 600 * 3.75)
    expect(prices().microsOf('text', { ...tokens, cached: 5_000 })).toBeGreaterThan(0)
  })

  test('a picture costs its media tokens', () => {
    expect(prices().microsOf('image', { input: 0, cached: 0, output: 0, thoughts: 0, media: 1_120 })).toBe(67_200)
  })

  test('a model that nobody looked up is priced as the dearest of its kind', () => {
    const unknown = prices('2026-11-25', 1, { ...defaultModels, text: 'gemini-99-flash' })
    const known = Object.entries(googleModels)
      .filter(([, { kind }]) => kind === 'text')
      .map(([text]) => prices('2026-11-25', 1, { ...defaultModels, text }).microsOf('text', tokens))
    expect(unknown.microsOf('text', tokens)).toBe(Math.max(...known))
  })

  test('Veo costs by the second that is handed out, and exactly what is held for it', () => {
    const veo = prices('2026-11-25', 0.86, vertexModels)
    const film = { input: 0, cached: 0, output: 0, thoughts: 0, media: 0 }
    expect(veo.microsOf('video', { ...film, seconds: 8 })).toBe(8 * 0.4 * 1_000_000 * 0.86)
    expect(veo.microsOf('video', { ...film, seconds: 0 })).toBe(0)
    expect(veo.rangeOf('video')).toEqual({ lowMicros: 2_752_000, highMicros: 2_752_000 })
    const unheard = prices('2026-11-25', 0.86, { ...vertexModels, video: 'veo-9' })
    expect(unheard.microsOf('video', { ...film, seconds: 8 })).toBe(2_752_000)
    expect(unheard.rangeOf('video').highMicros).toBeGreaterThanOrEqual(2_752_000)
  })

  test('every kind is paid, and its range begins under its end', () => {
    for (const kind of ['analysis', 'text', 'image', 'video'] as const) {
      const { lowMicros, highMicros } = prices().rangeOf(kind)
      expect(lowMicros).toBeGreaterThan(0)
      expect(highMicros).toBeGreaterThan(lowMicros)
      expect(Number.isInteger(lowMicros) && Number.isInteger(highMicros)).toBe(true)
    }
  })

  test.each([true, false])('the range holds what the shortest answers cost, with a critic: %s', (critic) => {
    const { microsOf, rangeOf } = createPrices({ models: defaultModels, usdRate: 0.86, now: on('2026-11-25'), critic })
    const short = (output: number) => microsOf('text', { input: 700, cached: 0, output, thoughts: 0, media: 0 })
    const look = critic ? short(10) : 0
    expect(rangeOf('analysis').lowMicros).toBeLessThanOrEqual(short(300))
    expect(rangeOf('text').lowMicros).toBeLessThanOrEqual(short(60) + look)
    const nothing = { input: 0, cached: 0, output: 0, thoughts: 0, media: 0 }
    expect(rangeOf('image').lowMicros).toBeLessThanOrEqual(microsOf('image', { ...nothing, media: 1_120 }) + look)
    expect(rangeOf('video').lowMicros).toBeLessThanOrEqual(microsOf('video', { ...nothing, media: 8 * 5_792 }))
  })

  test('every price is dated, and in the order of its dates', () => {
    for (const { prices: list, readOn, source } of Object.values(googleModels)) {
      expect(readOn).toMatch(/^\d{4}-\d{2}-\d{2}$/)
      expect(source).not.toBe('')
      expect(list.map(({ from }) => from)).toEqual(list.map(({ from }) => from).toSorted())
    }
  })
})
