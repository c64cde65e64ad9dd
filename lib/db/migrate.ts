import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import Database from 'better-sqlite3'
import { explain, MigrationError } from './migration-error.ts'
import { underExclusiveLock, untilNotBusy } from './migration-lock.ts'
import {
  defaultMigrationsDir,
  everyTable,
  migrationList,
  openSchemaEngine,
  readMigrations,
  type Migration,
} from './schema-engine.ts'

export type MigrateOptions = {
  databaseFile: string
  /** Folder of `<name>/migration.sql`; `prisma/migrations` by default. */
  migrationsDir?: string
  log?: (line: string) => void
  /** How long to wait for other processes that migrate or write; 60,000 by default. */
  patienceMs?: number
}

/**
 * Brings the SQLite file up to the newest migration, in WAL mode, and creates file and folder when they are missing.
 * All pending migrations are one transaction: a crash or an error leaves the file as it was. Any number of processes
 * may call this at once. Migrations the file has and this folder does not (a newer version ran here) are left alone.
 * Throws MigrationError.
 */
export async function migrate(options: MigrateOptions): Promise<{ applied: string[] }> {
  const { databaseFile, migrationsDir = defaultMigrationsDir, log, patienceMs = 60_000 } = options
  try {
    const migrations = await readMigrations(migrationsDir)
    await mkdir(dirname(databaseFile), { recursive: true })
    const pending = () => untilNotBusy(() => pendingMigrations(databaseFile, migrations), patienceMs)
    if ((await pending()).length === 0) return { applied: [] }
    return await underExclusiveLock(`${databaseFile}.migrate-lock`, patienceMs, async () => {
      if ((await pending()).length === 0) return { applied: [] }
      const applied = await applyAll(databaseFile, migrationsDir, migrations, patienceMs)
      log?.(`Applied ${applied.length} migration${applied.length === 1 ? '' : 's'}: ${applied.join(', ')}`)
      return { applied }
    })
  } catch (error) {
    throw explain(error, databaseFile)
  }
}

function pendingMigrations(file: string, migrations: Migration[]): Migration[] {
  if (!existsSync(file)) return migrations
  const database = new Database(file, { timeout: 0 })
  try {
    if (database.pragma('journal_mode', { simple: true }) !== 'wal') return migrations
    const table = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'")
    if (table.get() === undefined) return migrations
    const rows = database
      .prepare<[], { name: string; checksum: string }>(
        'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
      )
      .all()
    const applied = new Map(rows.map((row) => [row.name, row.checksum]))
    return migrations.filter((migration) => {
      const recorded = applied.get(migration.name)
      if (recorded === undefined) return true
      if (recorded !== checksum(migration)) {
        throw new MigrationError(
          'migration_edited',
          `Migration ${migration.name} was changed after it was applied to ${file}. Restore its migration.sql and put the change into a new migration.`,
        )
      }
      return false
    })
  } finally {
    database.close()
  }
}

async function applyAll(file: string, dir: string, migrations: Migration[], patienceMs: number): Promise<string[]> {
  await untilNotBusy(() => setWriteAheadLog(file), patienceMs)
  const { factory, finish, lastError } = inOneTransaction(file, patienceMs)
  let engine: SchemaEngine | undefined
  try {
    engine = await openSchemaEngine(factory)
    const result = await engine.applyMigrations({ migrationsList: migrationList(dir, migrations), filters: everyTable })
    await finish('COMMIT')
    return result.appliedMigrationNames
  } catch (error) {
    await finish('ROLLBACK').catch(() => undefined)
    throw lastError() ?? error
  } finally {
    engine?.free()
  }
}

function setWriteAheadLog(file: string): void {
  const database = new Database(file, { timeout: 0 })
  try {
    database.pragma('journal_mode = WAL')
  } finally {
    database.close()
  }
}

/**
 * Prisma's engine runs each script bare, so a kill in the middle would leave half a migration. Here everything it does
 * happens inside one transaction that is opened with foreign keys off (a table rebuild would cascade otherwise) and
 * checked before it is committed.
 */
function inOneTransaction(file: string, patienceMs: number) {
  const prisma = new PrismaBetterSqlite3({ url: `file:${file}`, timeout: 0 })
  let open: SqlDriverAdapter | undefined
  let thrown: unknown

  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: prisma.provider,
    adapterName: prisma.adapterName,
    connectToShadowDb: () => prisma.connectToShadowDb(),
    async connect() {
      const adapter = await prisma.connect()
      open = adapter
      const executeRaw = adapter.executeRaw.bind(adapter)
      adapter.executeScript = remembering(adapter.executeScript.bind(adapter))
      // The lock is held by the caller; the engine's own would shut out servers that are reading.
      adapter.executeRaw = remembering((query) =>
        query.sql.includes('locking_mode') ? Promise.resolve(0) : executeRaw(query),
      )
      adapter.queryRaw = remembering(adapter.queryRaw.bind(adapter))
      await adapter.executeScript('PRAGMA foreign_keys = OFF')
      await untilNotBusy(() => adapter.executeScript('BEGIN IMMEDIATE'), patienceMs)
      return adapter
    },
  }

  /** The engine reports an error of the file as "Error code 1": keep what SQLite said. */
  function remembering<In, Out>(call: (input: In) => Promise<Out>): (input: In) => Promise<Out> {
    return async (input) => {
      try {
        return await call(input)
      } catch (error) {
        thrown ??= error
        throw error
      }
    }
  }

  async function finish(how: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const adapter = open
    if (adapter === undefined) return
    if (how === 'COMMIT') {
      const broken = await adapter.queryRaw({ sql: 'PRAGMA foreign_key_check', args: [], argTypes: [] })
      if (broken.rows.length > 0) {
        throw new MigrationError(
          'migration_failed',
          `The migrations would leave ${broken.rows.length} rows of ${file} pointing nowhere. Nothing was changed.`,
        )
      }
    }
    open = undefined
    try {
      await adapter.executeScript(how)
    } finally {
      await adapter.dispose()
    }
  }

  return { factory, finish, lastError: () => thrown }
}

/** As Prisma writes it into `_prisma_migrations`. */
function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex')
}
