import Database from 'better-sqlite3'
import { AppError } from '../../domain/errors.ts'

/** How long a write waits for another process's lock inside SQLite before it yields the event loop, ms. */
const busyTimeoutMs = 20
/** How long a write keeps trying before the store counts as unavailable, ms. */
const patienceMs = 10_000

export type Pen = {
  database: Database.Database
  /** Runs `work` in one BEGIN IMMEDIATE transaction. Waits for other writers without freezing the process. Throws AppError. */
  write<T>(work: () => T): Promise<T>
  close(): void
}

/**
 * The one connection that writes. WAL with synchronous=NORMAL: a commit survives the death of the process (kill -9); after a power cut the
 * newest commits may be missing but the file is whole.
 */
export function openPen(file: string): Pen {
  const database = new Database(file, { timeout: busyTimeoutMs })
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  return {
    database,
    async write(work) {
      const transaction = database.transaction(work)
      const giveUpAt = performance.now() + patienceMs
      for (;;) {
        try {
          return transaction.immediate()
        } catch (error) {
          if (!isBusy(error) || performance.now() > giveUpAt) throw asAppError(error)
          await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 15))
        }
      }
    },
    close: () => database.close(),
  }
}

function sqliteCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error))

/** SQLite's codes as ours; what is not SQLite's passes unchanged. */
export function asAppError(error: unknown): unknown {
  const code = sqliteCode(error)
  if (!code.startsWith('SQLITE_')) return error
  if (code === 'SQLITE_FULL') {
    return new AppError('disk_full', { detail: 'The disk is full: nothing was changed. Free some space and try again.', cause: error })
  }
  if (/^SQLITE_(BUSY|LOCKED|IOERR|CANTOPEN|READONLY|CORRUPT|NOTADB)/.test(code)) {
    return new AppError('store_unavailable', { detail: 'The database cannot be written right now. Nothing was changed.', cause: error })
  }
  return error
}
