import { expect, test } from '@playwright/test'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { startVendorProcess, type VendorProcess } from '../support/vendor/start-vendor.ts'
import { complaintsOf, expectNoSidewaysScroll, expectNoViolations, order, quick, sentence } from './stage.ts'

let vendor: VendorProcess
let server: RunningServer
test.beforeAll(async () => {
  vendor = await startVendorProcess()
  server = await startServer({ env: { GEMINI_API_KEY: 'test', GOOGLE_GENAI_BASE_URL: vendor.url } })
})
test.afterAll(async () => {
  await server.stop()
  await vendor.stop()
})

test('a duplicate is offered what was made before, and takes it for nothing when a person wishes so', async ({
  page,
}) => {
  const complaints = complaintsOf(page)
  await page.goto(`${server.url}/campaigns/${await order(server.url)}`)
  await expect(sentence(page)).toContainText(', made in ', { timeout: 30_000 })
  await page.getByRole('link', { name: 'Duplicate' }).click()
  await expect(page.getByLabel('What is the business, and what is the campaign for?')).toHaveValue(quick.business)
  const plan = page.getByRole('complementary', { name: 'The plan' })
  const offer = plan.getByRole('switch', { name: 'Made before' })
  await expect(offer).not.toBeChecked()
  await expect(plan).toContainText(
    'Take the analysis, three texts and three images from “Saturday loaves”, for nothing.',
  )
  const costs = plan.locator('.sum > div').filter({ hasText: 'Costs' }).locator('dd')
  await expect(costs).toContainText('€')
  await expect(page.getByRole('region', { name: 'Visuals' })).not.toContainText('studio')
  await offer.focus()
  await page.keyboard.press('Space')
  await expect(offer).toBeChecked()
  await expect(costs).toHaveText('Nothing')
  await expect(plan.getByRole('cell', { name: 'taken' })).toHaveCount(3)
  await expectNoViolations(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSidewaysScroll(page)
  await page.setViewportSize({ width: 1280, height: 720 })

  const heard = (await vendor.calls()).length
  await page.getByRole('button', { name: 'Make the campaign' }).first().click()
  await expect(sentence(page)).toContainText(', made in ', { timeout: 30_000 })
  expect(await vendor.calls()).toHaveLength(heard)
  await page.getByRole('button', { name: 'Edit post 1' }).click()
  await expect(page.getByRole('region', { name: 'How it was made' })).toContainText(
    'An earlier campaign, made with the same inputs',
  )
  expect(complaints).toEqual([])
})

test('nothing is offered for a brief that was changed', async ({ page }) => {
  const id = await order(server.url)
  await page.goto(`${server.url}/campaigns/${id}`)
  await expect(sentence(page)).toContainText(', made in ', { timeout: 30_000 })
  await page.goto(`${server.url}/campaigns/new?from=${id}`)
  const offer = page.getByRole('switch', { name: 'Made before' })
  await expect(offer).toBeVisible()
  await page.getByLabel('Tone').fill('Dry')
  await expect(offer).toBeHidden()
})
