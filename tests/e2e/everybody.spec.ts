import { expect, test } from '@playwright/test'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { expectNoSidewaysScroll, expectNoViolations, order, sentence } from './stage.ts'

let server: RunningServer

test.beforeAll(async () => {
  server = await startServer({ env: { STUDIO_LATENCY_MS: '400', STUDIO_FAULTS: 'image:refused:1' } })
})
test.afterAll(async () => {
  await server.stop()
})

const widths = [360, 390, 1024, 1600] as const
/** Axe judges the light pages as a desk shows them and the dark ones as a phone does: every colour and every layout once. */
const looks = [
  { colorScheme: 'light', judged: 1600 },
  { colorScheme: 'dark', judged: 390 },
] as const

for (const { colorScheme, judged } of looks) {
  test(`the first run and the composer are for everybody, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 })
      await page.goto(server.url)
      await expectNoSidewaysScroll(page)
      if (width === judged) await expectNoViolations(page)
      await page.goto(`${server.url}/campaigns/new?example=ledgerly`)
      await expect(page.getByRole('complementary', { name: 'The plan' })).toContainText('4 images')
      await expectNoSidewaysScroll(page)
      if (width === judged) await expectNoViolations(page)
    }
  })
}

test('the first run gives way to a campaign that somebody else begins, but not under the hands of who is writing', async ({
  page,
  context,
}) => {
  const writer = await context.newPage()
  await writer.goto(server.url)
  const box = writer.getByRole('textbox', { name: 'What is the business' })
  await box.fill('Velvet Fox, a salon in Bristol')
  await page.goto(server.url)
  await expect(page.getByRole('form', { name: 'Start a campaign' })).toBeVisible()
  await order(server.url, { visuals: { images: false, videos: false } })
  await expect(page.getByRole('link', { name: 'Saturday loaves' })).toBeVisible()
  await expect(writer.getByText('A campaign was begun elsewhere.')).toBeVisible()
  await expect(box).toHaveValue('Velvet Fox, a salon in Bristol')
  await expectNoViolations(writer)
  await box.fill('')
  await expect(writer.getByText('A campaign was begun elsewhere.')).toBeVisible()
  await box.fill('Velvet Fox, a salon in Bristol')
  await writer.getByRole('button', { name: 'Show campaigns' }).click()
  await expect(writer.getByRole('link', { name: 'Saturday loaves' })).toBeVisible()
  await writer.goto(`${server.url}/campaigns/new`)
  await expect(box).toHaveValue('Velvet Fox, a salon in Bristol')
})

test.describe('campaigns in every state', () => {
  const paths: string[] = []

  test.beforeAll(async ({ browser }) => {
    const page = await browser.newPage()
    const partial = await order(server.url, { platforms: ['instagram', 'linkedin', 'x', 'facebook', 'tiktok'] })
    await page.goto(`${server.url}/campaigns/${partial}`)
    await expect(sentence(page)).toContainText('each miss a part', { timeout: 20_000 })
    const canceled = await order(server.url)
    await fetch(`${server.url}/api/v1/campaigns/${canceled}/cancel`, { method: 'POST' })
    const running = await order(server.url, { postCount: 12, visuals: { images: true, videos: true } })
    paths.push(`/campaigns/${running}`, `/campaigns/${partial}`, `/campaigns/${canceled}`, '/')
    await page.close()
  })

  for (const { colorScheme, judged } of looks) {
    test(`are for everybody, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 })
        for (const path of paths) {
          await page.goto(server.url + path)
          await expect(sentence(page)).not.toBeEmpty()
          await expectNoSidewaysScroll(page)
          if (width === judged) await expectNoViolations(page)
        }
      }
    })
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
