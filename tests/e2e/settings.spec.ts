import { expect, test } from '@playwright/test'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { startVendorProcess, type VendorProcess } from '../support/vendor/start-vendor.ts'
import { complaintsOf, expectNoSidewaysScroll, expectNoViolations, order, sentence } from './stage.ts'

const key = 'AIzaSyEndToEnd-Key_0123456789abcdef'

test.describe('with a key', () => {
  let vendor: VendorProcess
  let server: RunningServer
  test.beforeAll(async () => {
    vendor = await startVendorProcess()
    server = await startServer({
      env: { GEMINI_API_KEY: key, GOOGLE_GENAI_BASE_URL: vendor.url, SPEND_CAP_MICROS: '120000000' },
    })
  })
  test.afterAll(async () => {
    await server.stop()
    await vendor.stop()
  })

  test('the settings say which models are in use, at which dated prices, and read well at any width', async ({
    page,
  }) => {
    const complaints = complaintsOf(page)
    await page.goto(server.url)
    await page.getByRole('link', { name: 'Settings' }).click()
    await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
    const models = page.getByRole('region', { name: 'Who makes what' })
    await expect(models.getByRole('listitem').filter({ hasText: 'gemini-3.8-flash' }).first()).toContainText(
      'Analysis and text',
    )
    await expect(models).toContainText('gemini-3.1-flash-image')
    await expect(models.getByRole('row', { name: /1 Jan 2027/ })).toContainText('$7.50')
    await expect(models).toContainText('read on 20 Sept 2026')
    await expect(models).toContainText('GOOGLE_VIDEO_MODEL names another model.')
    await expect(page.getByRole('region', { name: 'Budget' })).toContainText('€120.00')
    for (const theme of ['light', 'dark']) {
      await page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme)
      for (const width of [390, 1024, 1600]) {
        await page.setViewportSize({ width, height: 900 })
        await expectNoSidewaysScroll(page)
        await expectNoViolations(page)
        const to = process.env['SHOTS']
        if (to !== undefined) await page.screenshot({ path: `${to}/settings-${width}-${theme}.png`, fullPage: true })
      }
    }
    await page.setViewportSize({ width: 390, height: 844 })
    await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' })).toBeVisible()
    expect(await page.content()).not.toContain(key)
    expect(complaints).toEqual([])
  })

  test('one press asks Google whether it takes the key, and the answer is in words', async ({ page }) => {
    const bodies: string[] = []
    page.on(
      'response',
      (response) =>
        void response.text().then(
          (text) => bodies.push(text),
          () => undefined,
        ),
    )
    await page.goto(`${server.url}/settings`)
    const providers = page.getByRole('region', { name: 'Providers' })
    await expect(providers).toContainText('Not tested')
    const press = providers.getByRole('button', { name: 'Test the key' })
    await press.focus()
    await page.keyboard.press('Enter')
    await expect(providers).toContainText('Key accepted')
    await expect(providers).toContainText(
      /The key is accepted\. The models in use stand in its list\. Asked at \d\d:\d\d\. It cost nothing\./,
    )
    await expect(press).toBeFocused()
    await expectNoViolations(page)
    await vendor.change({ next: { models: ['bad-key'] } })
    await press.click()
    await expect(providers).toContainText('Key refused')
    await expect(providers).toContainText('Google does not accept the API key.')
    await expect(providers).toContainText('“API key not valid. Please pass a valid API key.”')
    const to = process.env['SHOTS']
    if (to !== undefined) await page.screenshot({ path: `${to}/settings-refused.png`, fullPage: true })
    await vendor.change({ listed: ['gemini-3.8-flash'] })
    await press.click()
    await expect(providers).toContainText(
      'Google’s list for this key does not have gemini-3.1-flash-image and gemini-omni-1.1-flash',
    )
    expect((await vendor.calls()).map(({ kind }) => kind)).toEqual(Array(3).fill('models'))
    expect(bodies.join('\n')).not.toContain(key)
    expect(server.output()).not.toContain(key)
  })
})

