import { expect, test } from '@playwright/test'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { expectNoSidewaysScroll, expectNoViolations, order, sentence } from './stage.ts'

let server: RunningServer
let running = ''
let partial = ''
let canceled = ''

test.beforeAll(async () => {
  server = await startServer({ env: { STUDIO_LATENCY_MS: '400', STUDIO_FAULTS: 'image:refused:1' } })
})
test.afterAll(async () => {
  await server.stop()
})

const widths = [360, 390, 1024, 1600] as const
/** The rules of axe look at a page once as a phone shows it and once as a desk does. */
const judged: readonly number[] = [390, 1600]

test('the first run reads well at every width, light and dark', async ({ page }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto(server.url)
      await expectNoSidewaysScroll(page)
      if (judged.includes(width)) await expectNoViolations(page)
      await page.goto(`${server.url}/campaigns/new?example=ledgerly`)
      await expect(page.getByRole('complementary', { name: 'The plan' })).toContainText('4 images')
      await expectNoSidewaysScroll(page)
      if (judged.includes(width)) await expectNoViolations(page)
    }
  }
})

test('campaigns in every state read well at every width, light and dark', async ({ page }) => {
  partial = await order(server.url, { platforms: ['instagram', 'linkedin', 'x', 'facebook', 'tiktok'] })
  await page.goto(`${server.url}/campaigns/${partial}`)
  await expect(page.getByText('Image refused by the provider').first()).toBeVisible({ timeout: 20_000 })
  await expect(sentence(page)).toContainText('each miss a part', { timeout: 20_000 })
  canceled = await order(server.url)
  await fetch(`${server.url}/api/v1/campaigns/${canceled}/cancel`, { method: 'POST' })
  running = await order(server.url, { postCount: 30 })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      for (const path of [`/campaigns/${partial}`, `/campaigns/${canceled}`, `/campaigns/${running}`, '/']) {
        await page.goto(server.url + path)
        await expect(sentence(page)).not.toBeEmpty()
        await expectNoSidewaysScroll(page)
        if (judged.includes(width)) await expectNoViolations(page)
      }
    }
  }
})

test('the theme follows the system until somebody chooses, and never flashes', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.goto(server.url)
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('button', { name: 'Use the light theme' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await page.reload({ waitUntil: 'commit' })
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
})
