import Database from 'better-sqlite3'
import { AppError } from '../../domain/errors.ts'
import { createCheckpoints } from './checkpoints.ts'

/** Pages of the file that stay in memory: the indexes of a busy installation. Taken as they are used. */
const cacheKb = 16_000
/** How long a write waits for another process's lock inside SQLite before it yields the event loop, ms. */
const busyTimeoutMs = 20
/** How long a write keeps trying before the store counts as unavailable, ms. */
const patienceMs = 10_000

export type Pen = {
  database: Database.Database
  /**
   * Runs `work` in a BEGIN IMMEDIATE transaction, all or nothing. Works that are asked for in the same turn share one commit; when one of them
   * throws, that commit is undone and each runs again in a commit of its own: `work` changes nothing but the database. Waits for other writers
   * without freezing the process. Throws AppError.
   */
  write<T>(work: () => T): Promise<T>
  /** Tells when a transaction begins, and when one is rolled back. */
  watch(watcher: { began(): void; undone(): void }): void
  /** Refuses what comes from now on; resolves when nothing holds the file any more. */
  close(): Promise<void>
}

type Waiting = { run(): void; settle(error?: unknown): void; alone: boolean; askedAt: number }

/** Time as the pen waits by: monotonic ms, and a short sleep between two tries. */
export type PenTime = { now(): number; sleep(ms: number): Promise<void> }

const realTime: PenTime = {
  now: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
}

/**
 * The one connection that writes. WAL with synchronous=NORMAL: a commit survives the death of the process (kill -9); after a power cut the
 * newest commits may be missing but the file is whole.
 */
export function openPen(file: string, time: PenTime = realTime): Pen {
  const database = new Database(file, { timeout: busyTimeoutMs })
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  database.pragma(`cache_size = -${cacheKb}`)
  const checkpoints = createCheckpoints(database)

  const statement = (sql: string): Database.Statement => database.prepare(sql)
  const begin = statement('BEGIN IMMEDIATE')
  const commit = statement('COMMIT')
  const rollback = statement('ROLLBACK')
  const queue: Waiting[] = []
  let writing = false
  let watcher = { began: (): void => undefined, undone: (): void => undefined }

  /** One transaction for all of `batch`, each alone when one of them throws. Returns false when another process holds the lock. */
  const writeAll = (batch: readonly Waiting[]): boolean => {
    if (!database.open) throw new AppError('going_down')
    try {
      begin.run()
    } catch (error) {
      if (isBusy(error)) return false
      throw error
    }
    try {
      watcher.began()
      for (const one of batch) one.run()
      commit.run()
    } catch (error) {
      // SQLite itself may have rolled everything back already (a full disk).
      if (database.inTransaction) rollback.run()
      watcher.undone()
      if (batch.length === 1) throw error
      queue.unshift(...batch.map((one) => ({ ...one, alone: true })))
      return true
    }
    for (const one of batch) one.settle()
    checkpoints.committed()
    return true
  }

  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      const full = checkpoints.full()
      if (full) await full
      const batch = queue[0]?.alone ? queue.splice(0, 1) : queue.splice(0)
      try {
        if (writeAll(batch)) continue
      } catch (error) {
        for (const one of batch) one.settle(asAppError(error))
        continue
      }
      // Each waits for its own time, however long others have waited before it.
      const askedBefore = time.now() - patienceMs
      const [late, patient] = [
        batch.filter((one) => one.askedAt < askedBefore),
        batch.filter((one) => one.askedAt >= askedBefore),
      ]
      for (const one of late) one.settle(new AppError('store_unavailable', { detail: busyDetail }))
      queue.unshift(...patient)
      await time.sleep(1 + Math.random() * 15)
    }
    writing = false
  }

  return {
    database,
    write<T>(work: () => T) {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      const results: T[] = []
      queue.push({
        run: () => void (results[0] = work()),
        settle: (error) => (error === undefined ? resolve(results[0] as T) : reject(error)),
        alone: false,
        askedAt: time.now(),
      })
      if (!writing) {
        writing = true
        queueMicrotask(() => void drain())
      }
      return promise
    },
    watch: (given) => void (watcher = given),
    async close() {
      database.close()
      await checkpoints.close()
    },
  }
}

const busyDetail = 'Another process holds the database. Nothing was changed.'

function sqliteCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error))

/** SQLite's codes as ours; what is not SQLite's passes unchanged. */
export function asAppError(error: unknown): unknown {
  const code = sqliteCode(error)
  if (!code.startsWith('SQLITE_')) return error
  if (code === 'SQLITE_FULL') {
    return new AppError('disk_full', {
      detail: 'The disk is full: nothing was changed. Free some space and try again.',
      cause: error,
    })
  }
  if (/^SQLITE_(BUSY|LOCKED|IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB)/.test(code)) {
    return new AppError('store_unavailable', {
      detail: 'The database cannot be written right now. Nothing was changed.',
      cause: error,
    })
  }
  return error
}
