import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../domain/errors.ts'
import type { Storage } from '../domain/storage.ts'

const isHash = /^[0-9a-f]{64}$/

/** Storage in a folder: `ab/abcdef…`, one file per content. */
export function createFileStorage(folder: string): Storage {
  const fileOf = (sha256: string): string => {
    if (!isHash.test(sha256)) throw new RangeError('Not a SHA-256.')
    return path.join(folder, sha256.slice(0, 2), sha256)
  }

  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const file = fileOf(sha256)
      const kept = await sizeOf(file)
      if (kept === bytes.length) return { sha256, bytes: kept }
      const temporary = path.join(folder, `.${sha256.slice(0, 16)}-${randomBytes(6).toString('hex')}`)
      try {
        await mkdir(path.dirname(file), { recursive: true })
        const handle = await open(temporary, 'wx')
        try {
          await handle.writeFile(bytes)
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
    size: (sha256) => sizeOf(fileOf(sha256)),
    read: (sha256, { start, end }) => createReadStream(fileOf(sha256), { start, end }),
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

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

function asAppError(error: unknown): unknown {
  switch (codeOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError('disk_full', {
        detail: 'The disk is full: the file was not kept. Free some space and try again.',
        cause: error,
      })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EIO':
      return new AppError('store_unavailable', { detail: 'The folder for assets cannot be written.', cause: error })
    default:
      return error
  }
}
