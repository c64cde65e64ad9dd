import { readFile } from 'node:fs/promises'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { everyTable, migrationList, openSchemaEngine, readMigrations } from './schema-engine.ts'

/** The SQL that leads from the migrations to the schema; null when they agree. */
export async function schemaDiff(options: { migrationsDir: string; schemaFile: string }): Promise<string | null> {
  const engine = await openSchemaEngine(inMemory())
  try {
    const migrations = await readMigrations(options.migrationsDir)
    const files = [{ path: options.schemaFile, content: await readFile(options.schemaFile, 'utf8') }]
    const result = await engine.diff({
      from: { tag: 'migrations', ...migrationList(options.migrationsDir, migrations) },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: everyTable,
    })
    return result.exitCode === 2 ? (result.stdout ?? '') : null
  } finally {
    engine.free()
  }
}

/** The engine replays migrations through `executeRaw`, which better-sqlite3 limits to one statement: send scripts. */
function inMemory(): SqlMigrationAwareDriverAdapterFactory {
  const prisma = new PrismaBetterSqlite3({ url: ':memory:' })
  return {
    provider: prisma.provider,
    adapterName: prisma.adapterName,
    connect: () => prisma.connect(),
    async connectToShadowDb() {
      const adapter = await prisma.connectToShadowDb()
      adapter.executeRaw = async ({ sql }) => {
        await adapter.executeScript(sql)
        return 0
      }
      return adapter
    },
  }
}
