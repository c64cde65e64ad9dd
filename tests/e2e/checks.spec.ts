import { expect, test, type Page } from '@playwright/test'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { complaintsOf, expectHearing, expectNoSidewaysScroll, expectNoViolations, order } from './stage.ts'

let server: RunningServer
let id: string

test.beforeAll(async () => {
  server = await startServer()
  id = await order(server.url, { postCount: 2, visuals: { images: true, videos: false } })
  const status = async (): Promise<unknown> =>
    (await (await fetch(`${server.url}/api/v1/campaigns/${id}`)).json()).status
  await expect.poll(status, { timeout: 30_000 }).toBe('completed')
})
test.afterAll(async () => {
  await server.stop()
})

const checks = (page: Page) => page.getByRole('region', { name: 'Checks' })
const rule = (page: Page, name: string) => checks(page).getByRole('listitem').filter({ hasText: name })

test('an edit is measured again: the number on the page changes, and what is not kept is named, here and on the board', async ({
  page,
}) => {
  const complaints = complaintsOf(page)
  await page.goto(`${server.url}/campaigns/${id}?post=1`)
  await expectHearing(page)
  await expect(checks(page)).toContainText(/\d+ checks, all kept/)
  const subject = rule(page, 'On the subject').locator('.val')
  const before = await subject.innerText()
  await expect(subject).toHaveText(/^0\.\d+, at least 0\.3$/)

  await page.getByRole('tab', { name: /^X / }).click()
  const field = page.getByRole('textbox', { name: 'Text for X' })
  await field.fill('Sourdough proved for 36 hours. 99 % of Leeds queues for it!! ORDER now.')
  await expect(checks(page)).toContainText('They speak of v1, as it was saved.')
  await expect(subject).toHaveText(before)
  await page.getByRole('button', { name: 'Save v2' }).click()
  await expect(subject).not.toHaveText(before)
  await expect(rule(page, 'Shouting, X')).toContainText('3, at most 1')
  await expect(rule(page, 'Shouting, X')).toContainText('look at it')
  await expect(rule(page, 'Numbers without a source')).toContainText('1, none allowed: “99”')
  await expect(rule(page, 'Numbers without a source').getByText('Nobody should promise')).toBeHidden()
  await rule(page, 'Numbers without a source').locator('summary').click()
  await expect(rule(page, 'Numbers without a source').getByText('Nobody should promise')).toBeVisible()
  await expectNoViolations(page)
  await expectNoSidewaysScroll(page)

  await page.getByRole('region', { name: 'How it was made' }).getByText('Checks', { exact: true }).click()
  await expect(page.getByRole('region', { name: 'How it was made' })).toContainText('Distance to the brand’s colours')
  await page.keyboard.press('Escape')
  await page.goto(`${server.url}/campaigns/${id}`)
  await expect(page.getByRole('region', { name: /^Post 1:/ })).toContainText('3 checks to look at')
  await expect(page.getByRole('region', { name: /^Post 2:/ })).not.toContainText('to look at')
  expect(complaints).toEqual([])
})
