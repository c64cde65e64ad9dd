// Writes the migration that leads from the existing ones to prisma/schema.prisma: node scripts/migration.ts add_brands
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { schemaDiff } from '../lib/db/schema-diff.ts'
import { defaultMigrationsDir, defaultSchemaFile } from '../lib/db/schema-engine.ts'

const name = process.argv[2] ?? ''
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Say what the migration does, in snake_case: node scripts/migration.ts add_brands')
  process.exit(1)
}

const sql = await schemaDiff({ migrationsDir: defaultMigrationsDir, schemaFile: defaultSchemaFile })
if (sql === null) {
  console.log('prisma/schema.prisma and prisma/migrations agree already; nothing was written.')
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = join(defaultMigrationsDir, `${stamp}_${name}`)
  await mkdir(folder, { recursive: true })
  await writeFile(join(defaultMigrationsDir, 'migration_lock.toml'), 'provider = "sqlite"\n')
  await writeFile(join(folder, 'migration.sql'), sql)
  console.log(`Wrote prisma/migrations/${stamp}_${name}/migration.sql. Read it before you commit it.`)
}
