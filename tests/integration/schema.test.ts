import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { schemaDiff } from '../../lib/db/schema-diff.ts'
import { defaultMigrationsDir, defaultSchemaFile } from '../../lib/db/schema-engine.ts'

test('the migrations lead to the schema; if not: node scripts/migration.ts <name>', async () => {
  const diff = await schemaDiff({ migrationsDir: defaultMigrationsDir, schemaFile: defaultSchemaFile })
  expect(diff).toBeNull()
})

test('a model without its migration is noticed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'unfold-schema-'))
  try {
    const schemaFile = join(folder, 'schema.prisma')
    const schema = await readFile(defaultSchemaFile, 'utf8')
    await writeFile(schemaFile, `${schema}\nmodel Forgotten {\n  id String @id\n}\n`)
    const diff = await schemaDiff({ migrationsDir: defaultMigrationsDir, schemaFile })
    expect(diff).toContain('CREATE TABLE "Forgotten"')
  } finally {
    await rm(folder, { recursive: true })
  }
})
