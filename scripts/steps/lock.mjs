import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { inRoot } from './paths.mjs'
import { throwIfStopped } from './run.mjs'

const folder = inRoot('.cache', 'prepare.lock')
const takeover = `${folder}.takeover`

/**
 * Runs `work` while no other start on this checkout does. The lock names the processes that may still write: the
 * holder and the step it runs. It is taken over when all of them are gone.
 */
export async function alone(work) {
  mkdirSync(inRoot('.cache'), { recursive: true })
  let told = false
  while (!take()) {
    throwIfStopped()
    const named = holders()
    const living = named?.find(isAlive)
    if (named !== undefined && living === undefined) clearStale()
    if (living !== undefined && !told) {
      console.error(`Another start (process ${living.pid}) is preparing this checkout; waiting for it …`)
      told = true
    }
    await delay(living === undefined ? 20 : 250)
  }
  try {
    return await work((pid) => writeHolders([process.pid, pid]))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function take() {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
  writeHolders([process.pid])
  return true
}

function writeHolders(pids) {
  const temporary = join(folder, `holders.${process.pid}`)
  writeFileSync(temporary, JSON.stringify(pids.map((pid) => ({ pid, born: bornAt(pid) }))))
  renameSync(temporary, join(folder, 'holders.json'))
}

/** Undefined while the names are being written; a lock that has none after two seconds lost its holder. */
function holders() {
  try {
    return JSON.parse(readFileSync(join(folder, 'holders.json'), 'utf8'))
  } catch {
    return ageMs(folder) < 2_000 ? undefined : []
  }
}

/** Two waiters may find the same dead holder: only one clears, and it looks again before it does. */
function clearStale() {
  try {
    mkdirSync(takeover)
  } catch {
    if (ageMs(takeover) > 10_000) rmSync(takeover, { recursive: true, force: true })
    return
  }
  try {
    if (holders()?.find(isAlive) === undefined) rmSync(folder, { recursive: true, force: true })
  } finally {
    rmSync(takeover, { recursive: true, force: true })
  }
}

function isAlive({ pid, born }) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
  return born === null || born === bornAt(pid)
}

/** When the process started, as Linux counts it: a pid that was given away again is another process. */
function bornAt(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function ageMs(path) {
  try {
    return Date.now() - statSync(path).mtimeMs
  } catch {
    return 0
  }
}
