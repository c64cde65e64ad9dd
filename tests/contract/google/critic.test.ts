import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Usage } from '../../../lib/domain/call.ts'
import { platformRules } from '../../../lib/domain/platform-rules.ts'
import type { ImageRequest, Provider, TextRequest } from '../../../lib/domain/provider.ts'
import { defaultModels, limits } from '../../../lib/providers/google/data/models.ts'
import { createPrices } from '../../../lib/providers/google/prices.ts'
import { bakery, googleAt, hearCall, noonInCalifornia, shortPatience } from '../../support/google.ts'
import { startVendor, type Vendor } from '../../support/vendor/server.ts'
import { goodScript } from '../../support/vendor/script.ts'

let vendor: Vendor
let provider: Provider
let text: TextRequest
let image: ImageRequest
const by = defaultModels.text
const reason = 'It does not say what is new. <analysis>'

beforeAll(async () => {
  vendor = await startVendor()
  provider = googleAt(vendor.url, { critic: true })
  const brief = bakery({ postCount: 1 })
  const analysis = await googleAt(vendor.url).analyze({ brief, posts: [{ index: 1, kind: 'text_image' }] }, hearCall())
  const [angle] = analysis.angles
  if (!angle) throw new Error('No angle.')
  text = { brief, analysis, angle, kind: 'text_image' }
  image = { brief, analysis, angle, size: platformRules.instagram.still, others: [] }
})
afterAll(() => vendor.close())
beforeEach(() => vendor.change({ ...goodScript, next: {}, always: {}, sendsBack: [] }))

/** Waits less for what hangs. */
const providerFor = (fate: string): Provider =>
  fate === 'hang' ? googleAt(vendor.url, { critic: true, patience: { text: shortPatience } }) : provider

const noTokens = { input: 0, cached: 0, output: 0, thoughts: 0, media: 0 }

/** What was asked since, and the prompts of it. */
const since = (before: number) => ({
  kinds: vendor
    .calls()
    .slice(before)
    .map(({ kind }) => kind),
  bodies: vendor.bodies().slice(before),
})
const now = (): number => vendor.calls().length
const sumOf = (usages: readonly Usage[], name: string): number =>
  usages.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0)
const prices = (critic: boolean) =>
  createPrices({ models: defaultModels, usdRate: 1, now: () => noonInCalifornia, critic })

describe('a text that a critic reads', () => {
  test('stands when there is nothing to send back, and the look is on the same bill', async () => {
    const [before, call] = [now(), hearCall()]
    await provider.write(text, {
      ...call,
      faultsOf: { texts: () => ['reading on x: too hard.'], picture: async () => [] },
    })
    const { kinds, bodies } = since(before)
    expect(kinds).toEqual(['text', 'critic'])
    expect(call.reviews).toEqual([{ status: 'passed', by }])
    expect(call.usages).toHaveLength(1)
    expect(sumOf(call.usages, 'promptTokens')).toBe(2_000)
    const asked = JSON.parse(bodies[1] ?? '')
    expect(asked.contents[0].parts[0].text).toContain('reading on x: too hard.')
    expect(JSON.stringify(asked.systemInstruction)).not.toContain('Hearth')
    expect(asked).not.toHaveProperty('tools')
  })

  test('is sent back once with a reason, written with it, and kept whatever the critic would think of that', async () => {
    vendor.change({ sendsBack: [reason, 'Again!'] })
    const [before, call] = [now(), hearCall('job_1/1', 'Speak to cafés')]
    const texts = await provider.write(text, call)
    const { kinds, bodies } = since(before)
    expect(kinds).toEqual(['text', 'critic', 'text'])
    expect(call.reviews).toEqual([{ status: 'sent_back', by, reason, kept: 'second' }])
    const second: string = JSON.parse(bodies[2] ?? '').contents[0].parts[0].text
    expect(second).toContain('It does not say what is new.')
    expect(second).toContain('Speak to cafés')
    // The reason cannot open a part of the prompt.
    expect(second.match(/<\/?analysis>/g)).toEqual(['<analysis>', '</analysis>'])
    expect(call.usages).toHaveLength(1)
    expect(sumOf(call.usages, 'promptTokens')).toBe(3_000)
    // The cards show the first as it is written, and not both one after the other.
    for (const platform of text.brief.platforms) expect(call.said()[`${platform}.text`]).toBe(texts[platform]?.text)
  })

  test.each(['429-minute', '503', 'hang', 'invalid', 'truncated', 'empty', 'safety', 'drop'] as const)(
    'is not lost when the critic fails (%s), and nobody is said to have looked',
    async (fate) => {
      vendor.change({ next: { critic: [fate] } })
      const [before, call] = [now(), hearCall()]
      const texts = await providerFor(fate).write(text, call)
      expect(Object.keys(texts)).toEqual(text.brief.platforms)
      expect(since(before).kinds).toEqual(['text', 'critic'])
      expect(call.reviews).toEqual([{ status: 'unseen', by, why: expect.stringMatching(/\S/) }])
      expect(call.usages).toHaveLength(1)
      expect(sumOf(call.usages, 'promptTokens')).toBeGreaterThanOrEqual(1_000)
    },
  )

  test.each([
    ['hang', 1],
    ['drop', 1],
    ['503', 0],
    ['429-minute', 0],
  ] as const)('books the most that a look may cost when nobody hears what it did (%s: %i)', async (fate, unheard) => {
    const quiet = hearCall()
    await googleAt(vendor.url).write(text, quiet)
    vendor.change({ next: { critic: [fate] } })
    const call = hearCall()
    await providerFor(fate).write(text, call)
    const [{ micros, counts } = { micros: 0, counts: {} }] = call.usages
    const most = prices(true).microsOf('text', { ...noTokens, ...limits.critic })
    expect(micros).toBe((quiet.usages[0]?.micros ?? 0) + unheard * most)
    expect(counts.unheardTurns ?? 0).toBe(unheard)
    expect(micros).toBeLessThanOrEqual(prices(true).rangeOf('text').highMicros)
  })

  test('stands in its first version when the second cannot be had', async () => {
    vendor.change({ sendsBack: [reason], next: { text: [null, '503'] } })
    const call = hearCall()
    const texts = await provider.write(text, call)
    expect(Object.keys(texts)).toEqual(text.brief.platforms)
    expect(call.reviews).toEqual([{ status: 'sent_back', by, reason, kept: 'first' }])
  })

  test('is given up at once when a person cancels while the critic reads', async () => {
    vendor.change({ next: { critic: ['hang'] } })
    const call = hearCall()
    const written = provider.write(text, {
      ...call,
      report: (said) => said.message?.includes('once more') && call.abort(new Error('Canceled.')),
    })
    await expect(written).rejects.toThrow('Canceled.')
    expect(call.reviews).toEqual([])
    expect(sumOf(call.usages, 'promptTokens')).toBe(1_000)
    // The look had not gone out.
    expect(sumOf(call.usages, 'unheardTurns')).toBe(0)
  })

  test('is read by nobody where the critic is off', async () => {
    const [before, call] = [now(), hearCall()]
    await googleAt(vendor.url).write(text, call)
    expect([since(before).kinds, call.reviews]).toEqual([['text'], []])
  })
})

