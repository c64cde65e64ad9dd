import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { ensureChromium } from './browser.mjs'
import { inRoot, node24, tool } from './paths.mjs'
import { prepare, quietTools } from './prepare.mjs'
import { run, throwIfStopped } from './run.mjs'

const reports = inRoot('.cache', 'test')
const minute = 60_000

const program = (file, args, env) => ({
  command: () => [node24(), [file, ...args]],
  env,
})

function vitest(project) {
  const report = inRoot('.cache', 'test', `${project}.json`)
  return {
    ...program(tool.vitest, [
      'run',
      `--project=${project}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ]),
    report,
    count: (json) => ({ passed: json.numPassedTests, failed: json.numFailedTests }),
    advice: `Read the first failure above. Again, only these: node scripts/test.mjs ${project}`,
    // Ends what hangs; a busy machine takes twice the usual time.
    limitMs: 12 * minute,
  }
}

const endToEndReport = inRoot('.cache', 'test', 'e2e.json')

/** What npm test does, in order. */
export const checks = {
  format: {
    title: 'Format',
    ...program(tool.oxfmt, ['--check', '.']),
    advice: 'Run: npx oxfmt',
  },
  lint: {
    title: 'Lint and dependency rules',
    before: routeTypes,
    ...program(tool.oxlint, ['--deny-warnings']),
    advice: 'Each finding names its rule; the rooms and who may import whom stand in .oxlintrc.json.',
  },
  types: { title: 'Types', before: routeTypes, ...program(tool.tsc, ['--noEmit']), advice: 'Again: npx tsc --noEmit' },
  domain: {
    title: 'Types of the domain, without Node and DOM',
    ...program(tool.tsc, ['--noEmit', '-p', 'tsconfig.domain.json']),
    advice: 'lib/domain is pure: hand in clocks, ids and everything of the platform.',
  },
  unused: {
    title: 'Unused files, exports and dependencies',
    ...program(tool.knip, ['--no-progress']),
    advice: 'Delete what is named, or use it.',
  },
  unit: { title: 'Unit tests', ...vitest('unit') },
  contract: { title: 'Contract tests', ...vitest('contract') },
  integration: { title: 'Integration tests', before: () => prepare({ build: true }), ...vitest('integration') },
  e2e: {
    title: 'End-to-end tests in Chromium',
    before: () => prepare({ build: true }),
    ...program(tool.playwright, ['test'], { PLAYWRIGHT_JSON_OUTPUT_NAME: endToEndReport }),
    browser: true,
    report: endToEndReport,
    // What failed once and passed then is told, and is not red: see playwright.config.ts.
    count: ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected, flaky: stats.flaky }),
    narrow: byFileName,
    advice: 'Traces and screenshots are in test-results. Again, only these: node scripts/test.mjs e2e',
    limitMs: 10 * minute,
  },
}

/** Runs one check; `more` is handed to its program. */
export async function check(name, more) {
  const { title, before, command, env, browser, report, count, narrow, advice, limitMs = 4 * minute } = checks[name]
  const started = performance.now()
  console.log(`\n== ${title} (${name})`)
  await before?.()
  const chromium = browser === true ? { CHROMIUM_PATH: await ensureChromium() } : {}
  if (report !== undefined) {
    mkdirSync(reports, { recursive: true })
    rmSync(report, { force: true })
  }
  const [file, args] = command()
  const { code, late } = await run(file, [...args, ...(narrow ? narrow(more) : more)], {
    env: { ...process.env, ...quietTools, ...env, ...chromium },
    limitMs,
  })
  throwIfStopped()
  const counted = report === undefined ? { passed: 0, failed: 0 } : readCount(report, count)
  const ok = code === 0 && counted.failed === 0
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${ok ? 'ok' : 'FAILED'} ${name} in ${seconds} s`)
  if (late) console.log(`It was stopped: it may take ${limitMs / minute} minutes.`)
  if (!ok) console.log(advice)
  return { ok, passed: counted.passed, failed: ok ? 0 : Math.max(1, counted.failed), flaky: counted.flaky ?? 0 }
}

function readCount(report, count) {
  try {
    return count(JSON.parse(readFileSync(report, 'utf8')))
  } catch {
    return { passed: 0, failed: 0 }
  }
}

/**
 * Playwright looks for a filter in the whole path, and the folder of a checkout may be called anything: what stands in front of the first option
 * is looked for in the names of the files, "editor" or "editor.spec.ts:102".
 */
function byFileName(more) {
  const first = more.findIndex((one) => one.startsWith('-'))
  const names = first === -1 ? more : more.slice(0, first)
  return [...names.map((one) => `tests/e2e/[^/]*${one.replace(/^.*\//, '')}`), ...more.slice(names.length)]
}

let routesTyped = false

/** Next writes the types of pages and style imports, which a fresh clone does not have. */
async function routeTypes() {
  if (routesTyped || !existsSync(inRoot('app'))) return
  routesTyped = true
  await run(node24(), [tool.next, 'typegen'], { quiet: true, env: { ...process.env, ...quietTools } })
}
