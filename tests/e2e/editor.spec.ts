import { expect, test, type Page } from '@playwright/test'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { startHeldSite, type HeldSite } from '../support/held-site.ts'
import { complaintsOf, expectHearing, expectNoSidewaysScroll, expectNoViolations, order, sentence } from './stage.ts'

let server: RunningServer
let id: string

/** Two posts of words alone, on two platforms: made in a moment. */
const words = { postCount: 2, visuals: { images: false, videos: false } }

const made = async (brief: Parameters<typeof order>[1] = words): Promise<string> => {
  const campaign = await order(server.url, brief)
  await expect
    .poll(async () => (await (await fetch(`${server.url}/api/v1/campaigns/${campaign}`)).json()).status)
    .toBe('completed')
  return campaign
}
const open = async (page: Page, post = 1): Promise<void> => {
  await page.goto(`${server.url}/campaigns/${id}?post=${post}`)
  await expectHearing(page)
}
/** Posts without a picture open on X, which shows them best. */
const field = (page: Page, platform = 'X') => page.getByRole('textbox', { name: `Text for ${platform}` })
const save = (page: Page, version: number) => page.getByRole('button', { name: `Save v${version}` })
const card = (page: Page, post: number) => page.getByRole('region', { name: new RegExp(`^Post ${post}:`) })

test.beforeAll(async () => {
  server = await startServer()
  id = await made()
})
test.afterAll(async () => {
  await server.stop()
})

test('the slower of two editors is told, keeps every word, and nobody is overwritten', async ({ browser }) => {
  const [fast, slow] = [await (await browser.newContext()).newPage(), await (await browser.newContext()).newPage()]
  // The slower one hears nothing of the stream: only the server's 412 can tell.
  await slow.route('**/events?**', (route) => route.abort())
  await open(fast)
  await open(slow)
  await field(slow).fill('Mine: bread that waited.')
  await field(fast).fill('Theirs: bread at six.')
  await save(fast, 2).click()
  await expect(save(fast, 3)).toBeDisabled()
  await save(slow, 2).click()
  const told = slow.getByRole('alert').filter({ hasText: 'Somebody made v2 while you wrote.' })
  await expect(told).toContainText('Theirs: bread at six.')
  await expect(told).toContainText('Mine: bread that waited.')
  await expect(field(slow)).toHaveValue('Mine: bread that waited.')
  await expect(save(slow, 3)).toBeDisabled()
  await slow.reload()
  await expect(field(slow)).toHaveValue('Mine: bread that waited.')
  await told.getByRole('button', { name: 'Put mine on top' }).click()
  await expect(told).toBeHidden()
  await save(slow, 3).click()
  await expect(field(fast)).toHaveValue('Mine: bread that waited.')

  // Now the faster one writes while the other saves: the stream tells before anything is sent.
  await field(fast).fill('Half a thought')
  await field(slow).fill('Bread, of course.')
  await save(slow, 4).click()
  const heard = fast.getByRole('alert').filter({ hasText: 'Somebody made v4 while you wrote.' })
  await expect(heard).toContainText('Bread, of course.')
  await heard.getByRole('button', { name: 'Take theirs' }).click()
  await expect(field(fast)).toHaveValue('Bread, of course.')
  const post = (await (await fetch(`${server.url}/api/v1/campaigns/${id}`)).json()).posts[0]
  const before = await (await fetch(`${server.url}/api/v1/posts/${post.id}/versions`)).json()
  expect(before.items.map((one: typeof post) => one.texts.x.text).slice(0, 2)).toEqual([
    'Mine: bread that waited.',
    'Theirs: bread at six.',
  ])
  await Promise.all([fast.context().close(), slow.context().close()])
})

test('each text is counted as its platform counts, and what is too long is named, not sent', async ({ page }) => {
  const complaints = complaintsOf(page)
  await open(page, 2)
  await field(page).fill('🥐'.repeat(150))
  await page.getByRole('textbox', { name: 'Hashtags' }).fill('')
  await page.getByRole('textbox', { name: 'Link' }).fill('')
  await expect(page.getByRole('tab', { name: /^X / })).toContainText('300 / 280')
  await expect(field(page)).toHaveAccessibleDescription('300 characters: X takes 280.')
  await page.getByRole('tab', { name: /^Instagram/ }).click()
  await save(page, 2).click()
  await expect(field(page)).toBeFocused()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('tab', { name: /^X / })).not.toContainText('300')
  expect(complaints).toEqual([])
})

test('words come back from a version, and the difference is shown by word', async ({ page }) => {
  await open(page, 2)
  const before = await field(page).inputValue()
  await field(page).fill('Seeded loaves, two for one.')
  await save(page, 2).click()
  const versions = page.getByRole('region', { name: 'Versions' })
  await expect(versions.getByRole('insertion').first()).toBeVisible()
  await expect(versions.getByRole('list', { name: 'What changed when' })).toContainText('text for X')
  await versions.getByRole('button', { name: 'Restore the words of v1' }).click()
  await expect(page.getByText('The words of v1 are back')).toBeVisible()
  await expect(field(page)).toHaveValue(before)
  await expect(versions.getByRole('listitem')).toHaveCount(3)
})

