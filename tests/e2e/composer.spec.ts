import { expect, test, type Locator, type Page } from '@playwright/test'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { quick, sentence } from './stage.ts'

let server: RunningServer

test.beforeAll(async () => {
  server = await startServer()
})
test.afterAll(async () => {
  await server.stop()
})

const business = (page: Page) => page.getByRole('textbox', { name: /What is the business/ })

test('an error is tied to its field and the first one has the focus', async ({ page }) => {
  await page.goto(`${server.url}/campaigns/new`)
  await business(page).fill('We sell shoes')
  await page.getByRole('radio', { name: 'Leads' }).click()
  await page.getByRole('textbox', { name: 'Website' }).fill('not a place')
  await page.getByRole('button', { name: 'Make the campaign' }).first().click()
  await expect(business(page)).toBeFocused()
  await expect(business(page)).toHaveAccessibleDescription(/Write at least 20 characters/)
  await expect(page.getByRole('textbox', { name: 'Website' })).toHaveAccessibleDescription(/Write a web address/)
  await expect(page.getByRole('alert').filter({ hasText: 'Two fields need a change.' })).toBeVisible()
  await expect(page).toHaveURL(`${server.url}/campaigns/new`)
})

test('what the campaign is for must be chosen', async ({ page }) => {
  await page.goto(`${server.url}/campaigns/new`)
  await business(page).fill(quick.business)
  await page.getByRole('button', { name: 'Make the campaign' }).first().click()
  await expect(page.getByRole('radiogroup', { name: 'Objective' })).toHaveAccessibleDescription(
    'Choose what the campaign is for.',
  )
  await expect(page.getByRole('radio', { name: 'Awareness' })).toBeFocused()
})

test('the plan follows the brief as it is written', async ({ page }) => {
  await page.goto(`${server.url}/campaigns/new`)
  const plan = page.getByRole('complementary', { name: 'The plan' })
  await expect(plan).toContainText('Write at least 20 characters')
  await business(page).fill(quick.business)
  await expect(plan).toContainText('4 images')
  await expect(page.getByRole('region', { name: 'Visuals' })).toContainText('costs nothing')
  await page.getByRole('button', { name: 'More posts' }).click()
  await expect(plan).toContainText('7 texts, three platforms each')
  await page.getByRole('switch', { name: /Images/ }).click()
  await expect(plan).not.toContainText('images')
  await page.getByRole('button', { name: 'LinkedIn' }).click()
  await expect(plan).toContainText('two platforms each')
})

test('a draft survives a reload and goes when its campaign is made', async ({ page }) => {
  await page.goto(server.url)
  await page.getByRole('textbox').fill(quick.business)
  await page.getByRole('button', { name: 'Plan the campaign' }).click()
  await expect(business(page)).toHaveValue(quick.business)
  await page.getByRole('radio', { name: 'Event' }).click()
  await page.getByRole('textbox', { name: 'Offer' }).fill('Two for one')
  await expect(page.getByText(/Draft kept on this machine, \d\d:\d\d/)).toBeVisible()
  await page.reload()
  await expect(business(page)).toHaveValue(quick.business)
  await expect(page.getByRole('radio', { name: 'Event' })).toBeChecked()
  await expect(page.getByRole('textbox', { name: 'Offer' })).toHaveValue('Two for one')
  await page.getByRole('switch', { name: /Videos/ }).click()
  await page.getByRole('button', { name: 'Make the campaign' }).first().click()
  await expect(page).toHaveURL(/\/campaigns\/cmp_/)
  await page.goto(`${server.url}/campaigns/new`)
  await expect(business(page)).toHaveValue('')
})

test('a campaign is made by keyboard alone', async ({ page }) => {
  await page.goto(`${server.url}/campaigns/new`)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  const reach = async (focused: () => Promise<boolean>): Promise<void> => {
    for (let presses = 0; presses < 60; presses++) {
      if (await focused()) return
      await page.keyboard.press('Tab')
    }
    throw new Error('Tab did not reach it.')
  }
  const has = (locator: Locator) => () => locator.evaluate((element) => element === document.activeElement)
  // The keys mean something once the form keeps what is written.
  await expect(business(page)).toBeEditable()
  await reach(has(page.getByRole('radio', { name: 'Awareness' })))
  // Held until it is answered, as a finger does: a choice follows the focus, which comes a turn later, only while the key is down.
  await page.keyboard.down('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Launch' })).toBeChecked()
  await page.keyboard.up('ArrowRight')
  await reach(has(business(page)))
  await page.keyboard.type(quick.business)
  await reach(has(page.getByRole('switch', { name: /Videos/ })))
  await page.keyboard.press('Space')
  await reach(has(page.getByRole('button', { name: 'Make the campaign' }).first()))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/campaigns\/cmp_/)
  await expect(sentence(page)).toHaveText(/^Six posts and five images, made in/, { timeout: 30_000 })
  const tabs = page.getByRole('region', { name: /^Post 1:/ }).getByRole('tab')
  await reach(has(tabs.first()))
  await page.keyboard.press('ArrowRight')
  await expect(tabs.nth(1)).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByRole('article', { name: 'Preview on LinkedIn' }).first()).toBeVisible()
})

test('two clicks in one moment make one campaign', async ({ page }) => {
  await page.goto(`${server.url}/campaigns/new`)
  await business(page).fill(quick.business)
  await page.getByRole('radio', { name: 'Retention' }).click()
  await page.getByRole('switch', { name: /Videos/ }).click()
  const ordered: string[] = []
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/v1/campaigns')) ordered.push(request.url())
  })
  const go = page.getByRole('button', { name: 'Make the campaign' }).first()
  await go.evaluate((button: HTMLElement) => {
    button.click()
    button.click()
  })
  await expect(page).toHaveURL(/\/campaigns\/cmp_/)
  expect(ordered).toHaveLength(1)
})

test('HTML in a brief is text', async ({ page }) => {
  await page.goto(`${server.url}/campaigns/new`)
  const bomb = '<img src=x onerror="document.title=1"> <b>Hearth</b> & Crumb bakes sourdough in Leeds since 1998.'
  await business(page).fill(bomb)
  await page.getByRole('radio', { name: 'Sales' }).click()
  await page.getByRole('switch', { name: /Videos/ }).click()
  await page.getByRole('button', { name: 'Make the campaign' }).first().click()
  await expect(page).toHaveURL(/\/campaigns\/cmp_/)
  await page.getByRole('tab', { name: 'Brief' }).click()
  await expect(page.getByText(bomb)).toBeVisible()
  expect(await page.title()).not.toBe('1')
})
