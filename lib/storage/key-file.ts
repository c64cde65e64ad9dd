import { type Stats, chmodSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { KeyKeeper } from '../domain/settings.ts'
import { asAppError } from './file-errors.ts'

const KeptSchema = z.string().regex(/^[\x21-\x7e]{1,500}$/)

/**
 * A key given while the server runs, in a file that its owner alone may read. The file is looked at each time: what another process was given
 * counts at once. What stands there and is no key, or cannot be read, counts as none. `keep` and `forget` throw AppError when the folder cannot be changed; the
 * key is in no message.
 */
export function createKeyFile(file: string, ofEnvironment: string): KeyKeeper {
  let seen: { stamp: string; key: string | null } | null = null
  const read = (): { at: number; key: string } | null => {
    const found = statOf(file)
    if (!found) return null
    const stamp = `${found.ino}/${found.mtimeMs}/${found.size}`
    if (seen?.stamp !== stamp) seen = { stamp, key: keyIn(file) }
    return seen.key === null ? null : { at: Math.floor(found.mtimeMs), key: seen.key }
  }
  return {
    current: () => read()?.key ?? ofEnvironment,
    keptAt: () => read()?.at ?? null,
    keep(key) {
      const fresh = `${file}.${process.pid}`
      try {
        rmSync(fresh, { force: true })
        // The mode counts from the first byte on: never readable by others, not for a moment.
        writeFileSync(fresh, `${key}\n`, { mode: 0o600, flag: 'wx' })
        chmodSync(fresh, 0o600)
        renameSync(fresh, file)
      } catch (error) {
        rmSync(fresh, { force: true })
        throw asAppError(error)
      }
    },
    forget() {
      try {
        rmSync(file, { force: true })
      } catch (error) {
        throw asAppError(error)
      }
    },
  }
}

function statOf(file: string): Stats | undefined {
  try {
    return statSync(file, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

function keyIn(file: string): string | null {
  try {
    return KeptSchema.safeParse(readFileSync(file, 'utf8').trim()).data ?? null
  } catch {
    return null
  }
}
