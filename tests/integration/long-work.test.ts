import { afterEach, describe, expect, it } from 'vitest'
import { createHandlers } from '../../lib/campaigns/handlers/handlers.ts'
import type { Handle } from '../../lib/domain/call.ts'
import { local } from '../../lib/domain/caller.ts'
import { AppError, ProviderError } from '../../lib/domain/errors.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import type { LongWork, Provider, VideoRequest } from '../../lib/domain/provider.ts'
import { analysisFor, free, newCampaign, resultFor } from '../support/campaigns.ts'
import { createEngine, settle } from '../support/engine.ts'
import { tinyFilm, tinyMaking } from '../support/tiny-media.ts'

type Engine = Awaited<ReturnType<typeof createEngine>>
let engine: Engine | null = null
afterEach(async () => {
  await engine?.close()
  engine = null
})

const reserves = { ...free, video: 900_000 }
const media = await tinyFilm()

/** A vendor that makes films elsewhere, keeps its own books, and does what the test says. */
function createVendor(over: Partial<LongWork<VideoRequest>> = {}) {
  const books = { submitted: [] as string[], polled: [] as Handle[], canceled: [] as Handle[] }
  let polls = 0
  const film: LongWork<VideoRequest> = {
    async submit() {
      books.submitted.push(`film-${books.submitted.length + 1}`)
      return { film: books.submitted.at(-1) ?? '' }
    },
    async poll(handle) {
      books.polled.push(handle)
      polls += 1
      return polls > 2 ? { done: true } : { done: false, againMs: 5_000 }
    },
    async fetch(_, __, call) {
      await call.answered({ micros: 800_000, counts: { seconds: 8 } })
      return { media, variants: [], alt: 'A film', making: tinyMaking }
    },
    async cancel(handle) {
      books.canceled.push(handle)
    },
    ...over,
  }
  return { film, books }
}

async function open(film: LongWork<VideoRequest>) {
  const provider: Pick<Provider, 'name' | 'draft' | 'film'> = { name: 'scripted', draft: false, film }
  const unused = (): never => {
    throw new Error('Only films are asked for here.')
  }
  const made = await createEngine({
    analysis: async ({ claim }) => ({ kind: 'analysis', analysis: analysisFor(claim) }),
    text: async (context) => resultFor(context.claim, ids),
    video: (context) => handlers.video(context),
  })
  const { ids, clock } = made
  const handlers = createHandlers({
    providers: [
      {
        ...provider,
        models: { analysis: 'a', text: 't', image: 'i', video: 'v' },
        price: () => ({ lowMicros: 0, highMicros: 0 }),
        preview: unused,
        analyze: unused,
        write: unused,
        draw: unused,
        close: async () => undefined,
      },
    ],
    storage: {
      put: async (bytes) => ({ sha256: 'f'.repeat(64), bytes: bytes.byteLength }),
      keep: unused,
      size: unused,
      read: unused,
    },
    ids,
    clock,
    uploads: async () => [],
    website: { read: unused },
    made: unused,
  })
  engine = made
  const { campaignId } = await made.store.create({ ...newCampaign(ids, { postCount: 1 }), reserves })
  return { made, campaignId }
}

const videoOf = async (made: Engine, id: CampaignId) => {
  const view = await made.reader.view(local, id)
  return view?.jobs.find((job) => job.kind === 'video')
}

it('submits once, waits as long as the vendor says, and settles what it cost', async () => {
  const { film, books } = createVendor()
  const { made, campaignId } = await open(film)
  made.hire().start()
  await settle()
  expect(books.polled).toHaveLength(1)
  made.clock.advance(4_999)
  await settle()
  expect(books.polled).toHaveLength(1)
  for (let round = 0; round < 4; round++) {
    made.clock.advance(5_000)
    await settle()
  }
  expect(books.submitted).toEqual(['film-1'])
  expect(await videoOf(made, campaignId)).toMatchObject({ status: 'completed', costMicros: 800_000 })
})