test('a locked post is not rewritten, and new words take an approval back', async ({ page }) => {
  id = await made()
  await open(page)
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(page.getByText('This post is locked.')).toBeVisible()
  await expect(field(page)).toHaveAttribute('readonly', '')
  await expect(page.getByRole('button', { name: 'Regenerate' })).toHaveCount(0)
  await page
    .getByRole('listitem')
    .filter({ hasText: /^Post 1 locked/ })
    .getByRole('button', { name: 'Undo' })
    .click()
  await expect(page.getByText('This post is locked.')).toBeHidden()
  await page.getByRole('button', { name: 'Approve', exact: true }).click()
  await expect(page.getByText('Approved', { exact: true })).toBeVisible()
  await field(page).fill('Approved no more.')
  await save(page, 5).click()
  await expect(page.getByText('Draft', { exact: true })).toBeVisible()
})

test('a click is one intent: sent again after a lost network it keeps its key, another click has another', async ({
  page,
}) => {
  const keys: string[] = []
  let lost = true
  await page.route('**/regenerate', async (route) => {
    keys.push(route.request().headers()['idempotency-key'] ?? '')
    if (lost) await route.abort()
    else await route.continue()
  })
  await page.goto(`${server.url}/campaigns/${id}`)
  await expectHearing(page)
  const again = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Regenerate post 2' }).click()
    const dialog = page.getByRole('dialog', { name: /^Make post 2 again:/ })
    await dialog.getByRole('textbox', { name: 'What should be different' }).fill('Warmer')
    await dialog.getByRole('button', { name: 'Regenerate' }).click()
  }
  await again()
  lost = false
  await page.getByRole('button', { name: 'Leave it as it is' }).click()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(card(page, 2)).toContainText('v2')
  await again()
  await expect(card(page, 2)).toContainText('v3')
  expect(keys).toHaveLength(3)
  expect(keys[0]).toBe(keys[1])
  expect(new Set(keys).size).toBe(2)
})

test('the board and the editor are at hand by single keys, which can be switched off', async ({ page }) => {
  id = await made()
  await page.goto(`${server.url}/campaigns/${id}`)
  await expectHearing(page)
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
  }
  await press('j', 'j')
  await expect(card(page, 2)).toBeFocused()
  await press('2')
  await expect(card(page, 2).getByRole('tab', { name: 'X' })).toHaveAttribute('aria-selected', 'true')
  await press('a')
  await expect(card(page, 2)).toContainText('Approved')
  await press('l')
  await expect(card(page, 2)).toContainText('Locked')
  await press('l')
  await expect(card(page, 2)).not.toContainText('Locked')
  await press('r')
  await expect(page.getByRole('dialog', { name: /^Make post 2 again:/ })).toBeVisible()
  await press('Escape')
  await expect(card(page, 2)).toBeFocused()
  await press('k', 'e')
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
  await press('e')
  await expect(
    page
      .getByRole('form', { name: /^Text for/ })
      .getByRole('textbox')
      .first(),
  ).toBeFocused()
  await page.keyboard.type(' al')
  await expect(page.getByText('Locked', { exact: true })).toBeHidden()
  await page.getByRole('form').getByRole('button', { name: 'Undo' }).press('Enter')
  await press('Escape')
  await expect(card(page, 1)).toBeFocused()
  await press('?')
  await page.getByRole('switch', { name: 'Single keys' }).press('Space')
  await press('Escape', 'j')
  await expect(card(page, 2)).not.toBeFocused()
})

for (const { colorScheme, judged } of [
  { colorScheme: 'light', judged: 1600 },
  { colorScheme: 'dark', judged: 390 },
] as const) {
  test(`the editor is for everybody, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.setViewportSize({ width: judged, height: 900 })
    await open(page)
    const saving = page.getByRole('button', { name: /^Save v/ })
    await field(page).fill(`Bread, ${colorScheme}.`)
    await saving.click()
    await expect(page.getByRole('region', { name: 'Versions' }).getByRole('deletion').first()).toBeVisible()
    await field(page).fill('Long. '.repeat(60))
    await expectNoViolations(page)
    for (const width of [360, 390, 1024, 1600]) {
      await page.setViewportSize({ width, height: 900 })
      await expectNoSidewaysScroll(page)
    }
  })
}

test.describe('a campaign that takes its time', () => {
  let slow: RunningServer
  let site: HeldSite
  test.beforeAll(async () => {
    site = await startHeldSite()
    slow = await startServer({ env: { WORKER_CONCURRENCY: '1', WEBSITE_ALLOW: site.host } })
  })
  test.afterAll(async () => {
    await slow.stop()
    await site.close()
  })

  test('it is paused and goes on by one button in one place', async ({ page }) => {
    const campaign = await order(slow.url, { ...words, website: site.url })
    await page.goto(`${slow.url}/campaigns/${campaign}`)
    await expectHearing(page)
    await page.getByRole('button', { name: 'Pause' }).press('Enter')
    await expect(sentence(page)).toHaveText(/^Paused\. .+ to the end\. Two jobs wait until you keep making it\.$/)
    const again = page.getByRole('button', { name: 'Keep making it' })
    await expect(again).toBeFocused()
    site.letGo()
    await expect(sentence(page)).toHaveText('Paused. Two jobs wait until you keep making it.')
    await again.press('Enter')
    await expect(sentence(page)).toHaveText(/^Two posts, made in/)
  })
})
