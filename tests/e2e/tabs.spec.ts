import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test'
import { CampaignViewSchema } from '../../lib/domain/campaign.ts'
import { findChromium } from '../../scripts/steps/browser.mjs'
import { openBareTab } from '../support/bare-browser.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { tapWire, type WireTap } from '../support/wire-tap.ts'
import { order, sentence } from './stage.ts'

// All of it over HTTP/1.1 and without WebSockets: six connections to the server are all that a browser has.
let server: RunningServer
let tap: WireTap

test.beforeAll(async () => {
  server = await startServer({ env: { STUDIO_LATENCY_MS: '1500' } })
  tap = await tapWire(server.url)
})
test.afterEach(async ({ context }) => {
  await context.close()
  await expect.poll(() => tap.open()).toEqual([])
})
test.afterAll(async () => {
  await tap.stop()
  await server.stop()
})

const bare = { postCount: 1, visuals: { images: false, videos: false } }
const tell = async (id: string, what: 'pause' | 'resume' | 'cancel'): Promise<void> => {
  expect((await fetch(`${server.url}/api/v1/campaigns/${id}/${what}`, { method: 'POST' })).status).toBe(202)
}
async function progressOf(id: string): Promise<number> {
  return CampaignViewSchema.parse(await (await fetch(`${server.url}/api/v1/campaigns/${id}`)).json()).progress
}
/** A campaign that stands still until it is resumed. */
async function orderPaused(brief: Parameters<typeof order>[1] = {}): Promise<string> {
  const id = await order(server.url, brief)
  await tell(id, 'pause')
  return id
}
async function openTab(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(tap.url + path)
  return page
}
async function openTabs(context: BrowserContext, paths: readonly string[]): Promise<Page[]> {
  const pages: Page[] = []
  for (const path of paths) pages.push(await openTab(context, path))
  return pages
}
const expectEach = async (pages: readonly Page[], words: RegExp): Promise<void> => {
  await Promise.all(pages.map((page) => expect(page.getByRole('banner')).toContainText(words)))
}
const expectOneStream = (): Promise<void> => expect.poll(() => tap.open().length).toBe(1)

/** The tab that holds the lock. */
async function leaderOf(pages: readonly Page[]): Promise<Page> {
  for (const page of pages) {
    const leads = await page.evaluate(async () => {
      const probe = String(Math.random())
      const { held = [] } = await navigator.locks.request(probe, () => navigator.locks.query())
      const holder = (name: string): string | undefined => held.find((lock) => lock.name === name)?.clientId
      return holder('unfold-stream-1') === holder(probe)
    })
    if (leads) return page
  }
  throw new Error('No tab leads.')
}

test('twelve tabs of one campaign live on one stream, and the leading tab may be closed at any time', async ({
  context,
}) => {
  const id = await orderPaused()
  let pages = await openTabs(context, Array<string>(12).fill(`/campaigns/${id}`))
  await expectEach(pages, /Live/)
  await expectOneStream()
  await tell(id, 'resume')
  for (const share of [0.01, 0.3]) {
    await expect.poll(() => progressOf(id)).toBeGreaterThan(share)
    const leader = await leaderOf(pages)
    await leader.close()
    pages = pages.filter((page) => page !== leader)
    await expectOneStream()
  }
  await Promise.all(pages.map((page) => expect(sentence(page)).toHaveText(/^Three posts and three images, made in/)))
  await expectEach(pages, /All settled/)
  await expectOneStream()
})

test('twelve tabs of twelve campaigns and the dashboard live on one stream', async ({ context }) => {
  const ids = await Promise.all(
    Array.from({ length: 12 }, (_, at) => orderPaused({ ...bare, name: `Campaign ${at + 1} of twelve` })),
  )
  const pages = await openTabs(
    context,
    ids.map((id) => `/campaigns/${id}`),
  )
  const dashboard = await openTab(context, '/')
  await expectEach([...pages, dashboard], /Live/)
  await expectOneStream()
  await Promise.all(ids.map((id) => tell(id, 'cancel')))
  await Promise.all(pages.map((page) => expect(sentence(page)).toContainText('Canceled')))
  for (const at of ids.keys()) {
    const line = dashboard.getByRole('article').filter({ hasText: `Campaign ${at + 1} of twelve` })
    await expect(line).toContainText('Canceled')
  }
  await expectOneStream()
  expect(tap.open()[0]).toContain('heads=1')
})

