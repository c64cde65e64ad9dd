import { expect, test, type Page } from '@playwright/test'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { logoOf, pdfOf } from '../support/tiny-files.ts'
import { complaintsOf, expectNoSidewaysScroll, expectNoViolations, sentence } from './stage.ts'

let server: RunningServer
test.beforeAll(async () => {
  server = await startServer()
})
test.afterAll(() => server.stop())

const sheet = {
  name: 'Product sheet.pdf',
  mimeType: 'application/pdf',
  buffer: pdfOf([['Every loaf is proved for 36 hours in our oven house.', 'We open at 6 am in Leeds.']]),
}
const row = (page: Page, name: string) =>
  page.getByRole('region', { name: 'Files' }).getByRole('listitem').filter({ hasText: name })
const choose = (page: Page) => page.getByRole('button', { name: 'Choose files' })

test('files are chosen by keyboard, read, kept with the draft, removed, and the campaign stands on them', async ({
  page,
}) => {
  const complaints = complaintsOf(page)
  await page.goto(`${server.url}/campaigns/new`)
  await page.getByRole('radio', { name: 'Awareness' }).click()
  await page.getByRole('textbox', { name: /What is the business/ }).fill('We bake bread and people come for it early.')
  const opened = page.waitForEvent('filechooser')
  await choose(page).focus()
  await page.keyboard.press('Enter')
  const logo = { name: 'logo.png', mimeType: 'image/png', buffer: await logoOf('#1f5a4c') }
  await (await opened).setFiles([sheet, logo])
  await expect(row(page, 'Product sheet.pdf')).toContainText(/Read one page and \d+ characters of text\./)
  await expect(row(page, 'logo.png')).toContainText('Read 120 × 60 pixels and one colour.')
  await expectNoViolations(page)

  await page.reload()
  await expect(row(page, 'Product sheet.pdf')).toContainText('Read one page')
  await page.getByRole('button', { name: 'Remove logo.png' }).click()
  await expect(row(page, 'logo.png')).toHaveCount(0)
  await expect(choose(page)).toBeFocused()

  await page.getByRole('switch', { name: /Images/ }).click()
  await page.getByRole('switch', { name: /Videos/ }).click()
  await page.getByRole('button', { name: 'Make the campaign' }).first().click()
  await expect(page).toHaveURL(/\/campaigns\/cmp_/)
  await expect(sentence(page)).toContainText(', made in ', { timeout: 30_000 })
  await expect(page.getByRole('complementary', { name: 'Analysis' })).toContainText(/Product sheet\.pdf Read one page/)
  await expect(page.getByText(/36 hours/).first()).toBeVisible()
  await page.setViewportSize({ width: 360, height: 780 })
  await expectNoSidewaysScroll(page)
  await page.goto(`${server.url}/campaigns/new`)
  await expect(page.getByRole('region', { name: 'Files' }).getByRole('listitem')).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('a file is dropped, waited for with its true share, and said to be refused where it stands', async ({ page }) => {
  await page.goto(`${server.url}/campaigns/new`)
  const held = Promise.withResolvers<void>()
  await page.route('**/api/v1/uploads?name=Product*', async (route) => {
    await held.promise
    await route.continue()
  })
  await expect(choose(page)).toBeEnabled()
  const dropped = await page.evaluateHandle(
    ({ text, pdf }) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(pdf)], 'Product sheet.pdf', { type: 'application/pdf' }))
      data.items.add(new File([Uint8Array.from(text)], 'archive.zip'))
      return data
    },
    { text: [0x50, 0x4b, 3, 4, 0, 0xff], pdf: [...sheet.buffer] },
  )
  await page.locator('.files').dispatchEvent('drop', { dataTransfer: dropped })
  await expect(row(page, 'archive.zip')).toContainText('This file is neither a PDF, nor a PNG, JPEG or WebP picture')
  await expect(page.getByRole('progressbar', { name: 'Uploading Product sheet.pdf' })).toBeVisible()
  const wait = page.getByRole('button', { name: 'Waiting for the files' }).first()
  await expect(wait).toBeDisabled()
  held.resolve()
  await expect(row(page, 'Product sheet.pdf')).toContainText('Read one page')
  await expect(page.getByRole('button', { name: 'Make the campaign' }).first()).toBeEnabled()
  await page.setViewportSize({ width: 360, height: 780 })
  await expectNoSidewaysScroll(page)
  await page.evaluate(() => document.documentElement.setAttribute('data-theme', 'dark'))
  await expectNoViolations(page)
})

test('a file that is gone from the server is said to be gone', async ({ page }) => {
  await page.goto(`${server.url}/campaigns/new`)
  await expect(choose(page)).toBeEnabled()
  await page.locator('input[type=file]').setInputFiles([sheet])
  await expect(row(page, 'Product sheet.pdf')).toContainText('Read one page')
  const draft = await page.evaluate(() => localStorage.getItem('unfold.draft'))
  const [{ id }] = JSON.parse(draft ?? '').draft.uploads
  expect((await fetch(`${server.url}/api/v1/uploads/${id}`, { method: 'DELETE' })).status).toBe(204)
  await page.reload()
  await expect(row(page, 'Product sheet.pdf')).toContainText('It is not kept any more')
  await page.getByRole('button', { name: 'Remove Product sheet.pdf' }).click()
  await expect(row(page, 'Product sheet.pdf')).toHaveCount(0)
})
