import { rm } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CertificateSchema, type Certificate } from '../../lib/domain/certificate.ts'
import { CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import type { Job, JobKind } from '../../lib/domain/job.ts'
import { QuoteSchema, type Quote } from '../../lib/domain/quote.ts'
import { UploadSchema, type Upload } from '../../lib/domain/upload.ts'
import { sampleBrief } from '../support/sample.ts'
import { bakeryPage, pagesOf, startSite } from '../support/site.ts'
import { createFolder } from '../support/sqlite.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { logoOf, pdfOf } from '../support/tiny-files.ts'
import { startVendor } from '../support/vendor/server.ts'

const cleanup: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const step of cleanup.splice(0).reverse()) await step()
})

/** A film and a picture, and words for both. Each test has a name of its own, so that none takes what another made. */
const both = (name: string) => ({ ...sampleBrief, name, postCount: 2, platforms: ['x'] })
/** A picture alone. */
const picture = (name: string) => ({ ...both(name), postCount: 1, visuals: { images: true, videos: false } })

let house: Awaited<ReturnType<typeof stage>>
beforeAll(async () => {
  house = await stage()
})

/** Vendor, website and server, which can be killed and comes back. */
async function stage() {
  const vendor = await startVendor()
  cleanup.push(vendor.close)
  const pages = { '/': bakeryPage }
  const site = await startSite((request, response) => pagesOf(pages)(request, response))
  cleanup.push(site.close)
  const { folder: dataDir, remove } = await createFolder()
  cleanup.push(remove)
  const serve = async (): Promise<RunningServer> => {
    const google = { GEMINI_API_KEY: 'test', GOOGLE_GENAI_BASE_URL: vendor.url, CRITIC: 'off' }
    const server = await startServer({ dataDir, env: { ...google, WEBSITE_ALLOW: `bakery.localhost:${site.port}` } })
    cleanup.push(() => server.stop('SIGKILL'))
    return server
  }
  let server = await serve()
  const send = (path: string, body?: object, method = 'POST'): Promise<Response> =>
    fetch(`${server.url}/api/v1/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
  const get = async (path: string): Promise<unknown> => (await fetch(`${server.url}/api/v1/${path}`)).json()
  const view = async (id: string): Promise<CampaignView> => CampaignViewSchema.parse(await get(`campaigns/${id}`))
  const until = async (id: string, enough: (now: CampaignView) => boolean): Promise<CampaignView> => {
    for (;;) {
      const now = await view(id)
      if (enough(now)) return now
      await get(`campaigns/${id}/events?after=${now.seq}&wait=20`)
    }
  }
  const isSettled = ({ status }: CampaignView): boolean => status !== 'running' && status !== 'paused'
  return {
    vendor,
    pages,
    website: `http://bakery.localhost:${site.port}/`,
    dataDir,
    send,
    get,
    until,
    settled: (id: string) => until(id, isSettled),
    upload: async (bytes: Uint8Array, name?: string): Promise<Upload> => {
      const query = name === undefined ? '' : `?name=${name}`
      const response = await fetch(`${server.url}/api/v1/uploads${query}`, { method: 'POST', body: Buffer.from(bytes) })
      return UploadSchema.parse(await response.json())
    },
    create: async (over: object): Promise<CampaignView> => {
      const response = await send('campaigns', over)
      expect(response.status).toBe(202)
      return CampaignViewSchema.parse(await response.json())
    },
    quote: async (over: object): Promise<Quote> =>
      QuoteSchema.parse(await (await send('campaigns/quote', over)).json()),
    certificate: async (id: string): Promise<Certificate> =>
      CertificateSchema.parse(await get(`assets/${id}/provenance`)),
    bytesOf: async (id: string): Promise<Buffer> =>
      Buffer.from(await (await fetch(`${server.url}/api/v1/assets/${id}`)).arrayBuffer()),
    async kill(): Promise<void> {
      await server.stop('SIGKILL')
      server = await serve()
    },
  }
}

const jobOf = ({ jobs }: CampaignView, kind: JobKind): Job => {
  const job = jobs.find((one) => one.kind === kind)
  if (!job) throw new Error(`There is no ${kind} job.`)
  return job
}
const taken = 'Taken from an earlier campaign with the same inputs'

