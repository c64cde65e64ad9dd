import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { platformRules } from '../../../lib/domain/platform-rules.ts'
import type { ImageRequest } from '../../../lib/domain/provider.ts'
import { nearestRatio } from '../../../lib/providers/google/draw.ts'
import { bakery, googleAt, hearCall, shortPatience } from '../../support/google.ts'
import { startVendor, type Vendor } from '../../support/vendor/server.ts'
import { goodScript, type Misbehaviour } from '../../support/vendor/script.ts'

let vendor: Vendor
let request: ImageRequest
beforeAll(async () => {
  vendor = await startVendor()
  const brief = bakery({ postCount: 1 })
  const analysis = await googleAt(vendor.url).analyze({ brief, posts: [{ index: 1, kind: 'text_image' }] }, hearCall())
  const [angle] = analysis.angles
  if (!angle) throw new Error('No angle.')
  const { instagram, linkedin, facebook } = platformRules
  request = { brief, analysis, angle, size: instagram.still, others: [linkedin.still, facebook.still] }
})
afterAll(() => vendor.close())
beforeEach(() => vendor.change({ ...goodScript, next: {}, always: {} }))

describe('a picture by Gemini', () => {
  test('is asked for in the nearest ratio on offer, in the brand’s colours, and cut to every size', async () => {
    const call = hearCall()
    const { media, variants, alt } = await googleAt(vendor.url).draw(request, call)
    const { generationConfig, contents } = JSON.parse(vendor.bodies().at(-1) ?? '')
    expect(generationConfig).toMatchObject({ responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '3:4' } })
    expect(JSON.stringify(contents)).toContain(request.analysis.visualDirection.palette.accent)
    for (const [at, size] of [request.size, ...request.others].entries()) {
      const made = [media, ...variants][at]
      expect(made).toMatchObject({ ...size, mime: 'image/jpeg', durationMs: null })
      expect(await sharp(made?.bytes).metadata()).toMatchObject({ ...size, format: 'jpeg' })
    }
    expect(alt).toBe(request.angle.picture)
    expect(call.usages).toEqual([
      {
        micros: 1_000 * 0.5 + 110 * 3 + 1_120 * 60,
        counts: {
          promptTokens: 1_000,
          cachedTokens: 0,
          candidateTokens: 10,
          thoughtTokens: 100,
          mediaTokens: 1_120,
          images: 1,
        },
      },
    ])
  })

  test('costs what a picture costs when its tokens are not told apart from words', async () => {
    vendor.change({ next: { image: ['unsplit'] } })
    const call = hearCall()
    await googleAt(vendor.url).draw(request, call)
    expect(call.usages).toMatchObject([
      { micros: 1_000 * 0.5 + 100 * 3 + 1_120 * 60, counts: { candidateTokens: 0, mediaTokens: 1_120 } },
    ])
  })

  test('is one, however small it came', async () => {
    vendor.change({ next: { image: ['tiny'] } })
    const { media } = await googleAt(vendor.url).draw(request, hearCall())
    expect(media).toMatchObject(request.size)
  })

  test.each([
    ['instagram', '3:4'],
    ['linkedin', '16:9'],
    ['facebook', '1:1'],
    ['tiktok', '9:16'],
  ] as const)('%s comes from %s', (platform, ratio) => {
    expect(nearestRatio(platformRules[platform].still)).toBe(ratio)
  })

  test.each<[Misbehaviour, object]>([
    ['400', { code: 'refused', retryable: false, charged: false }],
    ['bad-key', { code: 'refused', needsKey: true, charged: false }],
    ['401', { code: 'refused', needsKey: true, charged: false }],
    ['403', { code: 'refused', needsKey: true, charged: false }],
    ['404', { code: 'refused', charged: false, message: expect.stringContaining('GOOGLE_IMAGE_MODEL') }],
    ['429-minute', { code: 'rate_limited', retryAfterMs: 34_075, charged: false }],
    ['429-day', { code: 'quota_exhausted', retryAfterMs: 43_200_000, charged: false }],
    ['500', { code: 'unavailable', retryable: true, charged: false }],
    ['503', { code: 'unavailable', retryable: true, charged: false }],
    ['504', { code: 'unavailable', retryable: true, charged: true }],
    ['hang', { code: 'unavailable', retryable: true, charged: true }],
    ['drop', { code: 'unavailable', retryable: true, charged: true }],
  ])('%s goes out once, says whether it may cost, and puts nothing on the bill', async (fate, expected) => {
    vendor.change({ next: { image: [fate] } })
    const call = hearCall()
    const before = vendor.calls().length
    const google = googleAt(vendor.url, fate === 'hang' ? { patience: { image: shortPatience } } : {})
    await expect(google.draw(request, call)).rejects.toMatchObject({ failure: expected })
    expect(vendor.calls().length - before).toBe(1)
    expect(call.usages).toEqual([])
  })

  test.each([
    ['safety', { code: 'refused', retryable: false }],
    ['blocked', { code: 'refused', retryable: false }],
    ['empty', { code: 'unavailable', retryable: true }],
    ['zero-bytes', { code: 'unavailable', retryable: true }],
    ['half-file', { code: 'unavailable', retryable: true }],
  ] as const)('%s is a failure, and what was counted is on the bill', async (fate, expected) => {
    vendor.change({ next: { image: [fate] } })
    const call = hearCall()
    const before = vendor.calls().length
    await expect(googleAt(vendor.url).draw(request, call)).rejects.toMatchObject({ failure: expected })
    expect(vendor.calls().length - before).toBe(1)
    expect(call.usages).toHaveLength(1)
  })
})
