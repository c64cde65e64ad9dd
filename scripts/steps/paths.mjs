import { existsSync } from 'node:fs'
import { delimiter, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[/\\]$/, '')

export const inRoot = (...parts) => join(root, ...parts)

/** The program of a package, to be run by `node24()`. */
export const tool = {
  prisma: inRoot('node_modules', 'prisma', 'build', 'index.js'),
  next: inRoot('node_modules', 'next', 'dist', 'bin', 'next'),
  oxfmt: inRoot('node_modules', 'oxfmt', 'bin', 'oxfmt'),
  oxlint: inRoot('node_modules', 'oxlint', 'bin', 'oxlint'),
  tsc: inRoot('node_modules', 'typescript', 'bin', 'tsc'),
  knip: inRoot('node_modules', 'knip', 'bin', 'knip.js'),
  vitest: inRoot('node_modules', 'vitest', 'vitest.mjs'),
  playwright: inRoot('node_modules', '@playwright', 'test', 'cli.js'),
}

const installedNode = inRoot('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Node 24 as installed from npm, or the one that runs this when it is new enough. Undefined before the install. */
export function node24() {
  if (existsSync(installedNode)) return installedNode
  const [major = 0] = process.versions.node.split('.').map(Number)
  return major >= 24 ? process.execPath : undefined
}

/** PATH as it was before npm put node_modules/.bin first: the install must not run on a Node that it replaces. */
export function outerPath() {
  const ours = `${sep}node_modules${sep}.bin`
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.endsWith(ours))
    .join(delimiter)
}