describe('a duplicate with unchanged inputs', () => {
  it('is offered what exists, takes it for nothing when it is wished for, and the vendor hears nothing of it', async () => {
    const { vendor, create, quote, settled, certificate, bytesOf } = house
    const brief = both('First')
    const fresh = await quote(brief)
    expect(fresh.existing).toBeNull()
    expect(fresh.cost.highMicros).toBeGreaterThan(0)
    const first = await settled((await create(brief)).id)
    expect((await quote({ ...brief, tone: 'Dry' })).existing).toBeNull()
    const offer = await quote(brief)
    expect(offer.existing).toEqual({
      campaignId: first.id,
      name: 'First',
      jobs: [
        { kind: 'analysis', count: 1 },
        { kind: 'text', count: 2 },
        { kind: 'image', count: 1 },
        { kind: 'video', count: 1 },
      ],
      savesMicros: { low: fresh.cost.lowMicros, high: fresh.cost.highMicros },
      ifWebsiteIsSame: false,
    })
    expect(offer.cost).toEqual(fresh.cost)
    expect((await quote({ ...brief, reuse: true })).cost).toMatchObject({ lowMicros: 0, highMicros: 0 })

    const heard = vendor.calls().length
    // No money is needed either.
    const second = await settled((await create({ ...brief, reuse: true, budgetMicros: 1 })).id)
    expect(second.status).toBe('completed')
    expect(vendor.calls()).toHaveLength(heard)
    expect(second.cost).toMatchObject({ spentMicros: 0, reservedMicros: 0, quotedHighMicros: 0 })
    expect(second.jobs.map(({ message, costMicros, attempt }) => [message, costMicros, attempt])).toEqual(
      second.jobs.map(() => [taken, 0, 1]),
    )
    expect(second.analysis).toEqual(first.analysis)
    expect(second.posts.map(({ texts }) => texts)).toEqual(first.posts.map(({ texts }) => texts))
    for (const asset of second.assets) {
      const original = first.assets.find(({ sha256 }) => sha256 === asset.sha256)
      expect(original?.id).not.toBe(asset.id)
      const paper = await certificate(asset.id)
      expect(paper).toMatchObject({ copiedFrom: original?.id, campaignId: second.id, cost: { micros: 0 } })
      expect(paper.inputHash).toMatch(/^[0-9a-f]{64}$/)
      expect(paper.inputHash).toBe((await certificate(original?.id ?? '')).inputHash)
      expect((await bytesOf(asset.id)).byteLength).toBe(asset.bytes)
      for (const variant of asset.variants) expect(variant.url).toContain(asset.id)
    }

    const third = await settled((await create(brief)).id)
    expect(third.cost.spentMicros, 'not wished for').toBeGreaterThan(0)
    expect(vendor.calls().length).toBeGreaterThan(heard)
  })

  it('is made again where a person asks for something new', async () => {
    const { vendor, create, settled, send, until, certificate } = house
    await settled((await create(picture('Again'))).id)
    const { id, posts } = await settled((await create({ ...picture('Again'), reuse: true })).id)
    const heard = vendor.calls().length
    const again = await send(`posts/${posts[0]?.id}/regenerate`, { parts: ['image', 'text'] })
    expect(again.status).toBe(202)
    const done = await until(id, ({ status, round }) => status === 'completed' && round === 2)
    const kinds = vendor
      .calls()
      .slice(heard)
      .map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['image', 'text'])
    const papers = await Promise.all(done.assets.map(({ id: asset }) => certificate(asset)))
    expect(papers.map(({ copiedFrom, cost }) => [copiedFrom === null, cost.micros > 0])).toEqual([
      [false, false],
      [true, true],
    ])
    expect(papers[0]?.inputHash).not.toBe(papers[1]?.inputHash)
  })

  it('is made anew when the bytes are gone', async () => {
    const { vendor, dataDir, create, quote, settled } = house
    const brief = picture('Gone')
    const first = await settled((await create(brief)).id)
    const sha256 = first.assets[0]?.sha256 ?? ''
    await rm(path.join(dataDir, 'assets', sha256.slice(0, 2), sha256))
    expect((await quote(brief)).existing?.jobs.map(({ kind }) => kind)).toEqual(['analysis', 'text'])
    const heard = vendor.calls().length
    const second = await settled((await create({ ...brief, reuse: true })).id)
    expect(second.status).toBe('completed')
    expect(jobOf(second, 'image').costMicros).toBeGreaterThan(0)
    expect(jobOf(second, 'text').message).toBe(taken)
    expect(
      vendor
        .calls()
        .slice(heard)
        .map(({ kind }) => kind),
    ).toEqual(['image'])
  })

  it('is taken once when the process is killed meanwhile, and nothing goes out', async () => {
    const { vendor, create, settled, kill } = house
    const brief = both('Killed')
    await settled((await create(brief)).id)
    const heard = vendor.calls().length
    const ids = [(await create({ ...brief, reuse: true })).id, (await create({ ...brief, reuse: true })).id]
    await kill()
    for (const id of ids) {
      const done = await settled(id)
      expect(done).toMatchObject({ status: 'completed', cost: { spentMicros: 0, reservedMicros: 0 } })
      expect(done.assets).toHaveLength(2)
    }
    expect(vendor.calls()).toHaveLength(heard)
  })

  it('is free only as long as its website says the same, and the quote says so', async () => {
    const { vendor, pages, website, create, quote, settled } = house
    const brief = { ...picture('With a page'), website }
    const fresh = await quote(brief)
    await settled((await create(brief)).id)
    const { existing, cost } = await quote({ ...brief, reuse: true })
    expect(existing).toMatchObject({ ifWebsiteIsSame: true, savesMicros: { high: fresh.cost.highMicros } })
    expect(cost).toMatchObject({ lowMicros: 0, highMicros: fresh.cost.highMicros })
    const heard = vendor.calls().length
    expect((await settled((await create({ ...brief, reuse: true })).id)).cost.spentMicros).toBe(0)
    expect(vendor.calls()).toHaveLength(heard)
    pages['/'] = bakeryPage.replace('36 hours', '40 hours')
    const changed = await settled((await create({ ...brief, reuse: true })).id)
    expect(changed.jobs.every(({ costMicros }) => costMicros > 0)).toBe(true)
  })
})

