import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { missingBuilds } from '../../scripts/lockfile.mjs'

type Lock = { packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }> }

const lock = JSON.parse(await readFile(new URL('../../package-lock.json', import.meta.url), 'utf8')) as Lock

test('the lock file describes the builds for every system; if not: node scripts/lockfile.mjs', () => {
  expect(Object.keys(missingBuilds(lock))).toEqual([])
})

test('the lock file names no registry', () => {
  const named = Object.entries(lock.packages).filter(([, entry]) => entry.resolved !== undefined)
  expect(named).toEqual([])
})

test('a build that is not described is noticed, with what it runs on', () => {
  const packages = { 'node_modules/fast': { optionalDependencies: { '@fast/core-linux-x64-musl': '1.2.3' } } }
  expect(missingBuilds({ packages })).toEqual({
    'node_modules/@fast/core-linux-x64-musl': {
      version: '1.2.3',
      cpu: ['x64'],
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    },
  })
})