it('attaches to the work of an earlier process instead of paying for it again', async () => {
  const { film, books } = createVendor()
  const { made, campaignId } = await open(film)
  const first = made.hire(1)
  first.start()
  await settle()
  await first.stop(10_000)
  made.hire(2).start()
  for (let round = 0; round < 5; round++) {
    await settle()
    made.clock.advance(5_000)
  }
  await settle()
  expect(books.submitted).toEqual(['film-1'])
  expect(books.canceled).toEqual([])
  expect(await videoOf(made, campaignId)).toMatchObject({ status: 'completed', attempt: 2, costMicros: 800_000 })
})

it('commits the handle before the first question', async () => {
  let known: unknown = null
  const { film } = createVendor({
    async poll() {
      const view = await videoOf(made, campaignId)
      known = view && (await made.store.leases()).length
      throw new ProviderError({ code: 'unavailable', message: 'Away.' })
    },
  })
  const { made, campaignId } = await open(film)
  await made.hire(1).runUntilIdle()
  expect(known).toBe(1)
  made.clock.advance(60_000)
  const again = await made.store.claim({
    owner: { machineId: 'm', bootId: 'b', pid: 3, processStart: '1' },
    kinds: ['video'],
  })
  expect(again?.open).toEqual({ attempt: 1, handle: { film: 'film-1' } })
})

it('calls the vendor’s work off when a person cancels, and only then', async () => {
  const { film, books } = createVendor()
  const { made, campaignId } = await open(film)
  made.hire().start()
  await settle()
  await made.store.cancelCampaign(local, campaignId)
  made.clock.advance(1_000)
  await settle()
  expect(books.canceled).toEqual([{ film: 'film-1' }])
})

it('lets a paid call that cannot be found again finish while the process stops', async () => {
  const call = Promise.withResolvers<Handle>()
  const { film, books } = createVendor({ submit: () => call.promise })
  const { made, campaignId } = await open(film)
  const worker = made.hire()
  worker.start()
  await settle()
  const stopped = worker.stop(10_000)
  await settle()
  call.resolve({ film: 'late' })
  await stopped
  expect(books.polled).toEqual([])
  expect(await videoOf(made, campaignId)).toMatchObject({ status: 'queued', failures: 0, costMicros: 0 })
})