describe('a brief with files', () => {
  it('is known by them, and a duplicate takes what was made from them', async () => {
    const { vendor, create, quote, settled, upload } = house
    const files = [pdfOf([['Every loaf is proved for 36 hours in our oven house.']]), await logoOf('#b4451f')]
    const [sheet, logo] = await Promise.all(files.map((bytes) => upload(bytes)))
    if (!sheet || !logo) throw new Error('no files')
    const brief = { ...picture('With files'), uploads: [sheet.id, logo.id] }
    const fresh = await quote(brief)
    const first = await settled((await create(brief)).id)
    expect(first.analysis?.uploads).toHaveLength(2)
    const { existing, cost } = await quote({ ...brief, reuse: true })
    expect(existing?.jobs.map(({ kind, count }) => [kind, count])).toEqual([
      ['analysis', 1],
      ['text', 1],
      ['image', 1],
    ])
    expect(existing?.savesMicros.high).toBe(fresh.cost.highMicros)
    expect(cost.highMicros).toBe(0)
    const heard = vendor.calls().length
    const second = await settled((await create({ ...brief, reuse: true })).id)
    expect([second.cost.spentMicros, vendor.calls().length]).toEqual([0, heard])
    expect(second.analysis).toEqual(first.analysis)
    expect((await quote({ ...brief, uploads: [sheet.id] })).existing).toBeNull()

    // Handed in once more, they are other files by their ids alone.
    const ids = (await Promise.all(files.map((bytes) => upload(bytes)))).map(({ id }) => id)
    expect(ids).not.toEqual(brief.uploads)
    const third = await settled((await create({ ...brief, uploads: ids, reuse: true })).id)
    expect([third.cost.spentMicros, vendor.calls().length]).toEqual([0, heard])
    expect(third.analysis?.uploads?.map(({ id }) => id)).toEqual(ids)
  })

  it('is offered what it will be given, and not what was made of the same bytes under another name, in another order or twice', async () => {
    const { vendor, create, quote, settled, upload } = house
    const [one, two] = ['Cakes are baked to order in two days.', 'Bread is sold until it is gone.'].map((line) =>
      pdfOf([[line]]),
    )
    if (!one || !two) throw new Error('no files')
    const [first, second] = [await upload(one, 'cakes.pdf'), await upload(two, 'bread.pdf')]
    const brief = { ...picture('By its name'), uploads: [first.id, second.id], reuse: true }
    await settled((await create(brief)).id)
    expect((await quote(brief)).existing).not.toBeNull()
    const renamed = await upload(one, 'prices-of-2019.pdf')
    const again = await upload(one, 'cakes.pdf')
    // A model is told the names, and reads them in this order.
    for (const uploads of [
      [renamed.id, second.id],
      [second.id, first.id],
      [first.id, again.id, second.id],
    ])
      expect((await quote({ ...brief, uploads })).existing).toBeNull()
    const heard = vendor.calls().length
    const made = await settled((await create({ ...brief, uploads: [again.id, second.id] })).id)
    expect([made.cost.spentMicros, vendor.calls().length]).toEqual([0, heard])
  })
})

describe('a retry', () => {
  it('takes what was made of the same meanwhile, unless it is asked not to', async () => {
    const { vendor, create, settled, send, until } = house
    const brief = picture('Once more')
    vendor.change({ always: { image: 'safety' } })
    const first = await settled((await create(brief)).id)
    const image = jobOf(first, 'image')
    expect(image.status).toBe('failed')
    vendor.change({ always: {} })
    const second = await settled((await create({ ...brief, reuse: true })).id)
    expect(jobOf(second, 'analysis').message).toBe(taken)
    expect(jobOf(second, 'image').costMicros).toBeGreaterThan(0)
    const heard = vendor.calls().length
    const wrong = await send(`jobs/${image.id}/retry`, { reuse: 'yes' })
    expect([wrong.status, (await wrong.json()).errors[0].path]).toEqual([422, 'reuse'])
    expect((await send(`jobs/${image.id}/retry`)).status).toBe(202)
    const done = await until(first.id, ({ status }) => status === 'completed')
    expect(jobOf(done, 'image')).toMatchObject({ message: taken, costMicros: image.costMicros })
    expect(done.assets[0]?.sha256).toBe(second.assets[0]?.sha256)
    expect(vendor.calls()).toHaveLength(heard)

    vendor.change({ always: { image: 'safety' } })
    const third = await settled((await create(brief)).id)
    vendor.change({ always: {} })
    await send(`jobs/${jobOf(third, 'image').id}/retry`, { reuse: false })
    await settled(third.id)
    expect(vendor.calls().at(-1)?.kind).toBe('image')
  })
})
