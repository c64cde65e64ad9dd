import { expect, test, type BrowserContext, type Page } from '@playwright/test'
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
const tell = async (id: string, what: 'pause' | 'cancel'): Promise<void> => {
  expect((await fetch(`${server.url}/api/v1/campaigns/${id}/${what}`, { method: 'POST' })).status).toBe(202)
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
  expect(performance.now() - stoodAt).toBeLessThan(6_500)
  await tell(id, 'cancel')
  await Promise.all(others.map((page) => expect(sentence(page)).toContainText('Canceled')))
  await debug.send('Debugger.disable')
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
