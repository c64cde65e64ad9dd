import type { Clock } from '../../domain/clock.ts'
import { isAppError } from '../../domain/errors.ts'
import type { HandlerContext } from '../../domain/handler.ts'
import type { Storage } from '../../domain/storage.ts'
import { wait } from './wait.ts'

/** Waits before bytes that found no room are put again, ms: about two minutes in all. What was made, and perhaps paid for, is worth them. */
const putAgainMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000]

type Putting = { storage: Storage; clock: Clock; context: Pick<HandlerContext, 'report' | 'signal'> }

/** Puts bytes, and waits for a disk that is full or away. Throws the storage's AppError when it stays so, and the signal's reason. */
export async function putBytes(bytes: Uint8Array, { storage, clock, context }: Putting): ReturnType<Storage['put']> {
  for (const againMs of putAgainMs) {
    try {
      return await storage.put(bytes)
    } catch (error) {
      if (!isAppError(error) || (error.code !== 'disk_full' && error.code !== 'store_unavailable')) throw error
      context.report({ message: error.code === 'disk_full' ? 'Waiting for room on the disk' : 'Waiting for the disk' })
    }
    await wait(clock, againMs, context.signal)
  }
  return storage.put(bytes)
}
