import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { inRoot } from './paths.mjs'

/** A fingerprint of the named files and folders (by content), and of `words`. What is missing counts as missing. */
export function fingerprint(paths, words = [], skip = []) {
  const hash = createHash('sha256')
  for (const word of words) hash.update(`${word}\0`)
  for (const path of paths) addPath(hash, path, skip)
  return hash.digest('hex')
}

function addPath(hash, path, skip) {
  if (skip.includes(path)) return
  let entries
  try {
    entries = readdirSync(inRoot(path), { withFileTypes: true })
  } catch (error) {
    hash.update(`${path}\0`)
    if (error.code === 'ENOTDIR') hash.update(readFileSync(inRoot(path)))
    else if (error.code !== 'ENOENT') throw error
    return
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) addPath(hash, join(path, entry.name), skip)
}

export function readStamp(path) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return undefined
  }
}

export function writeStamp(path, value) {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${value}\n`)
}
