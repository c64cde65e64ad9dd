import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { checkExport } from '../../lib/campaigns/export/check-export.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { expectNoSidewaysScroll, expectNoViolations, order } from './stage.ts'

let server: RunningServer
test.beforeAll(async () => {
  server = await startServer()
})
test.afterAll(async () => {
  await server.stop()
})

test('a campaign is taken away with one button, and its file is whole', async ({ page }) => {
  const id = await order(server.url)
  await page.goto(`${server.url}/campaigns/${id}`)
  const taking = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export' }).click({ timeout: 30_000 })
  const file = await taking
  expect(file.suggestedFilename()).toBe('saturday-loaves.zip')
  const { problems, manifest } = await checkExport(await readFile(await file.path()))
  expect([problems, manifest?.campaignId]).toEqual([[], id])
})

for (const [colorScheme, width] of [
  ['light', 1280],
  ['dark', 390],
] as const) {
  test(`a picture says how it was made, ${colorScheme}`, async ({ page }) => {
    const id = await order(server.url, { postCount: 1 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width, height: 900 })
    await page.goto(`${server.url}/campaigns/${id}?post=1`)
    const panel = page.getByRole('region', { name: 'How it was made' })
    await expect(panel.getByText('An algorithm, trained on nothing')).toBeVisible({ timeout: 30_000 })
    await expect(panel.getByText(/^[0-9a-f]{16}\/v1$/)).toBeVisible()
    await expect(panel.getByRole('link', { name: 'All that is known of it' })).toHaveAttribute('href', /\/provenance$/)
    await expectNoSidewaysScroll(page)
    await expectNoViolations(page)
  })
}
