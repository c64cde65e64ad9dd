import { defineConfig, devices } from '@playwright/test'
import { chromiumFlags, findChromium } from './scripts/steps/browser.mjs'

const executablePath = findChromium()

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  workers: 1,
  // A busy machine may start a browser late: what passes the second time is told as flaky, what fails twice is red.
  retries: 1,
  forbidOnly: Boolean(process.env['CI']),
  timeout: 60_000,
  globalTimeout: 9 * 60_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json']],
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: { args: chromiumFlags, ...(executablePath === undefined ? {} : { executablePath }) },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
})
