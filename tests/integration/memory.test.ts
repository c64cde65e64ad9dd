import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { memoryEnvironment, nodeFlags } from '../../scripts/steps/server-process.mjs'

const program = fileURLToPath(new URL('../fixtures/pixels-left.ts', import.meta.url))

test.runIf(process.platform === 'linux')('pixels that nobody holds go back to the system', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...nodeFlags, program], {
    env: { ...process.env, ...memoryEnvironment },
  })
  // 5 each time; without what is set here 118 each time.
  expect(Number(stdout)).toBeLessThan(30)
})
