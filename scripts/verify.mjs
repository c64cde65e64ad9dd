// npm run verify -- campaign.zip: looks at an exported campaign, offline; exit code 1 when one byte of it was changed.
import path from 'node:path'
import { inRoot, node24 } from './steps/paths.mjs'
import { prepare } from './steps/prepare.mjs'
import { main, run } from './steps/run.mjs'

await main(async () => {
  await prepare({ build: false })
  // npm moves to the folder of the package; names are meant from where the person stands.
  const files = process.argv.slice(2).map((file) => path.resolve(process.env.INIT_CWD ?? process.cwd(), file))
  const { code } = await run(node24(), [inRoot('scripts', 'verify.ts'), ...files])
  return code ?? 1
})
