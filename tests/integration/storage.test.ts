import { createHash } from 'node:crypto'
import { utimesSync } from 'node:fs'
import { mkdir, readdir, rename, stat, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileStorage } from '../../lib/storage/files.ts'
import { createManualClock, type ManualClock } from '../support/clock.ts'
import { createFolder } from '../support/sqlite.ts'

const hourMs = 3_600_000
const never = new AbortController().signal
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const nobody = (): boolean => false

describe('files', () => {
  let folder: string
  let remove: () => Promise<void>
  let clock: ManualClock
  let storage: ReturnType<typeof createFileStorage>

  beforeEach(async () => {
    ;({ folder, remove } = await createFolder())
    clock = createManualClock()
    storage = createFileStorage(folder, clock)
  })
  afterEach(() => remove())

  const put = async (text: string): Promise<string> => (await storage.put(bytesOf(text))).sha256
  const sweep = (isNamed: (sha256: string) => boolean = nobody) =>
    storage.sweep(clock.now() - 24 * hourMs, isNamed, never)
  const isKept = async (sha256: string): Promise<boolean> => (await storage.size(sha256)) !== null

  it('go when no row names them and they are old', async () => {
    const [orphan, named] = [await put('orphan'), await put('named')]
    clock.advance(25 * hourMs)
    const young = await put('young')
    expect(await sweep((sha256) => sha256 === named)).toEqual({ files: 1, bytes: 6 })
    expect(await Promise.all([orphan, named, young].map(isKept))).toEqual([false, true, true])
  })

  it('stay when they were put again: a commit is about to name them', async () => {
    const again = await put('again')
    clock.advance(25 * hourMs)
    expect(await put('again')).toBe(again)
    expect(await sweep()).toEqual({ files: 0, bytes: 0 })
    expect(await isKept(again)).toBe(true)
  })

  it('stay when somebody is about to name them once more, without their bytes, and say so when they are gone', async () => {
    const [kept, gone] = [await put('kept'), await put('gone')]
    clock.advance(25 * hourMs)
    expect(await storage.keep(kept)).toBe(4)
    expect(await sweep()).toEqual({ files: 1, bytes: 4 })
    expect(await isKept(kept)).toBe(true)
    expect(await storage.keep(gone)).toBeNull()
  })

  it('stay when they are put again while the sweep decides', async () => {
    const again = await put('again')
    clock.advance(25 * hourMs)
    const file = path.join(folder, again.slice(0, 2), again)
    const asked: string[] = []
    await sweep((sha256) => {
      asked.push(sha256)
      // Another process puts the same bytes in the very moment.
      utimesSync(file, new Date(clock.now()), new Date(clock.now()))
      return false
    })
    expect(asked).toEqual([again])
    expect(await isKept(again)).toBe(true)
  })

  it('come back when a sweep died between taking them aside and deciding', async () => {
    const [named, orphan] = [await put('named'), await put('orphan')]
    for (const sha256 of [named, orphan])
      await rename(path.join(folder, sha256.slice(0, 2), sha256), path.join(folder, `.swept-${sha256}`))
    clock.advance(25 * hourMs)
    await sweep((sha256) => sha256 === named)
    expect(await Promise.all([named, orphan].map(isKept))).toEqual([true, false])
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('are written again when they are taken away while they are put', async () => {
    const sha256 = await put('text')
    clock.advance(25 * hourMs)
    const both = await Promise.all([sweep(), put('text'), sweep(), put('text')])
    expect(both[1]).toBe(sha256)
    expect(await isKept(sha256)).toBe(true)
  })

  it('leave no temporary names of dead writes behind, and touch nothing they do not know', async () => {
    const left = path.join(folder, `.${'a'.repeat(16)}-${'b'.repeat(12)}`)
    const foreign = path.join(folder, 'notes.txt')
    await mkdir(path.join(folder, 'ab'))
    const other = path.join(folder, 'ab', 'readme')
    for (const file of [left, foreign, other]) {
      await writeFile(file, 'half')
      await utimes(file, new Date(clock.now()), new Date(clock.now()))
    }
    await sweep()
    await expect(stat(left)).resolves.toBeDefined()
    clock.advance(25 * hourMs)
    await sweep()
    await expect(stat(left)).rejects.toThrow('ENOENT')
    for (const file of [foreign, other]) await expect(stat(file)).resolves.toBeDefined()
  })

  it('may be swept by two at once', async () => {
    const many = await Promise.all(Array.from({ length: 60 }, (_, at) => put(`file ${at}`)))
    clock.advance(25 * hourMs)
    const kept = new Set(many.filter((_, at) => at % 3 === 0))
    const other = createFileStorage(folder, clock)
    const before = clock.now() - 24 * hourMs
    const done = await Promise.all(
      [storage, other].map((one) => one.sweep(before, (sha256) => kept.has(sha256), never)),
    )
    expect(done.reduce((sum, one) => sum + one.files, 0)).toBe(40)
    expect((await Promise.all(many.map(isKept))).map((is, at) => is === (at % 3 === 0))).not.toContain(false)
  })

  it('are left alone when the sweep is told to stop', async () => {
    const orphan = await put('orphan')
    clock.advance(25 * hourMs)
    await expect(storage.sweep(clock.now(), nobody, AbortSignal.abort())).rejects.toThrow('abort')
    expect(await isKept(orphan)).toBe(true)
  })

  it('keep their name: the hash of what they hold', async () => {
    expect(await put('text')).toBe(createHash('sha256').update('text').digest('hex'))
  })
})
