import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPen, type Pen } from '../../lib/db/sqlite/pen.ts'
import { createFolder } from '../support/sqlite.ts'

describe('the pen', () => {
  let pen: Pen
  let file: string
  let remove: () => Promise<void>
  beforeEach(async () => {
    const made = await createFolder()
    remove = made.remove
    file = path.join(made.folder, 'pen.db')
    pen = openPen(file)
    pen.database.exec('CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)')
  })
  afterEach(async () => {
    await pen.close()
    await remove()
  })
  const insert = (text: string) => () => pen.database.prepare('INSERT INTO notes (text) VALUES (?)').run(text)
  const texts = (): unknown[] => pen.database.prepare('SELECT text FROM notes ORDER BY id').pluck().all()

  it('keeps the works of one turn apart: one that throws takes nothing with it', async () => {
    const results = await Promise.allSettled([
      pen.write(insert('one')),
      pen.write(() => {
        insert('half')()
        throw new RangeError('no')
      }),
      pen.write(insert('two')),
    ])
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(texts()).toEqual(['one', 'two'])
  })

  it('acknowledges nothing before the commit', async () => {
    const other = new Database(file, { readonly: true })
    const seen: unknown[] = []
    await Promise.all(
      ['a', 'b', 'c'].map(async (text) => {
        await pen.write(insert(text))
        seen.push(other.prepare('SELECT count(*) FROM notes').pluck().get())
      }),
    )
    expect(seen).toEqual([3, 3, 3])
    other.close()
  })

  it('waits for another writer without freezing the process, and then writes', async () => {
    const other = new Database(file)
    other.exec('BEGIN IMMEDIATE')
    let ticks = 0
    const ticking = setInterval(() => (ticks += 1), 1)
    const writing = pen.write(insert('late'))
    await new Promise<void>((resolve) => {
      const look = setInterval(() => {
        if (ticks < 5) return
        clearInterval(look)
        resolve()
      }, 1)
    })
    other.exec('COMMIT')
    await writing
    clearInterval(ticking)
    expect(texts()).toEqual(['late'])
    other.close()
  })

  it('gives up a write after ten seconds of another’s lock, and not one that came later', async () => {
    let now = 0
    const rounds: (() => void)[] = []
    const patient = openPen(file, { now: () => now, sleep: () => new Promise((resolve) => rounds.push(resolve)) })
    const add = (text: string) => () => patient.database.prepare('INSERT INTO notes (text) VALUES (?)').run(text)
    const pass = async (ms: number): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve))
      now += ms
      for (const go of rounds.splice(0)) go()
      await new Promise((resolve) => setImmediate(resolve))
    }
    const other = new Database(file)
    other.exec('BEGIN IMMEDIATE')
    const first = patient.write(add('first'))
    first.catch(() => undefined)
    await pass(6_000)
    const second = patient.write(add('second'))
    await pass(6_000)
    await expect(first).rejects.toMatchObject({ code: 'store_unavailable', status: 503, retryAfter: 2 })
    other.exec('COMMIT')
    await pass(1_000)
    await second
    expect(texts()).toEqual(['second'])
    other.close()
    await patient.close()
  })

  it('says that the disk is full, keeps what was there, and goes on when there is room', async () => {
    await pen.write(insert('first'))
    const pages = Number(pen.database.pragma('page_count', { simple: true }))
    pen.database.pragma(`max_page_count = ${pages}`)
    await expect(pen.write(insert('x'.repeat(100_000)))).rejects.toMatchObject({ code: 'disk_full', status: 507 })
    expect(texts()).toEqual(['first'])
    pen.database.pragma('max_page_count = 100000')
    await pen.write(insert('second'))
    expect(texts()).toEqual(['first', 'second'])
  })

  it('says that it is going down to whoever still writes when it is closed', async () => {
    const other = new Database(file)
    other.exec('BEGIN IMMEDIATE')
    const waiting = pen.write(insert('waits for the other'))
    await new Promise((resolve) => setImmediate(resolve))
    await pen.close()
    await expect(waiting).rejects.toMatchObject({ code: 'going_down', status: 503 })
    await expect(pen.write(insert('late'))).rejects.toMatchObject({ code: 'going_down', status: 503 })
    other.close()
  })
})
