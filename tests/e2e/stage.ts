import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import type { BriefInput } from '../../lib/domain/brief.ts'

/** A brief that is made in moments: texts and images, no film. */
export const quick: BriefInput = {
  business:
    'Hearth & Crumb is a neighbourhood bakery in Leeds. Sourdough proved for 36 hours, flour from farms within 40 miles. We open at 6 am. On Saturdays, two for one on seeded loaves.',
  objective: 'sales',
  name: 'Saturday loaves',
  offer: 'Two for one on seeded loaves',
  platforms: ['instagram', 'x'],
  postCount: 3,
  visuals: { images: true, videos: false },
}

/** Asks the server for a campaign as any service would; answers its id. */
export async function order(url: string, brief: Partial<BriefInput> = {}): Promise<string> {
  const response = await fetch(`${url}/api/v1/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...quick, ...brief }),
  })
  expect(response.status).toBe(202)
  const view = await response.json()
  return view.id
}

/** Everything the page complains about, in its console or by throwing. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return complaints
}

/** Waits until the page hears: keys pressed and buttons met before that are lost. It says what it hears of the server from then on. */
export async function expectHearing(page: Page): Promise<void> {
  await expect(page.locator('.conn')).toBeVisible()
}

export const sentence = (page: Page) => page.locator('.say')

export async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze()
  expect(
    violations.map(({ id, nodes }) => ({
      id,
      where: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
    })),
  ).toEqual([])
}

export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(over).toBe(0)
}
