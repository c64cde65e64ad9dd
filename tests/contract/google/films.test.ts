import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Handle } from '../../../lib/domain/call.ts'
import { videoSize } from '../../../lib/domain/platform-rules.ts'
import type { Drawn, LongWork, VideoRequest } from '../../../lib/domain/provider.ts'
import { listedCatalogue } from '../../../lib/providers/google/catalogue.ts'
import { defaultModels } from '../../../lib/providers/google/data/models.ts'
import type { GoogleOptions } from '../../../lib/providers/google/google.ts'
import type { GoogleModel } from '../../../lib/providers/google/listing.ts'
import { bakery, googleAt, hearCall, shortPatience, type HeardCall } from '../../support/google.ts'
import { bringFilmHome, filmsPaid, longFilmOf } from '../../support/long-film.ts'
import { startVendor, type Vendor } from '../../support/vendor/server.ts'
import { goodScript, type Misbehaviour } from '../../support/vendor/script.ts'

let vendor: Vendor
let request: VideoRequest
beforeAll(async () => {
  vendor = await startVendor()
  const brief = bakery({ postCount: 1 })
  const analysis = await googleAt(vendor.url).analyze({ brief, posts: [{ index: 1, kind: 'text_video' }] }, hearCall())
  const [angle] = analysis.angles
  if (!angle) throw new Error('No angle.')
  request = { brief, analysis, angle, size: videoSize }
})
afterAll(() => vendor.close())
beforeEach(() => vendor.change({ ...goodScript, next: {}, always: {} }))

const bySecond: GoogleModel = {
  kind: 'video',
  prices: [{ from: '2026-11-01', second: 0.1 }],
  thinking: false,
  source: 'our contract',
  readOn: '2026-11-20',
}
const filmAt = (options: Partial<GoogleOptions> = {}): LongWork<VideoRequest> =>
  longFilmOf(googleAt(vendor.url, options))
const bringHome = (film: LongWork<VideoRequest>, handle: Handle, call: HeardCall): Promise<Drawn> =>
  bringFilmHome(film, { handle, request, call })
const paid = (): number => filmsPaid(vendor)

