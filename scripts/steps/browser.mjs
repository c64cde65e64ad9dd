import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { inRoot, node24, tool } from './paths.mjs'
import { run, StepFailed } from './run.mjs'

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** For machines without a sandbox or a screen; nothing here phones home. */
export const chromiumFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/**
 * The Chromium to test with: CHROMIUM_PATH, Playwright's own, or one of the system.
 * @returns {string | undefined}
 */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new StepFailed(`CHROMIUM_PATH names ${named}, which does not exist.`, 'Correct it, or unset it.')
  }
  return [playwrightsOwn(), ...installed].find((path) => path !== undefined && existsSync(path))
}

function playwrightsOwn() {
  try {
    return createRequire(inRoot('package.json'))('@playwright/test').chromium.executablePath()
  } catch {
    return undefined
  }
}

/** Finds a Chromium or installs one. */
export async function ensureChromium() {
  const found = findChromium()
  if (found !== undefined) return found
  console.error('Installing Chromium for the end-to-end tests (once) …')
  await run(node24(), [tool.playwright, 'install', 'chromium'], {
    quiet: true,
    ownGroup: true,
    limitMs: 180_000,
  })
  if (findChromium() === undefined && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('  not to be had from Playwright; asking the system for its package …')
    const apt = { quiet: true, ownGroup: true, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
    await run('apt-get', ['update'], { ...apt, limitMs: 120_000 })
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { ...apt, limitMs: 300_000 })
  }
  const browser = findChromium()
  if (browser === undefined) {
    throw new StepFailed(
      'There is no Chromium for the end-to-end tests.',
      'Install one (apt-get install chromium, or npx playwright install --with-deps chromium), or set CHROMIUM_PATH.',
    )
  }
  return browser
}