test('a leading tab that stands still is replaced, and is up to date when it goes on', async ({ context }) => {
  const id = await orderPaused(bare)
  const pages = await openTabs(context, Array<string>(3).fill(`/campaigns/${id}`))
  await expectEach(pages, /Live/)
  const leader = await leaderOf(pages)
  const others = pages.filter((page) => page !== leader)
  const debug = await context.newCDPSession(leader)
  await debug.send('Debugger.enable')
  const paused = new Promise((resolve) => debug.once('Debugger.paused', resolve))
  await debug.send('Debugger.pause')
  await paused
  const before = tap.opened()
  const stoodAt = performance.now()
  await expect.poll(() => tap.opened(), { intervals: [50] }).toBe(before + 1)
  // Five seconds by the looks of the other tabs (election.test.ts) and what a busy machine adds; a silent stream alone is given up after forty.
  expect(performance.now() - stoodAt).toBeLessThan(12_000)
  await tell(id, 'cancel')
  await Promise.all(others.map((page) => expect(sentence(page)).toContainText('Canceled')))
  await debug.send('Debugger.disable')
  await expect(sentence(leader)).toContainText('Canceled')
  await expectOneStream()
})

// A headless browser freezes no tab (it calls every tab visible): the page is told as a browser tells it.
test('a leading tab that is told to freeze hands the stream on at once, and is up to date when it thaws', async ({
  context,
}) => {
  const id = await orderPaused(bare)
  const pages = await openTabs(context, Array<string>(3).fill(`/campaigns/${id}`))
  await expectEach(pages, /Live/)
  const leader = await leaderOf(pages)
  const others = pages.filter((page) => page !== leader)
  const before = tap.opened()
  await leader.evaluate(() => document.dispatchEvent(new Event('freeze')))
  await expect.poll(() => tap.opened(), { intervals: [50], timeout: 3_000 }).toBe(before + 1)
  await expectOneStream()
  await tell(id, 'cancel')
  await Promise.all(others.map((page) => expect(sentence(page)).toContainText('Canceled')))
  await expect(sentence(leader)).not.toContainText('Canceled')
  await leader.evaluate(() => document.dispatchEvent(new Event('resume')))
  await expect(sentence(leader)).toContainText('Canceled')
  await expectOneStream()
})

test('a lost network is said in every tab, and all come back together', async ({ context }) => {
  const ids = await Promise.all([orderPaused(bare), orderPaused(bare)])
  const pages = await openTabs(
    context,
    ids.flatMap((id) => [`/campaigns/${id}`, `/campaigns/${id}`]),
  )
  await expectEach(pages, /Live/)
  await context.setOffline(true)
  await expectEach(pages, /Offline since/)
  await Promise.all(ids.map((id) => tell(id, 'cancel')))
  await context.setOffline(false)
  await Promise.all(pages.map((page) => expect(sentence(page)).toContainText('Canceled')))
  await expectEach(pages, /All settled/)
  await expectOneStream()
})

test('each tab streams alone where a browser cannot share', async ({ context }) => {
  await context.addInitScript(() => delete (Navigator.prototype as { locks?: unknown }).locks)
  const id = await orderPaused(bare)
  const pages = await openTabs(context, Array<string>(2).fill(`/campaigns/${id}`))
  await expectEach(pages, /Live/)
  expect(tap.open()).toHaveLength(2)
  await tell(id, 'cancel')
  await Promise.all(pages.map((page) => expect(sentence(page)).toContainText('Canceled')))
})

test('a page that comes back from the cache of the browser was kept as it was left, and shows what is true now', async () => {
  const executable = findChromium() ?? chromium.executablePath()
  const id = await orderPaused(bare)
  const tab = await openBareTab(executable, `${tap.url}/campaigns/${id}`)
  const told = (): Promise<unknown> => tab.ask("document.querySelector('.say')?.textContent")
  try {
    await expectOneStream()
    await tab.ask("document.title = 'Kept as it was left'")
    await tab.ask(`location.assign('${tap.url}/campaigns/new')`)
    await expect.poll(() => tap.open()).toEqual([])
    await expect.poll(() => tab.ask('document.title')).not.toBe('Kept as it was left')
    await tell(id, 'cancel')
    await tab.ask('history.back()')
    await expect.poll(() => tab.ask('document.title')).toBe('Kept as it was left')
    await expect.poll(told).toContain('Canceled')
    await expectOneStream()
  } finally {
    await tab.stop()
  }
})
