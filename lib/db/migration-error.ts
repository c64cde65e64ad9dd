import { isBusy } from './migration-lock.ts'

export type MigrationErrorCode =
  | 'database_unwritable'
  | 'database_damaged'
  | 'database_busy'
  | 'disk_full'
  | 'migration_edited'
  | 'migration_failed'

/** The database cannot be brought up to date; the message says what to do. */
export class MigrationError extends Error {
  readonly code: MigrationErrorCode

  constructor(code: MigrationErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MigrationError'
    this.code = code
  }
}

/** What SQLite, the file system or Prisma's engine threw, as one sentence with a way out. */
export function explain(error: unknown, file: string): MigrationError {
  if (error instanceof MigrationError) return error
  const said = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const cause = error instanceof Error ? JSON.stringify(error.cause ?? null) : ''
  const hint = `${code} ${cause} ${said}`
  const as = (kind: MigrationErrorCode, message: string) => new MigrationError(kind, message, { cause: error })

  if (/SQLITE_(FULL|IOERR_SHMSIZE)|ENOSPC|EDQUOT|disk is full/i.test(hint)) {
    return as('disk_full', `The disk that holds ${file} is full. Free some space and start again.`)
  }
  if (/SQLITE_NOTADB|SQLITE_CORRUPT|not a database|malformed/i.test(hint)) {
    return as(
      'database_damaged',
      `${file} is damaged or is not a SQLite database. Restore a backup, or move the file away to start empty.`,
    )
  }
  if (isBusy(error) || /SocketTimeout|database is locked/i.test(hint)) {
    return as('database_busy', `Another program keeps ${file} locked. Close it and start again.`)
  }
  if (/EACCES|EPERM|EROFS|ENOTDIR|EEXIST|SQLITE_(READONLY|CANTOPEN|IOERR)|directory does not exist/i.test(hint)) {
    return as(
      'database_unwritable',
      `${file} cannot be written (${code || said}). Make its folder writable or set DATA_DIR to another one.`,
    )
  }
  return as(
    'migration_failed',
    `The migration of ${file} failed and nothing was changed: ${said.split('\n')[0] ?? said}`,
  )
}
