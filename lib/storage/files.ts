import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '../domain/clock.ts'
import type { Storage, StorageUpkeep } from '../domain/storage.ts'
import { asAppError, codeOf } from './file-errors.ts'
import { createSweep } from './sweep.ts'

const isHash = /^[0-9a-f]{64}$/

/** Storage in a folder: `ab/abcdef…`, one file per content. The time of a file is that of its last `put`, by `clock`. */
export function createFileStorage(folder: string, clock: Pick<Clock, 'now'>): Storage & StorageUpkeep {
  const fileOf = (sha256: string): string => {
    if (!isHash.test(sha256)) throw new RangeError('Not a SHA-256.')
    return path.join(folder, sha256.slice(0, 2), sha256)
  }
  /** False when it went away meanwhile, or is not ours to touch. */
  const touch = (file: string): Promise<boolean> => {
    const now = new Date(clock.now())
    return utimes(file, now, now).then(
      () => true,
      () => false,
    )
  }

  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const file = fileOf(sha256)
      if ((await sizeOf(file)) === bytes.length && (await touch(file))) return { sha256, bytes: bytes.length }
      const temporary = path.join(folder, `.${sha256.slice(0, 16)}-${randomBytes(6).toString('hex')}`)
      try {
        await mkdir(path.dirname(file), { recursive: true })
        const handle = await open(temporary, 'wx')
        try {
          await handle.writeFile(bytes)
          const now = new Date(clock.now())
          await handle.utimes(now, now)
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(temporary, file)
      } catch (error) {
        await rm(temporary, { force: true })
        throw asAppError(error)
      }
      return { sha256, bytes: bytes.length }
    },
    async keep(sha256) {
      const file = fileOf(sha256)
      return (await touch(file)) ? sizeOf(file) : null
    },
    size: (sha256) => sizeOf(fileOf(sha256)),
    read: (sha256, { start, end }) => createReadStream(fileOf(sha256), { start, end }),
    sweep: createSweep(folder, fileOf),
  }
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw asAppError(error)
  }
}