it('books a paid call as lost when the process cannot wait for it any longer', async () => {
  const { film } = createVendor({
    submit: (_, { signal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  })
  const { made, campaignId } = await open(film)
  const worker = made.hire()
  worker.start()
  await settle()
  const stopped = worker.stop(10_000)
  await settle()
  made.clock.advance(10_000)
  await stopped
  expect(await videoOf(made, campaignId)).toMatchObject({
    status: 'failed',
    error: { charged: true },
    costMicros: 900_000,
  })
})

describe('while the store cannot be written for a moment', () => {
  const away = (): Promise<never> => Promise.reject(new AppError('store_unavailable'))

  /** Lets the seconds pass one by one, so that what is tried again is. */
  const pass = async (made: Engine, seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      await settle()
      made.clock.advance(1_000)
    }
    await settle()
  }

  it('keeps the handle of a film that is being made, and has it made once', async () => {
    const { film, books } = createVendor()
    const { made, campaignId } = await open(film)
    const { submitted } = made.store
    let tries = 0
    made.store.submitted = (...fact) => ((tries += 1) <= 3 ? away() : submitted(...fact))
    made.hire().start()
    await pass(made, 30)
    expect(books.submitted).toEqual(['film-1'])
    expect(await videoOf(made, campaignId)).toMatchObject({ status: 'completed', attempt: 1, costMicros: 800_000 })
  })

  it('asks a person when the handle could not be kept at all, and books the film', async () => {
    const { film, books } = createVendor()
    const { made, campaignId } = await open(film)
    made.store.submitted = away
    made.hire().start()
    await pass(made, 130)
    expect(books.submitted).toEqual(['film-1'])
    expect(await videoOf(made, campaignId)).toMatchObject({
      status: 'failed',
      error: { code: 'crashed', charged: true },
      costMicros: 900_000,
    })
  })

  it('books what a call has cost when it can', async () => {
    const { film } = createVendor()
    const { made, campaignId } = await open(film)
    const { answered } = made.store
    let tries = 0
    made.store.answered = (...fact) => ((tries += 1) <= 3 ? away() : answered(...fact))
    made.hire().start()
    await pass(made, 30)
    expect(await videoOf(made, campaignId)).toMatchObject({ status: 'completed', attempt: 1, costMicros: 800_000 })
  })
})

it('takes a paid call that ended in a way nobody named as lost: it is booked, and a film is not made again unasked', async () => {
  const { film, books } = createVendor({
    async submit() {
      books.submitted.push('film-1')
      throw new TypeError('The answer has no id.')
    },
  })
  const { made, campaignId } = await open(film)
  made.hire().start()
  await settle()
  made.clock.advance(60_000)
  await settle()
  expect(books.submitted).toEqual(['film-1'])
  expect(await videoOf(made, campaignId)).toMatchObject({ status: 'failed', costMicros: 900_000 })
})

it.each([
  ['empty', 0],
  ['cut off', 0.6],
])('fetches a film again that came home %s, and pays once', async (_, share) => {
  let fetched = 0
  const { film, books } = createVendor({
    async poll() {
      return { done: true }
    },
    async fetch(__, ___, call) {
      await call.answered({ micros: 800_000, counts: { seconds: 8 } })
      fetched += 1
      const bytes = media.bytes.subarray(0, fetched === 1 ? media.bytes.byteLength * share : media.bytes.byteLength)
      return { media: { ...media, bytes }, variants: [], alt: 'A film', making: tinyMaking }
    },
  })
  const { made, campaignId } = await open(film)
  made.hire().start()
  await settle()
  expect(await videoOf(made, campaignId)).toMatchObject({ status: 'queued', error: { code: 'unavailable' } })
  made.clock.advance(2_000)
  await settle()
  expect(fetched).toBe(2)
  expect(books.submitted).toEqual(['film-1'])
  expect(await videoOf(made, campaignId)).toMatchObject({ status: 'completed', costMicros: 800_000 })
})

it('says what is wrong with a film that stays broken, and what it cost', async () => {
  const { film } = createVendor({
    async poll() {
      return { done: true }
    },
    async fetch(_, __, call) {
      await call.answered({ micros: 800_000, counts: { seconds: 8 } })
      return {
        media: { ...media, bytes: media.bytes.subarray(0, 2_000) },
        variants: [],
        alt: 'A film',
        making: tinyMaking,
      }
    },
  })
  const { made, campaignId } = await open(film)
  made.hire().start()
  for (let round = 0; round < 6; round++) {
    await settle()
    made.clock.advance(2_000)
  }
  await settle()
  expect(await videoOf(made, campaignId)).toMatchObject({
    status: 'failed',
    error: { code: 'unavailable', charged: true },
    assetIds: [],
    costMicros: 800_000,
  })
  expect(made.count('assets')).toBe(0)
})

it('is not given up while the vendor answers that it is not done yet, but after an hour', async () => {
  let polls = 0
  const { film } = createVendor({
    async poll() {
      polls += 1
      return { done: false, againMs: 60_000 }
    },
  })
  const { made, campaignId } = await open(film)
  made.hire().start()
  await settle()
  for (let minute = 0; minute < 59; minute++) {
    made.clock.advance(60_000)
    await settle(6)
  }
  expect(polls).toBeGreaterThan(55)
  expect(await videoOf(made, campaignId)).toMatchObject({ status: 'processing', attempt: 1 })
  for (let minute = 0; minute < 2; minute++) {
    made.clock.advance(60_000)
    await settle(6)
  }
  expect(await videoOf(made, campaignId)).toMatchObject({ failures: 1, costMicros: 0 })
})

it('takes a film that was given up and is ready after all', async () => {
  let ready = false
  const { film, books } = createVendor({ poll: async () => (ready ? { done: true } : new Promise(() => undefined)) })
  const { made, campaignId } = await open(film)
  made.hire().start()
  await settle()
  for (let minute = 0; minute < 5; minute++) {
    made.clock.advance(60_000)
    await settle(6)
  }
  expect(await videoOf(made, campaignId)).toMatchObject({
    failures: 1,
    error: { message: 'The provider said nothing for 5 minutes.', charged: false },
  })
  ready = true
  made.clock.advance(60_000)
  await settle()
  made.clock.advance(60_000)
  await settle()
  expect(books.submitted).toEqual(['film-1'])
  expect(await videoOf(made, campaignId)).toMatchObject({ status: 'completed', costMicros: 800_000 })
})
