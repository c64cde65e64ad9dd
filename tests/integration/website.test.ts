import { afterEach, describe, expect, it } from 'vitest'
import { CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import type { BriefInput } from '../../lib/domain/brief.ts'
import { bakeryPage, pagesOf, startSite, type Answering, type Site } from '../support/site.ts'
import { createFolder } from '../support/sqlite.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { paidCallsByJob } from '../support/vendor/ledger.ts'
import { startVendorProcess } from '../support/vendor/start-vendor.ts'

const cleanup: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of cleanup.splice(0).reverse()) await step()
})

async function stage(answer: Answering) {
  const site = await startSite(answer)
  cleanup.push(site.close)
  const { folder: dataDir, remove } = await createFolder()
  cleanup.push(remove)
  const serve = async (env: Record<string, string> = {}): Promise<RunningServer> => {
    const named = { WEBSITE_ALLOW: `bakery.localhost:${site.port}` }
    const server = await startServer({ dataDir, env: { ...named, ...env } })
    cleanup.push(() => server.stop('SIGKILL'))
    return server
  }
  return { site, serve }
}

/** A brief that says little; its website stands at the site. */
const briefOf = (site: Site, website = `http://bakery.localhost:${site.port}/`): BriefInput => ({
  business: 'We bake bread and people come for it early in the morning.',
  objective: 'awareness',
  website,
  platforms: ['linkedin'],
  postCount: 3,
  visuals: { images: false, videos: false },
})

async function create(url: string, brief: BriefInput): Promise<CampaignView> {
  const response = await fetch(`${url}/api/v1/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(brief),
  })
  expect(response.status).toBe(202)
  return CampaignViewSchema.parse(await response.json())
}

/** Long-polls until the campaign is settled; every message that the analysis reported on the way. */
async function settled(url: string, id: string): Promise<{ view: CampaignView; messages: string[] }> {
  const messages: string[] = []
  for (let after = 0; ;) {
    const page = await (await fetch(`${url}/api/v1/campaigns/${id}/events?after=${after}&wait=20&limit=5000`)).json()
    for (const { seq, job } of page.items) {
      after = seq
      if (job?.kind === 'analysis' && job.message) messages.push(job.message)
    }
    if (!page.done) continue
    const view = CampaignViewSchema.parse(await (await fetch(`${url}/api/v1/campaigns/${id}`)).json())
    return { view, messages }
  }
}

const textsOf = ({ posts }: CampaignView): string => posts.map(({ texts }) => texts.linkedin?.text).join('\n')

describe('a campaign whose brief names a website', () => {
  it('stands on the page as well, and says what was read', async () => {
    const { site, serve } = await stage(pagesOf({ '/': bakeryPage }))
    const server = await serve()
    const { id } = await create(server.url, briefOf(site))
    const { view, messages } = await settled(server.url, id)
    expect(view.status).toBe('completed')
    expect(messages).toContain('Reading bakery.localhost')
    expect(view.analysis?.website).toMatchObject({ status: 'read', name: 'Hearth & Crumb', colours: ['#b4451f'] })
    expect(view.analysis?.business.name).toBe('Hearth & Crumb')
    expect(view.analysis?.visualDirection.palette.accent).toBe('#b4451f')
    expect(textsOf(view)).toContain('36 hours')
    expect(textsOf(view)).not.toMatch(/ignore|secret/i)
    expect(site.heard().filter((path) => path === '/')).toEqual(['/'])
  })

  it.each([
    ['the installation does not name the host', 'http://other.localhost/', 'private_address'],
    ['its address is one of this machine', 'http://127.0.0.1/', 'private_address'],
    ['there is no such host', 'https://hearth.example/', 'unknown_host'],
  ])('is made all the same when %s', async (_name, website, reason) => {
    const { site, serve } = await stage(pagesOf({ '/': bakeryPage }))
    const server = await serve()
    const { id } = await create(server.url, briefOf(site, website))
    const { view } = await settled(server.url, id)
    expect(view.status).toBe('completed')
    expect(view.analysis?.website).toEqual({ status: 'unread', url: website, reason })
    expect(view.jobs.every(({ failures }) => failures === 0)).toBe(true)
    expect(site.heard()).toEqual([])
  })

  it('is read again after kill -9 in the middle of it, and paid for once', async () => {
    const vendor = await startVendorProcess()
    cleanup.push(vendor.stop)
    const reached = Promise.withResolvers<void>()
    let hangs = true
    const { site, serve } = await stage((request, response) => {
      if (!hangs) return pagesOf({ '/': bakeryPage })(request, response)
      reached.resolve()
    })
    const google = { GEMINI_API_KEY: 'AIzaSyIntegration_0123456789abcdef', GOOGLE_GENAI_BASE_URL: vendor.url }
    const first = await serve(google)
    const { id } = await create(first.url, briefOf(site))
    await reached.promise
    await first.kill()
    expect(await vendor.calls()).toEqual([])
    hangs = false
    const second = await serve(google)
    const { view } = await settled(second.url, id)
    expect(view.status).toBe('completed')
    expect(view.analysis?.website).toMatchObject({ status: 'read', name: 'Hearth & Crumb' })
    const calls = [...paidCallsByJob(await vendor.calls()).values()].map((list) => list.length)
    expect(calls).toEqual(view.jobs.map(() => 1))
    expect(view.cost.spentMicros).toBe(view.jobs.reduce((sum, job) => sum + job.costMicros, 0))
  })
})
