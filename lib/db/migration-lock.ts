import Database from 'better-sqlite3'
import { setTimeout as delay } from 'node:timers/promises'

/** Tries `attempt` until it is not refused as busy; waits 10 to 60 ms between tries, `patienceMs` in all. */
export async function untilNotBusy<T>(attempt: () => T | Promise<T>, patienceMs: number): Promise<T> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error
    }
    await delay(10 + Math.random() * 50)
  }
}

/** True for SQLite's "somebody else holds the lock", thrown by better-sqlite3 or by Prisma's adapter above it. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  const cause = JSON.stringify(error.cause ?? null)
  return /SQLITE_(BUSY|LOCKED)/.test(`${code} ${cause}`)
}

/**
 * Runs `work` while no other process on this host does, for the same `file`. The lock is SQLite's own on a file of
 * its own, so the kernel releases it when the holder dies in any way; the empty file stays behind on purpose.
 */
export async function underExclusiveLock<T>(file: string, patienceMs: number, work: () => Promise<T>): Promise<T> {
  const lock = new Database(file, { timeout: 0 })
  try {
    await untilNotBusy(() => lock.exec('BEGIN EXCLUSIVE'), patienceMs)
    return await work()
  } finally {
    lock.close()
  }
}
