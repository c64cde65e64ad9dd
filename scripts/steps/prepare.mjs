import { existsSync, readFileSync, rmSync } from 'node:fs'
import { alone } from './lock.mjs'
import { inRoot, node24, outerPath, tool } from './paths.mjs'
import { step, StepFailed } from './run.mjs'
import { fingerprint, readStamp, writeStamp } from './stamp.mjs'

export const quietTools = {
  CHECKPOINT_DISABLE: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NO_UPDATE_NOTIFIER: '1',
  PRISMA_HIDE_UPDATE_MESSAGE: '1',
  // Any existing file will do: without one Prisma looks for a native engine to download, which nothing here uses.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
}

const packages = {
  stamp: inRoot('node_modules', '.unfold-lock'),
  want: () => fingerprint(['package-lock.json'], [process.platform, process.arch]),
  isFresh() {
    if (node24() === undefined) return false
    const want = this.want()
    const found = readStamp(this.stamp)
    if (found === want) return true
    if (found !== undefined || !installedAsLocked()) return false
    writeStamp(this.stamp, want)
    return true
  },
  async make(onStart) {
    await step('Installing packages (once, takes a minute or so)', 'npm', ['ci', '--no-audit', '--no-fund'], {
      env: { ...process.env, ...quietTools, PATH: outerPath(), NODE_ENV: 'development' },
      advice:
        'See what npm says above. Usual causes: no way to the npm registry, a proxy that is not set, a full disk. Then run the same command again.',
      onStart,
    })
    if (node24() === undefined) {
      throw new StepFailed(
        'npm installed no Node 24, probably because install scripts are switched off (ignore-scripts).',
        'Allow the script of the package "node", or run the same command with Node 24 or later.',
      )
    }
    writeStamp(this.stamp, this.want())
  },
}

const client = {
  stamp: inRoot('lib', 'db', 'generated', '.unfold-schema'),
  want: () => fingerprint(['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json']),
  isFresh() {
    return !existsSync(inRoot('prisma', 'schema.prisma')) || readStamp(this.stamp) === this.want()
  },
  async make(onStart) {
    await step('Generating the database client', node24(), [tool.prisma, 'generate', '--no-hints'], {
      env: { ...process.env, ...quietTools },
      advice: 'See what Prisma says above, usually about prisma/schema.prisma, and run the same command again.',
      onStart,
    })
    writeStamp(this.stamp, this.want())
  },
}

const built = ['app', 'components', 'hooks', 'lib', 'styles', 'public', 'prisma/schema.prisma', 'package-lock.json']
const builtBy = ['next.config.mjs', 'postcss.config.mjs', 'tsconfig.json']

const pages = {
  stamp: inRoot('.next', '.unfold-build'),
  want: () => fingerprint([...built, ...builtBy], [], ['lib/db/generated']),
  isFresh() {
    return existsSync(inRoot('.next', 'BUILD_ID')) && readStamp(this.stamp) === this.want()
  },
  async make(onStart) {
    const want = this.want()
    await step('Building the pages (again only after a change)', node24(), [tool.next, 'build'], {
      env: { ...process.env, ...quietTools, NODE_ENV: 'production' },
      advice: 'See what Next says above and run the same command again.',
      onStart,
    })
    writeStamp(this.stamp, want)
  },
}

/** Installs, generates and (when `build`) builds what is missing or stale. When nothing is, it only reads files. */
export async function prepare({ build }) {
  const parts = [packages, client, ...(build ? [pages] : [])]
  if (parts.every((part) => part.isFresh())) return
  await alone(async (onStart) => {
    for (const part of parts) {
      if (part.isFresh()) continue
      rmSync(part.stamp, { force: true })
      await part.make(onStart)
    }
  })
}

/** True when somebody ran npm himself and what he installed is what the lock file asks for. */
function installedAsLocked() {
  try {
    const wanted = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages
    const found = JSON.parse(readFileSync(inRoot('node_modules', '.package-lock.json'), 'utf8')).packages
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === '' || entry.optional === true || entry.devOptional === true || entry.peer === true) return true
      return found[path]?.version === entry.version && found[path]?.integrity === entry.integrity
    })
  } catch {
    return false
  }
}
