import { expect, test } from '@playwright/test'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { expectHearing, order, sentence } from './stage.ts'

let server: RunningServer

test.beforeAll(async () => {
  server = await startServer({ env: { STUDIO_FAULTS: 'image:refused:1,text:unavailable:1' } })
})
test.afterAll(async () => {
  await server.stop()
})

test('a refused image shows its reason in its place, and is made with a change or as it is', async ({ page }) => {
  const id = await order(server.url)
  await page.goto(`${server.url}/campaigns/${id}`)
  await expectHearing(page)
  await expect(sentence(page)).toHaveText('No post is complete. Posts 1, 2 and 3 each miss a part.', {
    timeout: 20_000,
  })
  const first = page.getByRole('region', { name: /^Post 1:/ })
  await expect(first).toContainText('Image refused by the provider')
  await expect(first).toContainText('Nothing was charged.')
  await expect(first).toContainText('Text finished')
  await expect(page.getByText('Three jobs failed.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Retry all three' })).toBeEnabled()
  await first.getByRole('button', { name: 'Change and retry' }).click()
  const dialog = page.getByRole('dialog', { name: /^Make post 1 again:/ })
  await expect(dialog.getByRole('button', { name: 'Image', pressed: true })).toBeVisible()
  await dialog.getByRole('textbox', { name: 'What should be different' }).fill('Without a logo')
  await dialog.getByRole('button', { name: 'Regenerate' }).click()
  await expect(dialog).toBeHidden()
  await expect(first.getByRole('img')).toBeVisible()
  await expect(sentence(page)).toHaveText(/^One post is ready\. Posts 2 and 3 each miss a part\.$/)
  const notes = page.locator('.note')
  await notes.filter({ hasText: 'Image 02' }).getByRole('button', { name: 'Retry as is' }).click()
  await expect(sentence(page)).toHaveText('Two posts are ready. Post 3 has its text, but its image was refused.')
  await notes.filter({ hasText: 'Image 03' }).getByRole('button', { name: 'Change the instruction' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Regenerate' }).click()
  await expect(sentence(page)).toHaveText('Three posts and three images, ready.')
})
