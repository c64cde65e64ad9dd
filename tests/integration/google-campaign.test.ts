import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import type { Job, JobKind } from '../../lib/domain/job.ts'
import { SettingsSchema } from '../../lib/domain/settings.ts'
import { sampleBrief } from '../support/sample.ts'
import { createFolder } from '../support/sqlite.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { paidCallsByJob, type VendorCall } from '../support/vendor/ledger.ts'
import type { Script } from '../support/vendor/script.ts'
import { startVendorProcess, type VendorProcess } from '../support/vendor/start-vendor.ts'

const cleanup: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of cleanup.splice(0).reverse()) await step()
})

const key = 'AIzaSyIntegration_0123456789abcdef'

async function stage(script: Partial<Script> = {}) {
  const vendor = await startVendorProcess({ script })
  cleanup.push(vendor.stop)
  const { folder: dataDir, remove } = await createFolder()
  cleanup.push(remove)
  const serve = async (env: Record<string, string> = {}): Promise<RunningServer> => {
    const google = { GEMINI_API_KEY: key, GOOGLE_GENAI_BASE_URL: vendor.url }
    const server = await startServer({ dataDir, env: { ...google, ...env } })
    cleanup.push(() => server.stop('SIGKILL'))
    return server
  }
  return { vendor, serve, dataDir }
}

