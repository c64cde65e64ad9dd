import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCheckpoints } from '../../lib/db/sqlite/checkpoints.ts'
import { openPen } from '../../lib/db/sqlite/pen.ts'
import { createFolder } from '../support/sqlite.ts'

const pageBytes = 4_096
/** A thread may get its turn late. */
const late = { timeout: 20_000 }

describe('the log of the pen', () => {
  let file: string
  let remove: () => Promise<void>
  beforeEach(async () => {
    const made = await createFolder()
    remove = made.remove
    file = path.join(made.folder, 'pen.db')
  })
  afterEach(() => remove())

  const logPages = (): number => (existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size / pageBytes : 0)
  const text = 'x'.repeat(50 * pageBytes)

  it('is moved into the file by a thread while the pen writes on', async () => {
    const pen = openPen(file)
    pen.database.exec('CREATE TABLE notes (text TEXT)')
    const insert = pen.database.prepare('INSERT INTO notes (text) VALUES (?)')
    const look = pen.database.prepare<[], { checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)')
    let writes = 0
    for (; look.get()?.checkpointed === 0 && writes < 150; writes++) {
      await pen.write(() => insert.run('x'.repeat(20 * pageBytes)))
      await new Promise((resolve) => setImmediate(resolve))
    }
    await expect.poll(() => look.get()?.checkpointed, late).toBeGreaterThan(2_000)
    await pen.write(() => insert.run('after'))
    expect(pen.database.prepare('SELECT count(*) FROM notes').pluck().get()).toBe(writes + 1)
    await pen.close()
  })

  it('stays bounded under a load that never pauses', async () => {
    const pen = openPen(file)
    pen.database.exec('CREATE TABLE notes (text TEXT)')
    const insert = pen.database.prepare('INSERT INTO notes (text) VALUES (?)')
    let most = 0
    for (let writes = 0; writes < 800; writes++) {
      await pen.write(() => insert.run(text))
      most = Math.max(most, logPages())
    }
    expect(most).toBeLessThan(16_000)
    expect(pen.database.prepare('SELECT count(*) FROM notes').pluck().get()).toBe(800)
    await pen.close()
  })

  it('is moved by the pen itself when the thread is dead', async () => {
    const database = new Database(file)
    database.pragma('journal_mode = WAL')
    database.exec('CREATE TABLE notes (text TEXT)')
    const checkpoints = createCheckpoints(database, new URL('../fixtures/dying-worker.ts', import.meta.url))
    const insert = database.prepare('INSERT INTO notes (text) VALUES (?)')
    let most = 0
    for (let writes = 0; writes < 500; writes++) {
      await checkpoints.full()
      insert.run(text)
      checkpoints.committed()
      most = Math.max(most, logPages())
    }
    expect(most).toBeLessThan(16_000)
    await expect.poll(() => database.pragma('wal_autocheckpoint', { simple: true }), late).toBe(4_000)
    database.close()
    await checkpoints.close()
  })

  it('is gone when the pen is closed, and nothing holds the file', async () => {
    const pen = openPen(file)
    pen.database.exec('CREATE TABLE notes (text TEXT)')
    const insert = pen.database.prepare('INSERT INTO notes (text) VALUES (?)')
    for (let writes = 0; writes < 60; writes++) await pen.write(() => insert.run(text))
    await pen.close()
    expect([existsSync(`${file}-wal`), existsSync(`${file}-shm`)]).toEqual([false, false])
    const after = new Database(file, { readonly: true })
    expect(after.prepare('SELECT count(*) FROM notes').pluck().get()).toBe(60)
    after.close()
  })
})
