import { describe, expect, it } from 'vitest'
import { AppError } from '../../lib/domain/errors.ts'
import type { HeldLease, Owner } from '../../lib/domain/store.ts'
import { createLeaseWatch } from '../../lib/engine/lease-watch.ts'
import { createManualClock } from '../support/clock.ts'

const self: Owner = { machineId: 'here', bootId: 'b', pid: 1, processStart: '1' }
const other: Owner = { machineId: 'there', bootId: 'b', pid: 2, processStart: '1' }

/** A file that others beat on, may be locked, and counts what was tried. */
function createScene() {
  const clock = createManualClock()
  let held: HeldLease = { campaignId: 'cmp_1', jobId: 'job_1', token: 't', beat: 0, owner: other }
  let locked = false
  const taken: number[] = []
  const write = async (): Promise<void> => {
    if (locked) throw new AppError('store_unavailable')
  }
  const watch = createLeaseWatch({
    clock,
    self,
    isGone: () => false,
    isOurs: () => false,
    store: {
      leases: async () => [held],
      probe: write,
      async takeOver({ beat }) {
        await write()
        if (beat !== held.beat) return false
        taken.push(clock.monotonic())
        return true
      },
    },
  })
  return {
    taken,
    lock: (is: boolean) => void (locked = is),
    beat: () => void (held = { ...held, beat: held.beat + 1 }),
    /** Looks once a second. */
    async pass(seconds: number): Promise<void> {
      for (let second = 0; second < seconds && taken.length === 0; second++) {
        await watch.look().catch(() => 0)
        clock.advance(1_000)
      }
    },
  }
}

describe('the watch over leases', () => {
  it('takes a job over when its beat has stood still for 15 s', async () => {
    const { pass, taken } = createScene()
    await pass(30)
    expect(taken).toEqual([15_000])
  })

  it('leaves a living worker the time to beat again when a lock on the file has kept it from it', async () => {
    const { pass, taken, lock, beat } = createScene()
    await pass(2)
    lock(true)
    await pass(30)
    lock(false)
    await pass(1)
    beat()
    await pass(14)
    expect(taken).toEqual([])
  })

  it.each([5, 12.5, 14.5])('whenever the lock came: after %d s', async (after) => {
    const { pass, taken, lock, beat } = createScene()
    await pass(after)
    lock(true)
    await pass(30)
    lock(false)
    await pass(1)
    beat()
    await pass(14)
    expect(taken).toEqual([])
  })

  it('takes over what does not beat after the lock, within seconds', async () => {
    const { pass, taken, lock } = createScene()
    await pass(2)
    lock(true)
    await pass(30)
    lock(false)
    await pass(10)
    expect(taken).toHaveLength(1)
    expect(taken[0]).toBeLessThanOrEqual(35_000)
  })
})