async function create(url: string, over: object = {}): Promise<CampaignView> {
  const response = await fetch(`${url}/api/v1/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...sampleBrief, postCount: 1, ...over }),
  })
  expect(response.status).toBe(202)
  return CampaignViewSchema.parse(await response.json())
}

/** Long-polls until the campaign is settled. */
async function settled(url: string, id: string): Promise<CampaignView> {
  for (let after = 0; ;) {
    const page = await (await fetch(`${url}/api/v1/campaigns/${id}/events?after=${after}&wait=20&limit=5000`)).json()
    after = page.items.at(-1)?.seq ?? after
    if (page.done) return CampaignViewSchema.parse(await (await fetch(`${url}/api/v1/campaigns/${id}`)).json())
  }
}

const put = (url: string, body: unknown): Promise<Response> =>
  fetch(`${url}/api/v1/settings/key`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

/** The view once it is as it should be: waits on the log. */
async function until(url: string, id: string, enough: (view: CampaignView) => boolean): Promise<CampaignView> {
  for (;;) {
    const view = CampaignViewSchema.parse(await (await fetch(`${url}/api/v1/campaigns/${id}`)).json())
    if (enough(view)) return view
    await fetch(`${url}/api/v1/campaigns/${id}/events?after=${view.seq}&wait=20`)
  }
}

const jobOf = ({ jobs }: CampaignView, kind: JobKind): Job => {
  const job = jobs.find((one) => one.kind === kind)
  if (!job) throw new Error(`There is no ${kind} job.`)
  return job
}

/** How often each job was paid for at the vendor. A text that was cut off by the kill may be made once more: the books show both. */
async function payments(vendor: VendorProcess, kind?: JobKind): Promise<number[]> {
  return [...paidCallsByJob(await vendor.calls()).values()]
    .filter(([first]) => kind === undefined || first?.kind === kind)
    .map((calls: VendorCall[]) => calls.length)
}

describe('a campaign by Google', () => {
  it('is made once, paid once, and its books say what the vendor counted', async () => {
    const { vendor, serve } = await stage()
    const server = await serve()
    expect(server.output()).toContain('provider: google')
    const { id, cost: quoted } = await create(server.url, { postCount: 6 })
    const done = await settled(server.url, id)
    expect(done.status).toBe('completed')
    expect(done.assets.every(({ provider, draft }) => provider === 'google' && !draft)).toBe(true)
    expect(done.cost.reservedMicros).toBe(0)
    expect(done.cost.spentMicros).toBe(done.jobs.reduce((sum, job) => sum + job.costMicros, 0))
    expect(done.cost.spentMicros).toBeGreaterThan(0)
    expect(done.cost.spentMicros).toBeLessThanOrEqual(quoted.quotedHighMicros)
    expect(done.jobs.every(({ costMicros }) => costMicros > 0)).toBe(true)
    expect(await payments(vendor)).toEqual(done.jobs.map(() => 1))
    const facts = await (await fetch(`${server.url}/api/v1/campaigns/${id}/events?limit=5000`)).text()
    expect(facts).not.toContain(key)
    expect(server.output()).not.toContain(key)
  })

  it('waits when Google does not take the key, and goes on at once when the settings are given another', async () => {
    const { vendor, serve, dataDir } = await stage({ revoked: [key] })
    const server = await serve()
    const { id } = await create(server.url, { visuals: { images: false, videos: false } })
    const waiting = await until(server.url, id, (view) => jobOf(view, 'analysis').waitingFor?.reason === 'key')
    expect(jobOf(waiting, 'analysis')).toMatchObject({
      status: 'queued',
      failures: 0,
      error: { code: 'refused', charged: false, message: expect.stringContaining('API key') },
    })
    expect(waiting.cost).toMatchObject({ spentMicros: 0, reservedMicros: 0 })
    expect(JSON.stringify(waiting)).not.toContain(key)

    const another = 'AIzaSyAnother-Key_0123456789abcdef'
    const given = await put(server.url, { key: another })
    const told = await given.text()
    expect([given.status, told.includes(another)]).toEqual([200, false])
    expect(SettingsSchema.parse(JSON.parse(told)).key.givenAt).not.toBeNull()
    expect((await settled(server.url, id)).status).toBe('completed')
    expect(await payments(vendor)).toEqual([1, 1])

    const file = path.join(dataDir, 'google-key')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readFile(file, 'utf8')).toBe(`${another}\n`)
    for (const bad of [{ key: 'two words' }, { key: '' }, { key: 7 }, {}, { key: null, more: 1 }]) {
      const refused = await put(server.url, bad)
      expect([refused.status, refused.headers.get('content-type')]).toEqual([422, 'application/problem+json'])
    }
    expect(SettingsSchema.parse(await (await put(server.url, { key: null })).json()).key.givenAt).toBeNull()
    await expect(stat(file)).rejects.toThrow('ENOENT')
    expect(server.output()).not.toContain(another)
    expect(server.output()).not.toContain(key)
  })

  it('wakes what waits for a key when it starts again, and keeps the key that was given', async () => {
    const { vendor, serve } = await stage({ revoked: [key, 'AIzaSyAnother-Key_0123456789abcdef'] })
    const first = await serve()
    const { id } = await create(first.url, { visuals: { images: false, videos: false } })
    await until(first.url, id, (view) => jobOf(view, 'analysis').waitingFor?.reason === 'key')
    await put(first.url, { key: 'AIzaSyAnother-Key_0123456789abcdef' })
    await first.stop()
    await vendor.change({ revoked: [key] })
    const second = await serve()
    const settings = await (await fetch(`${second.url}/api/v1/settings`)).json()
    expect(SettingsSchema.parse(settings).key.givenAt).not.toBeNull()
    expect((await settled(second.url, id)).status).toBe('completed')
  })
})

describe('a campaign that was planned with another provider', () => {
  it('is finished by the studio it was planned with, without a word to Google', async () => {
    const { vendor, serve } = await stage()
    const first = await serve({ PROVIDER: 'studio', STUDIO_LATENCY_MS: '20000' })
    const { id } = await create(first.url, { visuals: { images: false, videos: false } })
    await first.stop()
    const second = await serve()
    const done = await settled(second.url, id)
    expect(done).toMatchObject({ status: 'completed', provider: 'studio', cost: { spentMicros: 0 } })
    expect(await vendor.calls()).toEqual([])
  })

  it('asks for Google when it was planned with Google and no key is there', async () => {
    const { vendor, serve } = await stage({ latency: { analysis: 20_000 } })
    const first = await serve()
    const { id } = await create(first.url, { visuals: { images: false, videos: false } })
    await vendor.untilHeard('analysis', 1)
    await first.kill()
    const second = await serve({ PROVIDER: 'studio' })
    const { error } = jobOf(await settled(second.url, id), 'analysis')
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('google') })
    expect(await payments(vendor)).toEqual([1])
  })
})

describe('a film, when the server is killed', () => {
  it('before Google answered: it is not made again, and a person is asked', async () => {
    const { vendor, serve } = await stage({ next: { video: ['hang'] } })
    const first = await serve()
    const { id } = await create(first.url)
    await vendor.untilHeard('video', 1)
    await first.kill()

    const second = await serve()
    const done = await settled(second.url, id)
    const film = jobOf(done, 'video')
    expect(film).toMatchObject({ status: 'failed', error: { code: 'crashed', charged: true } })
    expect(film.costMicros).toBeGreaterThan(0)
    expect(await payments(vendor, 'video')).toEqual([1])

    expect((await fetch(`${second.url}/api/v1/jobs/${film.id}/retry`, { method: 'POST' })).status).toBe(202)
    expect(jobOf(await settled(second.url, id), 'video').status).toBe('completed')
    expect(await payments(vendor, 'video')).toEqual([2])
  })

  it.each([
    ['between its handle and the first answer about it', 'poll', { poll: 20_000 }],
    ['between its end and the download', 'file', { file: 20_000 }],
  ] as const)('%s: it is found again, and paid once', async (_, kind, latency) => {
    const { vendor, serve } = await stage({ latency })
    const first = await serve()
    const { id } = await create(first.url)
    await vendor.untilHeard(kind, 1)
    await first.kill()
    await vendor.change({ latency: {} })

    const second = await serve()
    const done = await settled(second.url, id)
    expect(done.status).toBe('completed')
    expect(jobOf(done, 'video')).toMatchObject({ status: 'completed', attempt: 2, failures: 0 })
    expect(done.cost.reservedMicros).toBe(0)
    expect(await payments(vendor, 'video')).toEqual([1])
  })

  it('when Google never says whether it took the film, it is not asked for again', async () => {
    const { vendor, serve } = await stage({ always: { video: 'drop' } })
    const server = await serve()
    const { id } = await create(server.url)
    const film = jobOf(await settled(server.url, id), 'video')
    expect(film).toMatchObject({ status: 'failed', error: { charged: true } })
    expect(await payments(vendor, 'video')).toEqual([1])
  })
})
