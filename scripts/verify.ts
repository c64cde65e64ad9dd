// Looks at exported campaigns, offline: node scripts/verify.ts campaign.zip. Says what was changed; exit code 1 when anything was.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { checkExport } from '../lib/campaigns/export/check-export.ts'

/** What a stranger's archive says must not steer the terminal. */
const plain = (text: string): string => text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '\ufffd')

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('Name the file: npm run verify -- campaign.zip')
  process.exitCode = 1
}
for (const file of files) {
  const name = path.basename(file)
  const archive = await readFile(file).catch(() => null)
  if (!archive) {
    console.error(`${name}: this file cannot be read.`)
    process.exitCode = 1
    continue
  }
  const { manifest, problems } = await checkExport(archive)
  for (const problem of problems) console.error(plain(`${name}: ${problem}`))
  if (manifest && problems.length === 0) {
    const { assets, filesSha256 } = manifest
    console.log(
      plain(
        `${name}: "${manifest.name}" is as it was exported: ${manifest.files.length} files, ${assets.length} with a certificate. Seal ${filesSha256}`,
      ),
    )
  } else {
    process.exitCode = 1
  }
}
