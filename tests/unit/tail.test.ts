import { describe, expect, it } from 'vitest'
import type { Wake } from '../../lib/domain/dispatcher.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { createTails } from '../../lib/engine/tail.ts'
import { createManualClock } from '../support/clock.ts'

const id: CampaignId = 'cmp_00000000000000000001'

/** A bus and a log of `length` rows, as the ports have them. */
function open(length: number) {
  const hears = new Set<(wake: Wake) => void>()
  const log = { length, broken: false, json: '{}' }
  const troubles: unknown[] = []
  const clock = createManualClock()
  const tails = createTails({
    clock,
    bus: {
      publish: (wake) => hears.forEach((hear) => hear(wake)),
      subscribe(hear) {
        hears.add(hear)
        return () => hears.delete(hear)
      },
    },
    reader: {
      async events(_, after, limit) {
        if (log.broken) throw new Error('the disk does not answer')
        return Array.from({ length: Math.min(limit, log.length - after) }, (_, at) => ({
          seq: after + at + 1,
          type: 'x',
          json: log.json,
        }))
      },
    },
    onTrouble: (error) => troubles.push(error),
  })
  const write = (): void => {
    log.length += 1
    for (const hear of hears) hear({ campaignId: id, seq: log.length })
  }
  return { tails, log, write, troubles, clock, hears, position: async () => ({ seq: log.length, settled: false }) }
}

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve()
}

describe('a tail', () => {
  it('misses no fact that is written while it is joined, at whatever moment', async () => {
    for (let moment = 0; moment < 12; moment++) {
      const { tails, write, position } = open(1)
      const joining = tails.join(id, position)
      await turns(moment)
      write()
      const joined = await joining
      await turns(20)
      expect(joined?.tail.seq(), `written after ${moment} turns`).toBe(2)
      joined?.leave()
    }
  })

  it('reads again by itself what could not be read', async () => {
    const { tails, log, write, position, troubles, clock } = open(1)
    const joined = await tails.join(id, position)
    log.broken = true
    write()
    await turns(20)
    expect(troubles).toHaveLength(1)
    log.broken = false
    let changed = 0
    joined?.tail.onChange(() => (changed += 1))
    clock.advance(1_000)
    await turns(20)
    expect([joined?.tail.seq(), changed]).toEqual([2, 1])
    joined?.leave()
  })

  it('remembers no more than a reader may be behind, in facts and in bytes', async () => {
    const { tails, log, write, position } = open(1)
    const joined = await tails.join(id, position)
    log.length = 700
    write()
    await turns(20)
    expect(joined?.tail.after(201)?.messages).toHaveLength(500)
    expect(joined?.tail.after(200)).toBeNull()
    log.json = JSON.stringify('x'.repeat(100 * 1024))
    for (let more = 0; more < 3; more++) {
      write()
      await turns(20)
    }
    expect(joined?.tail.after(702)).toMatchObject({ to: 704 })
    expect(joined?.tail.after(701)).toBeNull()
    joined?.leave()
  })

  it('leaves nothing behind when the last viewer goes', async () => {
    const { tails, log, write, position, troubles, clock, hears } = open(1)
    const joined = await tails.join(id, position)
    log.broken = true
    write()
    await turns(20)
    joined?.leave()
    clock.advance(60_000)
    await turns(20)
    expect([hears.size, troubles.length]).toEqual([0, 1])
  })

  it('stops hearing when there is no such campaign, or nobody can tell', async () => {
    const { tails, hears } = open(1)
    expect(await tails.join(id, async () => null)).toBeNull()
    await expect(tails.join(id, () => Promise.reject(new Error('the disk does not answer')))).rejects.toThrow('disk')
    expect(hears.size).toBe(0)
  })
})
