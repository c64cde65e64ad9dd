import { readdir, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { StorageUpkeep } from '../domain/storage.ts'
import { asAppError, codeOf } from './file-errors.ts'

const isFolder = /^[0-9a-f]{2}$/
const isFile = /^[0-9a-f]{64}$/
const isDeadWrite = /^\.[0-9a-f]{16}-[0-9a-f]{12}$/
/** What a sweep has taken aside and not decided yet. */
const aside = '.swept-'

/**
 * Takes a file aside before it decides: whoever puts the same bytes meanwhile either has touched the file, which then comes back, or finds none
 * and writes it again.
 */
export function createSweep(folder: string, fileOf: (sha256: string) => string): StorageUpkeep['sweep'] {
  return async (before, isNamed, signal) => {
    const swept = { files: 0, bytes: 0 }
    /** Size of a file that is there and old, else null. */
    const oldSize = async (file: string): Promise<number | null> => {
      const found = await stat(file).catch(unlessGone)
      return found && found.mtimeMs < before ? found.size : null
    }
    const decide = async (sha256: string): Promise<void> => {
      const file = path.join(folder, `${aside}${sha256}`)
      const size = await oldSize(file)
      if (size === null || isNamed(sha256)) {
        await rename(file, fileOf(sha256)).catch(unlessGone)
        return
      }
      await rm(file, { force: true })
      swept.files += 1
      swept.bytes += size
    }
    try {
      const top = await readdir(folder)
      for (const name of top) {
        signal.throwIfAborted()
        const sha256 = name.startsWith(aside) ? name.slice(aside.length) : ''
        if (isFile.test(sha256)) await decide(sha256)
        const file = path.join(folder, name)
        if (isDeadWrite.test(name) && (await oldSize(file)) !== null) await rm(file, { force: true })
      }
      for (const name of top.filter((one) => isFolder.test(one))) {
        for (const sha256 of await readdir(path.join(folder, name))) {
          signal.throwIfAborted()
          if (!isFile.test(sha256) || (await oldSize(fileOf(sha256))) === null || isNamed(sha256)) continue
          if (await rename(fileOf(sha256), path.join(folder, `${aside}${sha256}`)).then(isDone, unlessGone))
            await decide(sha256)
        }
      }
    } catch (error) {
      throw asAppError(error)
    }
    return swept
  }
}

const isDone = (): boolean => true

/** Another sweep was faster. */
function unlessGone(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}
