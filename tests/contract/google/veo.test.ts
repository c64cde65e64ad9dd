import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Handle } from '../../../lib/domain/call.ts'
import { videoSize } from '../../../lib/domain/platform-rules.ts'
import type { Drawn, LongWork, VideoRequest } from '../../../lib/domain/provider.ts'
import { vertexModels } from '../../../lib/providers/google/data/models.ts'
import type { GoogleOptions } from '../../../lib/providers/google/google.ts'
import { writeServiceAccount } from '../../support/cloud-credentials.ts'
import { bakery, hearCall, shortPatience, vertexAt, vertexPlace, type HeardCall } from '../../support/google.ts'
import { bringFilmHome, filmsPaid, longFilmOf } from '../../support/long-film.ts'
import { listen } from '../../support/vendor/http.ts'
import { startVendor, type Vendor } from '../../support/vendor/server.ts'
import { goodScript, type Misbehaviour } from '../../support/vendor/script.ts'

let vendor: Vendor
let folder: string
let request: VideoRequest
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'unfold-veo-'))
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', writeServiceAccount(folder))
  vendor = await startVendor()
  const brief = bakery({ postCount: 1 })
  const analysis = await vertexAt(vendor.url).analyze({ brief, posts: [{ index: 1, kind: 'text_video' }] }, hearCall())
  const [angle] = analysis.angles
  if (!angle) throw new Error('No angle.')
  request = { brief, analysis, angle, size: videoSize }
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await vendor.close()
  await rm(folder, { recursive: true })
})
beforeEach(() => vendor.change({ ...goodScript, next: {}, always: {} }))

const filmAt = (options: Partial<GoogleOptions> = {}): LongWork<VideoRequest> =>
  longFilmOf(vertexAt(vendor.url, options))
const bringHome = (film: LongWork<VideoRequest>, handle: Handle, call: HeardCall): Promise<Drawn> =>
  bringFilmHome(film, { handle, request, call })
const paid = (): number => filmsPaid(vendor)
/** Eight seconds at 0.40 dollars. */
const priceMicros = 3_200_000

