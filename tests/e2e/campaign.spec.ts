import { expect, test, type Page } from '@playwright/test'
import { startHeldSite, type HeldSite } from '../support/held-site.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { complaintsOf, expectHearing, order, sentence } from './stage.ts'

let server: RunningServer
let site: HeldSite

test.beforeAll(async () => {
  site = await startHeldSite()
  server = await startServer({ env: { STUDIO_LATENCY_MS: '2500', WEBSITE_ALLOW: site.host } })
})
test.afterAll(async () => {
  await server.stop()
  await site.close()
})

test('a brief becomes a campaign while one watches', async ({ page }) => {
  const complaints = complaintsOf(page)
  await page.goto(server.url)
  await page.getByRole('link', { name: /Hearth & Crumb/ }).click()
  await expect(page.getByRole('radio', { name: 'Sales' })).toBeChecked()
  await expect(page.getByRole('complementary', { name: 'The plan' })).toContainText('Free, made on this machine')
  await page.getByRole('switch', { name: /Videos/ }).click()
  await page.getByRole('textbox', { name: 'Website' }).fill(site.url)
  await page.getByRole('button', { name: 'Make the campaign' }).first().click()

  await expect(page).toHaveURL(/\/campaigns\/cmp_/)
  await expect(page.getByRole('heading', { level: 1, name: 'Saturday loaves' })).toBeVisible()
  await expect(sentence(page)).toContainText('Reading the brief')
  await expect(page.getByRole('progressbar', { name: 'Campaign progress' })).toHaveAttribute(
    'aria-valuetext',
    /^\d+ percent\. \d+ of 12 jobs finished/,
  )
  await expect(page.getByRole('complementary', { name: 'Analysis' })).toHaveAttribute('aria-busy', 'true')
  site.letGo()
  await expect(sentence(page)).toHaveText(/^Six posts and five images, made in .+\.$/, { timeout: 40_000 })
  await expect(page.getByRole('complementary', { name: 'Analysis' })).toHaveAttribute('aria-busy', 'false')
  for (let index = 1; index <= 6; index++) {
    await expect(page.getByRole('region', { name: new RegExp(`^Post ${index}:`) })).toContainText('Draft')
  }
  await expect(page.getByRole('banner')).toContainText('All settled')
  expect(complaints).toEqual([])
})

test('a reload in the middle shows what was there, and it goes on', async ({ page }) => {
  const id = await order(server.url)
  await page.goto(`${server.url}/campaigns/${id}`)
  const first = page.getByRole('region', { name: /^Post 1:/ })
  await expect(first).toContainText('v1', { timeout: 20_000 })
  const text = await first.locator('.pf-text').innerText()
  const percent = Number(
    await page.getByRole('progressbar', { name: 'Campaign progress' }).getAttribute('aria-valuenow'),
  )
  await page.reload()
  await expect(first.locator('.pf-text')).toHaveText(text, { useInnerText: true })
  const after = Number(await page.getByRole('progressbar', { name: 'Campaign progress' }).getAttribute('aria-valuenow'))
  expect(after).toBeGreaterThanOrEqual(percent)
  await expect(sentence(page)).toHaveText(/^Three posts and .+ images?, made in/, { timeout: 20_000 })
})

