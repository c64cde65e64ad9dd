import { expect, test } from '@playwright/test'
import { QuoteSchema } from '../../lib/domain/quote.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { startVendorProcess, type VendorProcess } from '../support/vendor/start-vendor.ts'
import {
  complaintsOf,
  expectHearing,
  expectNoSidewaysScroll,
  expectNoViolations,
  order,
  quick,
  sentence,
} from './stage.ts'

let vendor: VendorProcess
let server: RunningServer
const google = (env: Record<string, string> = {}) =>
  startServer({ env: { GEMINI_API_KEY: 'test', GOOGLE_GENAI_BASE_URL: vendor.url, ...env } })

test.beforeAll(async () => {
  vendor = await startVendorProcess()
  server = await google()
})
test.afterAll(async () => {
  await server.stop()
  await vendor.stop()
})

/** What one job of a kind may cost at most. */
async function mostOf(kind: string): Promise<number> {
  const response = await fetch(`${server.url}/api/v1/campaigns/quote`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(quick),
  })
  return QuoteSchema.parse(await response.json()).jobs.find((line) => line.kind === kind)?.highMicros ?? Number.NaN
}

test('a budget that is reached parks what is left, and one button raises it', async ({ page }) => {
  const complaints = complaintsOf(page)
  // The words fit one after the other, a picture by one micro not.
  const id = await order(server.url, { budgetMicros: (await mostOf('image')) - 1 })
  await page.goto(`${server.url}/campaigns/${id}`)
  const budget = page.getByRole('region', { name: 'Budget' })
  await expect(budget).toContainText(/Parked by the budget: \w+ jobs? waits?\. Up to €[\d.]+ more makes what is left/)
  await expect(page.getByRole('region', { name: /^Post 2:/ })).toContainText('Parked by the budget')
  await expect(page.getByText(/^of €[\d.]+ budget$/)).toBeVisible()
  await expect(sentence(page)).toContainText('parked')
  const raise = budget.getByRole('button', { name: /^Raise the budget to €[\d.]+$/ })
  await expectNoViolations(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
  await expectNoViolations(page)
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.goto(server.url)
  const line = page.getByRole('article').filter({ hasText: 'Saturday loaves' }).first()
  await expect(line).toContainText('Parked by the budget')
  await expect(sentence(page)).toContainText(/needs? you\./)
  await page.goBack()
  await expectHearing(page)
  await raise.focus()
  await page.keyboard.press('Enter')
  await expect(budget).toBeHidden()
  await expect(page.locator('output.sr')).toContainText(/Budget raised to €[\d.]+\./, { timeout: 15_000 })
  await expect(sentence(page)).toContainText(', made in ', { timeout: 30_000 })
  expect(complaints).toEqual([])
})

test('a failed job says in its place whether it was charged', async ({ page }) => {
  await vendor.change({ always: { image: 'safety' } })
  const id = await order(server.url)
  await page.goto(`${server.url}/campaigns/${id}`)
  const post = page.getByRole('region', { name: /^Post 2:/ })
  await expect(post).toContainText('Image refused by the provider')
  await expect(post).toContainText('It was charged.')
  await vendor.change({ always: { image: '400' } })
  const other = await order(server.url)
  await page.goto(`${server.url}/campaigns/${other}`)
  await expect(post).toContainText('Nothing was charged.')
  await vendor.change({ always: {} })
})

test('what the installation will never have money for says who can raise it and names no day, and the studio can draft it', async ({
  page,
}) => {
  const poor = await google({ SPEND_CAP_MICROS: '1' })
  try {
    const id = await order(poor.url)
    await page.goto(`${poor.url}/campaigns/${id}`)
    const budget = page.getByRole('region', { name: 'Budget' })
    await expect(budget).toContainText(/Parked: \w+ jobs wait for a larger budget of the installation\./)
    await expect(budget).toContainText(
      /One call may cost up to €[\d.]+, more than this server may spend in a whole month/,
    )
    await expect(budget).toContainText('Who runs it can raise SPEND_CAP_MICROS and start it again.')
    await expect(budget.getByRole('button')).toHaveText(['Draft in the studio'])
    await expectNoViolations(page)
    await budget.getByRole('button').click()
    await expect(budget).toBeHidden()
    await expect(sentence(page)).toContainText(', made in ', { timeout: 30_000 })
    await expect(page.getByText('Draft', { exact: true }).first()).toBeVisible()
  } finally {
    await poor.stop()
  }
})
