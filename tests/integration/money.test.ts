import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import { JobEventSchema } from '../../lib/domain/event.ts'
import { QuoteSchema } from '../../lib/domain/quote.ts'
import { foldOf } from '../support/campaigns.ts'
import { sampleBrief } from '../support/sample.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { startVendor, type Vendor } from '../support/vendor/server.ts'

let server: RunningServer
let vendor: Vendor
beforeAll(async () => {
  vendor = await startVendor()
  server = await startServer({
    env: { PROVIDER: 'google', GEMINI_API_KEY: 'test', GOOGLE_GENAI_BASE_URL: vendor.url },
  })
})
afterAll(async () => {
  await server.stop()
  await vendor.close()
})

const send = (method: string, path: string, body?: unknown): Promise<Response> =>
  fetch(`${server.url}/api/v1/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
const viewIn = async (response: Response): Promise<CampaignView> => CampaignViewSchema.parse(await response.json())
const brief = { ...sampleBrief, postCount: 2, visuals: { images: true, videos: false } }
const create = async (over: object): Promise<CampaignView> =>
  viewIn(await send('POST', 'campaigns', { ...brief, ...over }))
const PageSchema = z.object({ items: z.array(JobEventSchema), done: z.boolean() })

/** The log once `enough` of it is there. */
async function until(id: string, enough: (view: CampaignView) => boolean): Promise<CampaignView> {
  for (let after = 0; ;) {
    const now = await viewIn(await send('GET', `campaigns/${id}`))
    if (enough(now)) {
      const { items } = PageSchema.parse(await (await send('GET', `campaigns/${id}/events?limit=5000`)).json())
      expect(foldOf(items.slice(0, now.seq))).toEqual(now)
      return now
    }
    const page = PageSchema.parse(
      await (await send('GET', `campaigns/${id}/events?after=${after}&wait=20&limit=5000`)).json(),
    )
    after = page.items.at(-1)?.seq ?? after
  }
}
const isParked = ({ jobs }: CampaignView): boolean =>
  jobs.every((job) => job.status === 'completed' || job.waitingFor?.reason === 'cap') &&
  jobs.some((job) => job.status === 'queued')

test('what a budget has parked is drafted by the studio for nothing, whoever asks how often', async () => {
  const { id } = await create({ budgetMicros: 1 })
  await until(id, ({ jobs }) => jobs.some((job) => job.waitingFor?.reason === 'cap'))
  const drafting = await send('POST', `campaigns/${id}/draft`)
  expect(drafting.status).toBe(202)
  expect((await viewIn(drafting)).jobs.map(({ provider }) => provider)).toEqual(Array(5).fill('studio'))
  expect((await send('POST', `campaigns/${id}/draft`)).status).toBe(202)
  const { status, cost, assets } = await until(id, (view) => view.status !== 'running')
  expect([status, cost.spentMicros, cost.reservedMicros]).toEqual(['completed', 0, 0])
  expect(assets.map(({ provider, draft }) => [provider, draft])).toEqual(Array(2).fill(['studio', true]))
  const { seq } = await viewIn(await send('POST', `campaigns/${id}/draft`))
  expect((await viewIn(await send('GET', `campaigns/${id}`))).seq).toBe(seq)
  expect((await send('POST', 'campaigns/cmp_00000000000000000000/draft')).status).toBe(404)
  expect((await send('GET', `campaigns/${id}/draft`)).status).toBe(405)
})

test('a budget parks what it has no room for, and the rest is made when a person raises it', async () => {
  const quoted = QuoteSchema.parse(await (await send('POST', 'campaigns/quote', brief)).json())
  const most = (kind: string): number => quoted.jobs.find((job) => job.kind === kind)?.highMicros ?? Number.NaN
  // Words fit one after the other; a picture would need at least one micro more.
  const budgetMicros = most('image') - 1
  const { id, cost } = await create({ budgetMicros })
  expect(cost).toMatchObject({ capMicros: budgetMicros, spentMicros: 0 })
  const parked = await until(id, isParked)
  expect(parked.jobs.filter((job) => job.status === 'queued').map((job) => job.kind)).toContain('image')
  expect(parked.cost.spentMicros + parked.cost.reservedMicros).toBeLessThanOrEqual(budgetMicros)
  expect(vendor.calls().filter((call) => call.kind === 'image')).toEqual([])

  const wrong = await send('PATCH', `campaigns/${id}`, { capMicros: -1 })
  expect([wrong.status, (await wrong.json()).errors[0].path]).toEqual([422, 'capMicros'])
  const raised = await viewIn(await send('PATCH', `campaigns/${id}`, { capMicros: null }))
  expect(raised.cost.capMicros).toBeNull()
  const done = await until(id, ({ status }) => status === 'completed')
  expect(done.cost.reservedMicros).toBe(0)
  expect(done.jobs.reduce((sum, job) => sum + job.costMicros, 0)).toBe(done.cost.spentMicros)
  expect(done.cost.spentMicros).toBeGreaterThan(0)
})

test('a budget of 0 is made by the studio, and the vendor hears nothing of it', async () => {
  const before = vendor.calls().length
  const { id, provider } = await create({ budgetMicros: 0 })
  expect(provider).toBe('studio')
  const done = await until(id, ({ status }) => status === 'completed')
  expect(done.assets.map(({ provider: by, draft }) => [by, draft])).toEqual(done.assets.map(() => ['studio', true]))
  const [post] = done.posts
  const again = await send('POST', `posts/${post?.id}/regenerate`, { parts: ['text'] })
  expect(again.status).toBe(202)
  const remade = await until(id, ({ status, round }) => status === 'completed' && round === 2)
  expect(remade.jobs.map((job) => job.provider)).toEqual(remade.jobs.map(() => 'studio'))
  expect([vendor.calls().length, remade.cost.spentMicros]).toEqual([before, 0])
})