test('what waits for a key says so, and goes on when the settings are given another', async ({ page }) => {
  const vendor = await startVendorProcess({ script: { revoked: [key] } })
  const server = await startServer({ env: { GEMINI_API_KEY: key, GOOGLE_GENAI_BASE_URL: vendor.url } })
  const complaints = complaintsOf(page)
  try {
    const id = await order(server.url, { postCount: 1 })
    await page.goto(`${server.url}/campaigns/${id}`)
    const note = page.locator('.note').filter({ hasText: 'One job waits for another key or other credentials.' })
    await expect(note).toBeVisible()
    await expectNoViolations(page)
    await expect(note).toContainText('Google does not accept the API key.')
    await note.getByRole('link', { name: 'Go to the settings' }).click()
    const providers = page.getByRole('region', { name: 'Providers' })
    const use = providers.getByRole('button', { name: 'Use this key' })
    await use.click()
    await expect(providers).toContainText('Write the key first.')
    const field = providers.getByLabel('Another key')
    await expect(field).toBeFocused()
    await field.fill('AIzaSyGiven-Key_0123456789abcdef')
    await page.keyboard.press('Enter')
    await expect(providers).toContainText('The new key is in use. What waited for one goes on.')
    await expect(field).toHaveValue('')
    await expect(providers).toContainText('is used instead of GEMINI_API_KEY')
    await expectNoViolations(page)
    const to = process.env['SHOTS']
    if (to !== undefined) await page.screenshot({ path: `${to}/settings-given.png`, fullPage: true })
    await page.goBack()
    await expect(sentence(page)).toContainText(', made in ', { timeout: 30_000 })
    await page.goto(`${server.url}/settings`)
    await providers.getByRole('button', { name: 'Go back to GEMINI_API_KEY' }).click()
    await expect(providers).toContainText('The key is the one of GEMINI_API_KEY')
    expect(complaints).toEqual([])
  } finally {
    await server.stop()
    await vendor.stop()
  }
})

test('beside an own model the settings say who makes what until there is a key', async ({ page }) => {
  const server = await startServer({ env: { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_TEXT_MODEL: 'own' } })
  try {
    await page.goto(`${server.url}/settings`)
    const providers = page.getByRole('region', { name: 'Providers' })
    await expect(providers).toContainText('Until then your own model writes, and the studio draws drafts.')
    await expect(providers).not.toContainText('the studio makes drafts')
  } finally {
    await server.stop()
  }
})

test('without a key the settings say how to set one, and that the studio makes drafts', async ({ page }) => {
  const server = await startServer()
  try {
    await page.goto(`${server.url}/settings`)
    const providers = page.getByRole('region', { name: 'Providers' })
    await expect(providers).toContainText('Set GEMINI_API_KEY where the server starts')
    await expect(providers).toContainText('Until then the studio makes drafts.')
    await expect(providers.getByRole('button')).toHaveCount(0)
    await expect(providers.getByRole('textbox')).toHaveCount(0)
    await expect(page.getByRole('region', { name: 'Who makes what' })).toContainText('Free, made on this machine')
    await expectNoViolations(page)
    const refused = await fetch(`${server.url}/api/v1/settings/key-test`, { method: 'POST' })
    expect([refused.status, refused.headers.get('content-type')]).toEqual([409, 'application/problem+json'])
    expect((await refused.json()).detail).toContain('GEMINI_API_KEY')
    const to = process.env['SHOTS']
    if (to !== undefined) await page.screenshot({ path: `${to}/settings-studio.png`, fullPage: true })
  } finally {
    await server.stop()
  }
})

test('what waits for the next day’s quota says so, and when it is asked for again, in the zone of the browser', async ({
  browser,
}) => {
  const context = await browser.newContext({ timezoneId: 'Asia/Tokyo' })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (said) => said.type() === 'error' && faults.push(said.text()))
  const vendor = await startVendorProcess({ script: { always: { analysis: '429-day' } } })
  const server = await startServer({ env: { GEMINI_API_KEY: key, GOOGLE_GENAI_BASE_URL: vendor.url } })
  try {
    const id = await order(server.url, { postCount: 1 })
    await page.goto(`${server.url}/campaigns/${id}`)
    const note = page.locator('.note').filter({ hasText: 'One job waits for the provider’s next quota.' })
    await expect(note).toContainText('Today’s quota at Google is used up.')
    await expect(note).toContainText(/Asked again from (\d+ \w+, )?\d\d:\d\d\./)
    await expectNoViolations(page)
    // Now it comes with the server's picture, which knows no zone.
    await page.reload()
    const until = (await note.locator('time').getAttribute('datetime')) ?? ''
    const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Tokyo' })
    await expect(note.locator('time')).toContainText(hour.format(Date.parse(until)))
    await expect(page.getByText(`Parked until ${hour.format(Date.parse(until))}`).first()).toBeVisible()
    expect(faults).toEqual([])
  } finally {
    await context.close()
    await server.stop()
    await vendor.stop()
  }
})
