import { existsSync, readdirSync } from 'node:fs'
import { findChromium } from './browser.mjs'
import { inRoot, node24 } from './paths.mjs'
import { prepare, quietTools } from './prepare.mjs'
import { main, run, throwIfStopped } from './run.mjs'

/** Runs `<folder>/<name>.ts`, or each of the folder, on Node 24. What they print is passed on: one JSON object a line. */
export function runPrograms(folder, argv) {
  return main(async () => {
    const names = existsSync(inRoot(folder))
      ? readdirSync(inRoot(folder))
          .filter((file) => file.endsWith('.ts'))
          .map((file) => file.slice(0, -'.ts'.length))
          .sort()
      : []
    const [name, ...more] = argv
    if (name !== undefined && !names.includes(name)) {
      console.error(`There is no ${folder}/${name}.ts. There are: ${names.join(', ') || 'none'}.`)
      return 1
    }
    await prepare({ build: true })
    const chromium = findChromium()
    const env = { ...process.env, ...quietTools, NODE_ENV: 'production' }
    if (chromium !== undefined) env.CHROMIUM_PATH = chromium
    const broken = []
    for (const next of name === undefined ? names : [name]) {
      console.error(`== ${next}`)
      const { code } = await run(node24(), ['--expose-gc', inRoot(folder, `${next}.ts`), ...more], { env })
      throwIfStopped()
      if (code !== 0) broken.push(next)
    }
    if (broken.length > 0) console.error(`Failed: ${broken.join(', ')}`)
    return broken.length === 0 ? 0 : 1
  })
}
