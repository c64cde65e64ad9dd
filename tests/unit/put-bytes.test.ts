import { expect, it } from 'vitest'
import { putBytes } from '../../lib/campaigns/handlers/put-bytes.ts'
import { AppError, type ErrorCode } from '../../lib/domain/errors.ts'
import type { Report } from '../../lib/domain/handler.ts'
import { createManualClock } from '../support/clock.ts'

const unused = (): never => {
  throw new Error('Nothing is read here.')
}

/** A disk that refuses the first `times` puts. */
function createDisk(times: number, code: ErrorCode = 'disk_full') {
  const clock = createManualClock()
  const told: Report[] = []
  const stop = new AbortController()
  let puts = 0
  const storage = {
    async put(bytes: Uint8Array) {
      puts += 1
      if (puts <= times) throw new AppError(code)
      return { sha256: 'f'.repeat(64), bytes: bytes.byteLength }
    },
    keep: unused,
    size: unused,
    read: unused,
  }
  const context = { report: (report: Report) => void told.push(report), signal: stop.signal }
  const putting = putBytes(new Uint8Array(3), { storage, clock, context })
  putting.catch(() => undefined)
  return {
    putting,
    told,
    stop,
    puts: () => puts,
    async pass(seconds: number): Promise<void> {
      for (let second = 0; second < seconds; second++) {
        await new Promise((resolve) => setImmediate(resolve))
        clock.advance(1_000)
      }
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

it('waits for room on a full disk, and says so', async () => {
  const { putting, told, pass, puts } = createDisk(4)
  await pass(20)
  expect(await putting).toMatchObject({ bytes: 3 })
  expect(puts()).toBe(5)
  expect(told).toEqual(Array.from({ length: 4 }, () => ({ message: 'Waiting for room on the disk' })))
})

it('gives up after two minutes with the words of the disk', async () => {
  const { putting, pass, puts } = createDisk(1_000, 'store_unavailable')
  await pass(121)
  await expect(putting).rejects.toMatchObject({ code: 'store_unavailable' })
  expect(puts()).toBe(8)
})

it('waits for nothing that waiting does not mend', async () => {
  const { putting, puts } = createDisk(1, 'internal')
  await expect(putting).rejects.toMatchObject({ code: 'internal' })
  expect(puts()).toBe(1)
})

it('stops waiting when the job is stopped', async () => {
  const { putting, stop, pass } = createDisk(1_000)
  await pass(1)
  stop.abort(new Error('canceled'))
  await expect(putting).rejects.toThrow('canceled')
})
