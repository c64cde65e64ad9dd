// npm test: everything CI runs. One check by name: node scripts/test.mjs unit [more arguments for its program]
import { check, checks } from './steps/checks.mjs'
import { prepare } from './steps/prepare.mjs'
import { main } from './steps/run.mjs'

const [name, ...more] = process.argv.slice(2)

await main(async () => {
  if (name !== undefined && !(name in checks)) {
    console.error(`There is no check ${JSON.stringify(name)}. There are ${Object.keys(checks).join(', ')}.`)
    return 1
  }
  await prepare({ build: false })
  const total = { passed: 0, failed: 0, flaky: 0 }
  for (const next of name === undefined ? Object.keys(checks) : [name]) {
    const result = await check(next, more)
    total.passed += result.passed
    total.failed += result.failed
    total.flaky += result.flaky
    if (!result.ok) break
  }
  const twice = total.flaky > 0 ? `, ${total.flaky} only at the second try (named above as flaky)` : ''
  console.log(`\n${total.passed} passed, ${total.failed} failed${twice}`)
  return total.failed === 0 ? 0 : 1
})