describe('a film by an interaction in the background', () => {
  test.each(['uri', 'data'] as const)(
    'is submitted once, asked for by its handle and handed out as %s',
    async (delivery) => {
      vendor.change({ delivery, pollsUntilDone: 3 })
      const before = paid()
      const film = filmAt()
      const call = hearCall('job_9/1')
      const handle = await film.submit(request, call)
      const { media, alt } = await bringHome(film, handle, call)
      expect(paid() - before).toBe(1)
      expect(vendor.calls().findLast(({ kind }) => kind === 'video')).toMatchObject({
        ref: 'job_9/1',
        interaction: handle.interaction,
      })
      expect(media).toMatchObject({ mime: 'video/mp4', width: 144, height: 256, durationMs: 2_000 })
      expect(alt).toBe(request.angle.picture)
      expect(call.usages[0]).toMatchObject({
        micros: 200 * 1.5 + 8 * 5_792 * 17.5,
        counts: { mediaTokens: 8 * 5_792, seconds: 8 },
      })
    },
  )

  test.each([
    ['by the second', { [defaultModels.video]: bySecond }, defaultModels.video],
    ['not at all', {}, 'gemini-omni-9'],
  ])('that is listed %s is booked within what was quoted for it', async (_, models, video) => {
    const catalogue = { ...listedCatalogue, models: { ...listedCatalogue.models, ...models } }
    const google = googleAt(vendor.url, { catalogue, models: { ...defaultModels, video } })
    const { lowMicros, highMicros } = google.price('video')
    const film = longFilmOf(google)
    const call = hearCall()
    await bringHome(film, await film.submit(request, call), call)
    expect(call.usages[0]?.micros).toBeGreaterThanOrEqual(lowMicros)
    expect(call.usages[0]?.micros).toBeLessThanOrEqual(highMicros)
  })

  test('asks for a vertical film in the background, and for nothing twice', async () => {
    await filmAt().submit(request, hearCall())
    expect(JSON.parse(vendor.bodies().at(-1) ?? '')).toMatchObject({
      background: true,
      response_format: { type: 'video', aspect_ratio: '9:16', duration: '8s', delivery: 'uri' },
    })
  })

  test('another process finds it again by the handle alone, and may bring it home twice', async () => {
    const handle = await filmAt().submit(request, hearCall())
    const before = paid()
    const later = filmAt()
    const once = await bringHome(later, structuredClone(handle), hearCall())
    const again = await later.fetch(handle, request, hearCall())
    expect(again.media.bytes).toEqual(once.media.bytes)
    expect(paid()).toBe(before)
    expect(JSON.stringify(handle).length).toBeLessThan(4_096)
  })

  test.each<[Misbehaviour, object]>([
    ['400', { code: 'refused', charged: false }],
    ['bad-key', { code: 'refused', needsKey: true, charged: false }],
    ['401', { code: 'refused', needsKey: true, charged: false }],
    ['403', { code: 'refused', needsKey: true, charged: false }],
    ['404', { code: 'refused', charged: false, message: expect.stringContaining('GOOGLE_VIDEO_MODEL') }],
    ['429-minute', { code: 'rate_limited', retryAfterMs: 34_075, charged: false }],
    ['429-day', { code: 'quota_exhausted', charged: false }],
    ['500', { code: 'unavailable', charged: false }],
    ['503', { code: 'unavailable', charged: false }],
    ['504', { code: 'unavailable', charged: true }],
    ['blocked', { code: 'refused', retryable: false, charged: false, reason: expect.stringContaining('guidelines') }],
    ['hang', { code: 'unavailable', charged: true }],
    ['drop', { code: 'unavailable', charged: true }],
  ])('a submission that ends in %s goes out once, and says whether it may cost', async (fate, expected) => {
    vendor.change({ next: { video: [fate] } })
    const before = vendor.calls().length
    const film = filmAt(fate === 'hang' ? { patience: { submit: shortPatience } } : {})
    await expect(film.submit(request, hearCall())).rejects.toMatchObject({ failure: expected })
    expect(vendor.calls().length - before).toBe(1)
  })

  test.each<[Misbehaviour, Misbehaviour]>([
    ['503', '500'],
    ['hang', 'drop'],
    ['429-minute', '503'],
  ])('questions that end in %s and %s say nothing about the film', async (one, two) => {
    const film = filmAt(one === 'hang' ? { patience: { poll: shortPatience } } : {})
    const handle = await film.submit(request, hearCall())
    const before = paid()
    vendor.change({ next: { poll: [one, two, null] } })
    expect((await bringHome(film, handle, hearCall())).media.mime).toBe('video/mp4')
    expect(paid()).toBe(before)
  })

  test('too many questions in a row that fail do', async () => {
    const film = filmAt()
    const other = await film.submit(request, hearCall())
    vendor.change({ always: { poll: '503' } })
    await expect(bringHome(film, other, hearCall())).rejects.toMatchObject({
      failure: { code: 'unavailable', retryable: true },
    })
  })

  test.each<[Misbehaviour, object]>([
    ['failed', { code: 'refused', retryable: false, gone: true }],
    ['safety', { code: 'refused', retryable: false, gone: true, reason: expect.stringContaining('safety filters') }],
    ['forgotten', { code: 'refused', retryable: false, gone: true, charged: true }],
    ['bad-key', { code: 'refused', retryable: false, needsKey: true }],
    ['401', { code: 'refused', retryable: false, needsKey: true }],
    ['403', { code: 'refused', retryable: false, needsKey: true }],
    ['400', { code: 'refused', retryable: false }],
  ])('asked for, it is %s: that is final', async (fate, expected) => {
    const film = filmAt()
    const handle = await film.submit(request, hearCall())
    vendor.change({ next: { poll: [fate] } })
    await expect(film.poll(handle, hearCall())).rejects.toMatchObject({ failure: expected })
  })

  test('done and not handed out: it is asked for again, not made again', async () => {
    const film = filmAt()
    const handle = await film.submit(request, hearCall())
    vendor.change({ next: { poll: [null, 'not-handed-out'] } })
    await expect(bringHome(film, handle, hearCall())).rejects.toMatchObject({
      failure: { code: 'unavailable', retryable: true },
    })
    expect((await film.fetch(handle, request, hearCall())).media.mime).toBe('video/mp4')
  })

  test.each<[Misbehaviour, object]>([
    ['zero-bytes', { code: 'unavailable', retryable: true }],
    ['half-file', { code: 'unavailable', retryable: true }],
    ['cut', { code: 'unavailable', retryable: true }],
    ['500', { code: 'unavailable', retryable: true }],
    ['503', { code: 'unavailable', retryable: true }],
    ['hang', { code: 'unavailable', retryable: true }],
    ['drop', { code: 'unavailable', retryable: true }],
    ['429-minute', { code: 'rate_limited', retryable: true }],
    ['401', { code: 'refused', needsKey: true }],
    ['404', { code: 'refused', retryable: false, gone: true, charged: true }],
    ['403', { code: 'unavailable', retryable: true, message: expect.stringContaining('run out') }],
    ['suspended-key', { code: 'refused', needsKey: true }],
    ['expired', { code: 'refused', retryable: false, gone: true, charged: true }],
  ])('a file that is %s does not count as a film', async (fate, expected) => {
    const film = filmAt(fate === 'hang' ? { patience: { download: 150 } } : {})
    const handle = await film.submit(request, hearCall())
    vendor.change({ next: { file: [fate] } })
    await expect(bringHome(film, handle, hearCall())).rejects.toMatchObject({ failure: expected })
    expect((await film.fetch(handle, request, hearCall())).media.durationMs).toBe(2_000)
  })

  test('a film that is called off is called off at Google, and calling off never fails', async () => {
    vendor.change({ pollsUntilDone: 9 })
    const film = filmAt()
    const handle = await film.submit(request, hearCall())
    await film.cancel(handle)
    await expect(film.poll(handle, hearCall())).rejects.toMatchObject({
      failure: { message: expect.stringContaining('called off') },
    })
    await expect(film.cancel({ interaction: 'nobody' })).resolves.toBeUndefined()
    await expect(film.cancel({})).resolves.toBeUndefined()
  })
})
