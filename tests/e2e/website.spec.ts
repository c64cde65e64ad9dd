import { expect, test } from '@playwright/test'
import { bakeryPage, pagesOf, startSite, type Site } from '../support/site.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { complaintsOf, expectNoSidewaysScroll, expectNoViolations, order, sentence } from './stage.ts'

let site: Site
let server: RunningServer
test.beforeAll(async () => {
  site = await startSite(pagesOf({ '/': bakeryPage }))
  server = await startServer({ env: { WEBSITE_ALLOW: `bakery.localhost:${site.port}` } })
})
test.afterAll(async () => {
  await server.stop()
  await site.close()
})

test('the analysis says what was read of a website, and why when nothing was', async ({ page }) => {
  const complaints = complaintsOf(page)
  const analysis = page.getByRole('complementary', { name: 'Analysis' })
  const read = await order(server.url, { website: `http://bakery.localhost:${site.port}/` })
  await page.goto(`${server.url}/campaigns/${read}`)
  await expect(analysis).toContainText(
    'Read bakery.localhost: its name, its description, four statements and one colour.',
  )
  await expect(sentence(page)).toContainText(', made in ', { timeout: 30_000 })
  const unread = await order(server.url, { website: 'http://other.localhost/' })
  await page.goto(`${server.url}/campaigns/${unread}`)
  await expect(analysis).toContainText('other.localhost was not read: it leads into a private network.')
  await expect(analysis).toContainText('The posts stand on the brief alone.')
  await expect(sentence(page)).toContainText(', made in ', { timeout: 30_000 })
  await expectNoViolations(page)
  await page.setViewportSize({ width: 360, height: 780 })
  await expectNoSidewaysScroll(page)
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
  await expectNoViolations(page)
  expect(complaints).toEqual([])
})