test('the server renders the campaign without any script', async ({ browser }) => {
  const id = await order(server.url)
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto(`${server.url}/campaigns/${id}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Saturday loaves' })).toBeVisible()
  await expect(sentence(page)).not.toBeEmpty()
  await context.close()
})

/** Where each slot and label of the board has stood, from its top, in px: one place each when nothing moves. */
async function watchPlaces(page: Page): Promise<() => Promise<Record<string, number[]>>> {
  await page.addInitScript(() => {
    const places: Record<string, number[]> = {}
    Object.assign(window, { places })
    const look = (): void => {
      const board = document.querySelector('.board[data-laid]')
      for (const part of board?.querySelectorAll('.slot, .post-label') ?? []) {
        const name = `${part.closest('.post')?.id ?? ''} ${part.className.split(' ')[0] ?? ''}`
        const top = Math.round(part.getBoundingClientRect().top - (board?.getBoundingClientRect().top ?? 0))
        const seen = (places[name] ??= [])
        if (!seen.includes(top)) seen.push(top)
      }
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
  return () => page.evaluate(() => (window as unknown as { places: Record<string, number[]> }).places)
}

test('a picture opens once, when it arrives before somebody, moves nothing, and is simply there after a reload', async ({
  page,
}) => {
  const places = await watchPlaces(page)
  await page.addInitScript(() => {
    const opened: string[] = []
    Object.assign(window, { opened })
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) if (node instanceof Element && node.matches('.unfold')) opened.push('itself')
      }
    }).observe(document, { childList: true, subtree: true })
  })
  const opened = (): Promise<number> => page.evaluate(() => (window as unknown as { opened: string[] }).opened.length)
  await page.setViewportSize({ width: 1440, height: 2400 })
  const id = await order(server.url)
  await page.goto(`${server.url}/campaigns/${id}`)
  await expect(sentence(page)).toHaveText(/^Three posts and three images, made in/, { timeout: 30_000 })
  await expect(page.getByRole('region', { name: /^Post \d/ }).getByRole('img')).toHaveCount(3)
  expect(await opened()).toBe(3)
  const stood = await places()
  expect(Object.keys(stood)).toHaveLength(6)
  expect(Object.entries(stood).filter(([, tops]) => tops.length > 1)).toEqual([])
  await page
    .getByRole('region', { name: /^Post 3:/ })
    .getByRole('tab', { name: 'X' })
    .click()
  expect(await opened()).toBe(3)
  await page.reload()
  await expect(page.getByRole('region', { name: /^Post \d/ }).getByRole('img')).toHaveCount(3)
  expect(await opened()).toBe(0)
})

test('a lost network is said, and the page catches up by itself', async ({ page, context }) => {
  const id = await order(server.url, { postCount: 6 })
  await page.goto(`${server.url}/campaigns/${id}`)
  await expect(page.getByRole('banner')).toContainText('Live')
  await context.setOffline(true)
  await expect(page.getByText('Your connection is gone, the campaign is not.')).toBeVisible()
  await expect(page.getByRole('banner')).toContainText(/Offline since \d\d:\d\d:\d\d/)
  await expect(sentence(page)).toContainText(/Last heard \d+\ss ago:/)
  await expect(page.getByRole('status').filter({ hasText: 'Offline. The campaign goes on.' })).toBeAttached()
  await context.setOffline(false)
  await expect(page.getByRole('banner')).toContainText(/Live|All settled/)
  await expect(page.getByText('Your connection is gone')).toBeHidden()
  await expect(sentence(page)).toHaveText(/^Six posts and .+ images, made in/, { timeout: 30_000 })
})

test('cancel asks first, keeps what is finished and says so', async ({ page }) => {
  const id = await order(server.url, { website: site.url })
  await page.goto(`${server.url}/campaigns/${id}`)
  await expectHearing(page)
  await expect(sentence(page)).toContainText('Reading the brief')
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Cancel “Saturday loaves”?' })
  await expect(dialog.getByRole('button', { name: 'Keep making it' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Keep making it' }).click()
  await expect(dialog).toBeHidden()
  // One job is finished and no other begins, however long the second answer takes.
  expect((await fetch(`${server.url}/api/v1/campaigns/${id}/pause`, { method: 'POST' })).ok).toBe(true)
  site.letGo()
  await expect(sentence(page)).toHaveText('Paused. Six jobs wait until you keep making it.')
  await page.getByRole('button', { name: 'Cancel', exact: true }).click()
  await dialog.getByRole('button', { name: 'Cancel the campaign' }).click()
  await expect(sentence(page)).toHaveText(/^Canceled at \d+.%\. One job was finished and is kept\.$/)
  await expect(page.getByText('Nothing more will arrive.')).toBeVisible()

  await page.getByRole('button', { name: 'Make the missing ones' }).click()
  await expect(sentence(page)).toHaveText('Three posts and three images, ready.', { timeout: 30_000 })
})

test('one job can be canceled while the others go on', async ({ page }) => {
  const id = await order(server.url, { website: site.url })
  await page.goto(`${server.url}/campaigns/${id}`)
  await expectHearing(page)
  const second = page.getByRole('region', { name: /^Post 2:/ })
  await second.getByRole('button', { name: 'More for post 2' }).press('Enter', { timeout: 20_000 })
  await page.getByRole('menuitem', { name: 'Cancel the image' }).press('Enter')
  await expect(second).toContainText('Canceled by you')
  site.letGo()
  await expect(sentence(page)).toHaveText('Two posts are ready. Post 2 has its text, but its image was canceled.', {
    timeout: 20_000,
  })
})

test('the other views show the jobs, the log and the brief', async ({ page }) => {
  const id = await order(server.url)
  await page.goto(`${server.url}/campaigns/${id}`)
  await expectHearing(page)
  await page.getByRole('tab', { name: 'Activity' }).click()
  await expect(page.getByText('Planned 7 jobs')).toBeVisible()
  await expect(page.getByText('All settled: everything is made')).toBeVisible({ timeout: 30_000 })
  await page.getByRole('tab', { name: /^Timeline/ }).click()
  await expect(page.getByRole('region', { name: 'Timeline' }).getByRole('listitem')).toHaveCount(7)
  await page.getByRole('tab', { name: 'Brief' }).click()
  await expect(page.getByRole('region', { name: 'The brief' })).toContainText('flour from farms within 40 miles')
})

test('a deleted campaign leaves the dashboard and its address', async ({ page }) => {
  const id = await order(server.url, { name: 'Gone tomorrow', visuals: { images: false, videos: false }, postCount: 1 })
  await page.goto(`${server.url}/campaigns/${id}`)
  await page.getByRole('button', { name: 'Delete' }).click({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Delete the campaign' }).click()
  await expect(page).toHaveURL(`${server.url}/`)
  await expect(page.getByRole('heading', { name: 'Settled' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Gone tomorrow' })).toHaveCount(0)
  const response = await page.goto(`${server.url}/campaigns/${id}`)
  expect(response?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
})

test('a campaign that somebody else deletes can be read, and nothing done with it', async ({ page }) => {
  const id = await order(server.url)
  await page.goto(`${server.url}/campaigns/${id}`)
  const first = page.getByRole('region', { name: /^Post 1:/ })
  await expect(first.getByRole('button', { name: 'More for post 1' })).toBeVisible({ timeout: 20_000 })
  expect((await fetch(`${server.url}/api/v1/campaigns/${id}`, { method: 'DELETE' })).ok).toBe(true)
  await expect(page.getByText('This campaign was deleted.')).toBeVisible()
  await expect(
    page.getByRole('main').getByRole('button', { name: /Cancel|Pause|Retry|More for post|Edit/ }),
  ).toHaveCount(0)
  await expect(first).toBeVisible()
})

test('the dashboard shows what is being made without a reload', async ({ page }) => {
  // Without any campaign there is another page.
  await order(server.url, { visuals: { images: false, videos: false }, postCount: 1 })
  await page.goto(server.url)
  const id = await order(server.url, { name: 'Seen from afar' })
  const line = page.getByRole('article').filter({ has: page.getByRole('link', { name: 'Seen from afar' }) })
  await expect(line.getByRole('progressbar', { name: 'Seen from afar' })).toBeVisible()
  await expect(sentence(page)).toContainText(/being made|wait/)
  await expect(line).toContainText('Finished', { timeout: 30_000 })
  await line.getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(id))
})