describe('a picture that a critic sees', () => {
  test('is shown as a small copy, sent back once and drawn again, all on one bill at each model’s price', async () => {
    vendor.change({ sendsBack: [reason, 'Again!'] })
    const [before, call] = [now(), hearCall()]
    const { making } = await provider.draw(image, call)
    const { kinds, bodies } = since(before)
    expect(kinds).toEqual(['image', 'critic', 'image'])
    const [shown] = JSON.parse(bodies[1] ?? '').contents[0].parts.filter((part: object) => 'inlineData' in part)
    expect(shown.inlineData.mimeType).toBe('image/jpeg')
    expect(making.prompt).toContain('It does not say what is new.')
    expect(call.reviews).toEqual([{ status: 'sent_back', by, reason, kept: 'second' }])
    expect(call.usages).toHaveLength(1)
    const [{ micros, counts } = { micros: 0, counts: {} }] = call.usages
    expect(counts).toMatchObject({ images: 2, mediaTokens: 2_240, promptTokens: 2_000, 'text.promptTokens': 1_000 })
    const looked = { input: 1_000, cached: 0, output: counts['text.candidateTokens'] ?? 0, thoughts: 100, media: 0 }
    const drawn = { input: 2_000, cached: 0, output: 20, thoughts: 200, media: 2_240 }
    expect(micros).toBe(prices(true).microsOf('text', looked) + prices(true).microsOf('image', drawn))
  })

  test.each([
    ['the critic fails', { next: { critic: ['429-minute' as const] } }, 'unseen', 1],
    ['the second cannot be drawn', { sendsBack: [reason], next: { image: [null, '503' as const] } }, 'sent_back', 1],
    ['the second is refused', { sendsBack: [reason], next: { image: [null, 'safety' as const] } }, 'sent_back', 1],
  ])('is not lost when %s', async (_, script, status, images) => {
    vendor.change(script)
    const call = hearCall()
    const { media } = await provider.draw(image, call)
    expect(media.bytes.byteLength).toBeGreaterThan(1_000)
    expect(call.reviews).toEqual([expect.objectContaining({ status })])
    expect(call.usages).toMatchObject([{ counts: { images } }])
  })
})

describe('what a critic may cost', () => {
  test('is in the price, so that no cap is passed: two makings, each with its correction, and one look', () => {
    const [without, withCritic] = [prices(false), prices(true)]
    for (const kind of ['text', 'image'] as const) {
      const [plain, more] = [without.rangeOf(kind), withCritic.rangeOf(kind)]
      expect(more.lowMicros).toBeGreaterThan(plain.lowMicros)
      const look = without.microsOf('text', { input: 16_000, cached: 0, output: 2_048, thoughts: 0, media: 0 })
      expect(more.highMicros).toBe(2 * plain.highMicros + look)
    }
    for (const kind of ['analysis', 'video'] as const) expect(withCritic.rangeOf(kind)).toEqual(without.rangeOf(kind))
  })

  test('stays within it when everything goes as wrong as it can', async () => {
    vendor.change({ sendsBack: [reason], always: { text: 'overlong' } })
    const call = hearCall()
    await provider.write(text, call)
    expect(call.usages).toHaveLength(1)
    expect(call.usages[0]?.micros).toBeLessThanOrEqual(provider.price('text').highMicros)
  })
})