describe('a film by Veo', () => {
  test('is submitted once, asked for by the name of its operation, and costs by the second', async () => {
    vendor.change({ pollsUntilDone: 3 })
    const before = paid()
    const film = filmAt()
    const call = hearCall('job_9/1')
    const handle = await film.submit(request, call)
    const { media, alt, making } = await bringHome(film, handle, call)
    expect(paid() - before).toBe(1)
    expect(vendor.calls().findLast(({ kind }) => kind === 'video')).toMatchObject({
      ref: 'job_9/1',
      model: 'veo-3.1-generate-001',
      interaction: handle.operation,
    })
    expect(handle.operation).toMatch(/^projects\/bakery-472311\/locations\/us-central1\/.*\/operations\//)
    expect(media).toMatchObject({ mime: 'video/mp4', width: 144, height: 256, durationMs: 2_000 })
    expect(alt).toBe(request.angle.picture)
    expect(call.usages).toEqual([{ micros: priceMicros, counts: { seconds: 8 } }])
    expect(making.parameters).toMatchObject({ aspectRatio: '9:16', durationSeconds: 8, resolution: '720p' })
  })

  test('is asked for vertical, once, with its sound, and as bytes', async () => {
    await filmAt().submit(request, hearCall())
    const { instances, parameters } = JSON.parse(vendor.bodies().at(-1) ?? '')
    expect(instances).toEqual([{ prompt: expect.stringContaining('A vertical film of 8 seconds') }])
    expect(parameters).toEqual({
      aspectRatio: '9:16',
      durationSeconds: 8,
      resolution: '720p',
      generateAudio: true,
      sampleCount: 1,
      seed: expect.any(Number),
    })
  })

  test('the most that is held is what it costs', () => {
    expect(vertexAt(vendor.url).price('video')).toEqual({ lowMicros: priceMicros, highMicros: priceMicros })
  })

  test('another process finds it by the name alone, in the location where it is made, and may bring it home twice', async () => {
    const handle = await filmAt().submit(request, hearCall())
    const before = paid()
    const later = filmAt()
    const once = await bringHome(later, structuredClone(handle), hearCall())
    const again = await later.fetch(handle, request, hearCall())
    expect(again.media.bytes).toEqual(once.media.bytes)
    expect(paid()).toBe(before)
    expect(JSON.stringify(handle).length).toBeLessThan(4_096)
  })

  test.each([
    {},
    { operation: 'projects/p/locations/evil.example%2F/publishers/google/models/m/operations/o' },
    { operation: 'projects/p/locations/us@evil.example/publishers/google/models/m/operations/o' },
    { operation: 'https://evil.example/projects/p' },
  ])('a handle of another form, %j, is asked for nowhere', async (handle) => {
    const before = vendor.calls().length
    const forgotten = { failure: { code: 'refused', gone: true, charged: true } }
    await expect(filmAt().poll(handle, hearCall())).rejects.toMatchObject(forgotten)
    await expect(filmAt().fetch(handle, request, hearCall())).rejects.toMatchObject(forgotten)
    await expect(filmAt().cancel(handle)).resolves.toBeUndefined()
    expect(vendor.calls().length).toBe(before)
  })

  test.each<[Misbehaviour, object]>([
    ['400', { code: 'refused', charged: false }],
    ['401', { code: 'refused', needsKey: true, charged: false }],
    ['403', { code: 'refused', needsKey: true, charged: false }],
    [
      '404',
      {
        code: 'refused',
        charged: false,
        message: expect.stringMatching(/us-central1.*GOOGLE_VIDEO_MODEL.*GOOGLE_VIDEO_LOCATION/),
      },
    ],
    ['429-minute', { code: 'rate_limited', charged: false, retryAfterMs: 60_000 }],
    ['429-day', { code: 'quota_exhausted', charged: false }],
    ['500', { code: 'unavailable', charged: false }],
    ['503', { code: 'unavailable', charged: false }],
    ['504', { code: 'unavailable', charged: true }],
    ['blocked', { code: 'refused', retryable: false, charged: false, reason: expect.stringContaining('guidelines') }],
    ['hang', { code: 'unavailable', charged: true }],
    ['drop', { code: 'unavailable', charged: true }],
  ])('a submission that ends in %s goes out once, and says whether it may cost', async (fate, expected) => {
    const film = filmAt(fate === 'hang' ? { patience: { submit: shortPatience } } : {})
    // The token comes first, and is kept.
    await film.submit(request, hearCall())
    vendor.change({ next: { video: [fate] } })
    const before = vendor.calls().filter(({ kind }) => kind === 'video').length
    await expect(film.submit(request, hearCall())).rejects.toMatchObject({ failure: expected })
    expect(vendor.calls().filter(({ kind }) => kind === 'video').length - before).toBe(1)
  })

  test('a question that fails or hangs says nothing about the film; too many in a row do', async () => {
    const film = filmAt({ patience: { poll: shortPatience } })
    const handle = await film.submit(request, hearCall())
    vendor.change({ next: { poll: ['503', 'hang', null] } })
    expect((await bringHome(film, handle, hearCall())).media.mime).toBe('video/mp4')
    const other = await film.submit(request, hearCall())
    vendor.change({ always: { poll: '503' } })
    await expect(bringHome(film, other, hearCall())).rejects.toMatchObject({
      failure: { code: 'unavailable', retryable: true },
    })
  })

  test('one that comes over a thin line comes home: it is silence that is not waited through', async () => {
    const film = filmAt({ patience: { poll: shortPatience } })
    const handle = await film.submit(request, hearCall())
    vendor.change({ always: { poll: 'slow' } })
    expect((await bringHome(film, handle, hearCall())).media.durationMs).toBe(2_000)
  })

  test.each<[Misbehaviour, object]>([
    ['api-disabled', { code: 'refused' }],
    ['no-billing', { code: 'refused' }],
    ['no-project', { code: 'refused' }],
    ['400', { code: 'refused' }],
    ['403', { code: 'refused', needsKey: true }],
    ['429-day', { code: 'quota_exhausted' }],
  ])(
    'a question that is refused with %s says nothing about the film: it can be asked for later',
    async (fate, failure) => {
      const film = filmAt()
      const handle = await film.submit(request, hearCall())
      vendor.change({ next: { poll: [fate] } })
      const refused = film.poll(handle, hearCall())
      await expect(refused).rejects.toMatchObject({ failure })
      await expect(refused).rejects.not.toHaveProperty('failure.gone')
      expect((await bringHome(film, handle, hearCall())).media.mime).toBe('video/mp4')
    },
  )

  test('what is refused is worded by the project and the location of the film, whatever the environment says by then', async () => {
    const { operation = '' } = await filmAt().submit(request, hearCall())
    vendor.change({ next: { poll: ['403'] } })
    const moved = {
      operation: operation.replace('bakery-472311', 'mill-990011').replace('us-central1', 'europe-west4'),
    }
    await expect(filmAt().poll(moved, hearCall())).rejects.toMatchObject({
      failure: { needsKey: true, message: expect.stringContaining('in the project mill-990011') },
    })
  })

  test('a page that says 404, and is none of Google’s, says nothing about the film', async () => {
    const handle = await filmAt().submit(request, hearCall())
    const astray = createServer((_, response) => {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Nothing here</h1>')
    })
    const { url, close } = await listen(astray, 0)
    const access = {
      vertex: vertexPlace,
      fetchToken: (_: unknown, init?: RequestInit) => fetch(`${vendor.url}/token`, init),
    }
    const asked = longFilmOf(vertexAt(url, { access, film: { pollMs: 1, mostTroubles: 0 } })).poll(handle, hearCall())
    await expect(asked).rejects.toMatchObject({
      failure: { code: 'unavailable', message: expect.stringContaining('address') },
    })
    await expect(asked).rejects.not.toHaveProperty('failure.gone')
    await close()
  })

  test('a long pause that Google asks for is waited through by the job, not by the worker', async () => {
    const film = filmAt()
    const handle = await film.submit(request, hearCall())
    vendor.change({ next: { poll: ['429-hour'] } })
    await expect(film.poll(handle, hearCall())).rejects.toMatchObject({
      failure: { code: 'rate_limited', retryAfterMs: 3_600_000 },
    })
  })

  test('costs what the model costs that makes it, whichever the environment names by then', async () => {
    const handle = await filmAt().submit(request, hearCall())
    const call = hearCall()
    const later = filmAt({ models: { ...vertexModels, video: 'veo-3.1-fast-generate-001' } })
    await bringHome(later, handle, call)
    expect(call.usages).toEqual([{ micros: priceMicros, counts: { seconds: 8 } }])
  })

  test('of a model that is priced by tokens, it is not for nothing', async () => {
    const film = filmAt({ models: { ...vertexModels, video: 'gemini-omni-1.1-flash' } })
    const call = hearCall()
    await bringHome(film, await film.submit(request, call), call)
    expect(call.usages).toMatchObject([{ micros: 8 * 5_792 * 17.5 }])
  })

  test('one that is there is taken, whatever is said of filters', async () => {
    const film = filmAt()
    const call = hearCall()
    const handle = await film.submit(request, call)
    vendor.change({ always: { poll: 'reasoned' } })
    expect((await bringHome(film, handle, call)).media.durationMs).toBe(2_000)
    expect(call.usages).toEqual([{ micros: priceMicros, counts: { seconds: 8 } }])
  })

  test('one that is filtered without a reason is refused as well', async () => {
    const film = filmAt()
    const call = hearCall()
    const handle = await film.submit(request, call)
    vendor.change({ next: { poll: ['uncounted'] } })
    await expect(film.poll(handle, call)).rejects.toMatchObject({
      failure: { code: 'refused', gone: true, charged: false, reason: null },
    })
    expect(call.usages).toEqual([{ micros: 0, counts: { seconds: 0 } }])
  })

  test.each<[Misbehaviour, object]>([
    ['failed', { code: 'refused', retryable: false, gone: true, charged: false }],
    ['busy', { code: 'unavailable', retryable: true, gone: true, charged: false }],
    ['safety', { code: 'refused', retryable: false, gone: true, reason: expect.stringContaining('58061214') }],
    ['forgotten', { code: 'refused', retryable: false, gone: true, charged: true }],
    ['401', { code: 'refused', needsKey: true }],
  ])('asked for, it is %s: no film, and nothing on the bill', async (fate, expected) => {
    const film = filmAt()
    const call = hearCall()
    const handle = await film.submit(request, call)
    vendor.change({ next: { poll: [fate] } })
    await expect(film.poll(handle, call)).rejects.toMatchObject({ failure: expected })
    expect(call.usages).toEqual([])
  })

  test('one that Google filters is refused with its reason, and costs nothing', async () => {
    const film = filmAt()
    const call = hearCall()
    const handle = await film.submit(request, call)
    vendor.change({ next: { poll: ['filtered'] } })
    await expect(film.poll(handle, call)).rejects.toMatchObject({
      failure: {
        code: 'refused',
        gone: true,
        charged: false,
        message: expect.stringContaining('safety rules'),
        reason: expect.stringContaining('Support codes: 58061214'),
      },
    })
    expect(call.usages).toEqual([{ micros: 0, counts: { seconds: 0 } }])
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
    ['drop', { code: 'unavailable', retryable: true }],
    ['bucket', { code: 'refused', gone: true, charged: true, reason: 'gs://somewhere/film/sample_0.mp4' }],
  ])('what comes home as %s does not count as a film', async (fate, expected) => {
    const film = filmAt()
    const handle = await film.submit(request, hearCall())
    vendor.change({ next: { poll: [null, fate] } })
    await expect(bringHome(film, handle, hearCall())).rejects.toMatchObject({ failure: expected })
    expect((await film.fetch(handle, request, hearCall())).media.durationMs).toBe(2_000)
  })
})
