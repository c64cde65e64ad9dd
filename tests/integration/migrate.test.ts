import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { migrate } from '../../lib/db/migrate.ts'

const first = 'CREATE TABLE parent (id TEXT PRIMARY KEY);\n'
const second =
  'CREATE TABLE child (id TEXT PRIMARY KEY, parent TEXT NOT NULL REFERENCES parent (id) ON DELETE CASCADE);\n'
const rebuild = `PRAGMA foreign_keys=OFF;
CREATE TABLE new_parent (id TEXT PRIMARY KEY, name TEXT);
INSERT INTO new_parent (id) SELECT id FROM parent;
DROP TABLE parent;
ALTER TABLE new_parent RENAME TO parent;
PRAGMA foreign_keys=ON;
`

let folder: string
let migrationsDir: string
let databaseFile: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'unfold-migrate-'))
  migrationsDir = join(folder, 'migrations')
  databaseFile = join(folder, 'data', 'unfold.db')
  await add('001_parent', first)
  await add('002_child', second)
})

afterEach(() => rm(folder, { recursive: true, force: true }))

async function add(name: string, sql: string) {
  await mkdir(join(migrationsDir, name), { recursive: true })
  await writeFile(join(migrationsDir, name, 'migration.sql'), sql)
}

function rows(sql: string): unknown[] {
  const database = new Database(databaseFile)
  try {
    return database.prepare(sql).all()
  } finally {
    database.close()
  }
}

function run(sql: string) {
  const database = new Database(databaseFile)
  try {
    database.exec(sql)
  } finally {
    database.close()
  }
}

const migrateHere = () => migrate({ databaseFile, migrationsDir })

describe('migrate', () => {
  test('creates the folder and the file, in WAL mode, with every migration', async () => {
    expect(await migrateHere()).toEqual({ applied: ['001_parent', '002_child'] })
    expect(rows('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
    expect(rows("SELECT name FROM sqlite_master WHERE name IN ('parent', 'child') ORDER BY name")).toHaveLength(2)
  })

  test('does nothing the second time, and only what is new later', async () => {
    await migrateHere()
    expect(await migrateHere()).toEqual({ applied: [] })
    await add('003_more', 'CREATE TABLE more (id TEXT);\n')
    expect(await migrateHere()).toEqual({ applied: ['003_more'] })
  })

  test('is applied once by five processes that start at the same moment', async () => {
    const program = `
      import { migrate } from ${JSON.stringify(new URL('../../lib/db/migrate.ts', import.meta.url).href)}
      const { applied } = await migrate(${JSON.stringify({ databaseFile, migrationsDir })})
      console.log(applied.length)`
    const start = () => promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program])
    const said = await Promise.all(Array.from({ length: 5 }, start))
    expect(said.map(({ stdout }) => stdout.trim()).sort()).toEqual(['0', '0', '0', '0', '2'])
    expect(rows('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL')).toHaveLength(2)
  })

  test('rebuilds a table without losing the rows that point to it', async () => {
    await migrateHere()
    run("INSERT INTO parent VALUES ('p'); INSERT INTO child VALUES ('c', 'p')")
    await add('003_rebuild', rebuild)
    await migrateHere()
    expect(rows('SELECT id, parent FROM child')).toEqual([{ id: 'c', parent: 'p' }])
    expect(rows('SELECT id, name FROM parent')).toEqual([{ id: 'p', name: null }])
  })

  test('leaves the file as it was when a migration fails, and goes on when it is repaired', async () => {
    await migrateHere()
    await add('003_good', 'CREATE TABLE good (id TEXT);\n')
    await add('004_bad', 'CREATE TABLE half (id TEXT);\nCREATE NONSENSE;\n')
    await expect(migrateHere()).rejects.toMatchObject({ code: 'migration_failed' })
    expect(rows("SELECT name FROM sqlite_master WHERE name IN ('good', 'half')")).toEqual([])
    await add('004_bad', 'CREATE TABLE half (id TEXT);\n')
    expect(await migrateHere()).toEqual({ applied: ['003_good', '004_bad'] })
  })

  test('refuses migrations that leave rows pointing nowhere', async () => {
    await migrateHere()
    run("INSERT INTO parent VALUES ('p'); INSERT INTO child VALUES ('c', 'p')")
    await add('003_orphans', 'DELETE FROM parent;\n')
    await expect(migrateHere()).rejects.toMatchObject({ code: 'migration_failed' })
    expect(rows('SELECT id FROM parent')).toEqual([{ id: 'p' }])
  })

  test('refuses a migration that was edited after it was applied', async () => {
    await migrateHere()
    await add('001_parent', `${first}-- changed\n`)
    await expect(migrateHere()).rejects.toMatchObject({ code: 'migration_edited' })
  })

  test('leaves alone what a newer version migrated', async () => {
    await add('003_newer', 'CREATE TABLE newer (id TEXT);\n')
    await migrateHere()
    await rm(join(migrationsDir, '003_newer'), { recursive: true })
    expect(await migrateHere()).toEqual({ applied: [] })
  })

  test('waits for a writer, answers other work meanwhile, and says so when it waits too long', async () => {
    await migrateHere()
    await add('003_more', 'CREATE TABLE more (id TEXT);\n')
    const writer = new Database(databaseFile)
    writer.exec('BEGIN IMMEDIATE')
    const impatient = migrate({ databaseFile, migrationsDir, patienceMs: 100 })
    await expect(impatient).rejects.toMatchObject({ code: 'database_busy' })
    const patient = migrateHere()
    setImmediate(() => writer.exec('ROLLBACK'))
    expect(await patient).toEqual({ applied: ['003_more'] })
    writer.close()
  })

  test('says that a file is damaged, and does not touch it', async () => {
    await mkdir(join(folder, 'data'))
    await writeFile(databaseFile, 'not a database '.repeat(1000))
    await expect(migrateHere()).rejects.toMatchObject({
      code: 'database_damaged',
      message: expect.stringContaining('backup'),
    })
    expect(await readdir(join(folder, 'data'))).toContain('unfold.db')
  })

  test('says that a folder cannot be written', async () => {
    await writeFile(join(folder, 'data'), 'a file where a folder should be')
    await expect(migrateHere()).rejects.toMatchObject({
      code: 'database_unwritable',
      message: expect.stringContaining('DATA_DIR'),
    })
  })
})
