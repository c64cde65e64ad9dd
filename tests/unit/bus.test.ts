import { describe, expect, it } from 'vitest'
import type { Wake } from '../../lib/domain/dispatcher.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { createBus } from '../../lib/engine/bus.ts'
import { createManualClock } from '../support/clock.ts'

const one: CampaignId = 'cmp_00000000000000000001'
const two: CampaignId = 'cmp_00000000000000000002'

/** A log that two processes write, and the bus of one of them. */
async function open({ before = 0, broken = 0, looked = true } = {}) {
  const clock = createManualClock()
  const log: { campaignId: CampaignId; seq: number; change: number }[] = Array.from({ length: before }, (_, at) => ({
    campaignId: one,
    seq: at + 1,
    change: at + 1,
  }))
  const state = { broken, blind: 0 }
  let hear: (wake: Wake) => void = () => undefined
  const bus = createBus({
    clock,
    onCommit(call) {
      hear = call
      return () => undefined
    },
    dataVersion() {
      if (state.blind-- > 0) throw new Error('The disk does not answer.')
      return log.length
    },
    lastChange: () => log.length,
    async changedSince(change) {
      if (state.broken-- > 0) throw new Error('The disk does not answer.')
      return log.filter((row) => row.change > change)
    },
  })
  const heard: Wake[] = []
  const elsewhere = (campaignId: CampaignId, seq: number): void =>
    void log.push({ campaignId, seq, change: log.length + 1 })
  const here = (wake: Wake): void => {
    elsewhere(wake.campaignId, wake.seq)
    hear(wake)
  }
  const pass = async (): Promise<void> => {
    clock.advance(20)
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  bus.subscribe((wake) => heard.push(wake))
  if (looked) await pass()
  return { bus, heard, here, elsewhere, pass, state }
}

describe('the bus', () => {
  it('tells of an own commit at once and once, with what it knows', async () => {
    const { bus, heard, here, pass } = await open()
    here({ campaignId: one, seq: 1, ready: false })
    expect(heard).toEqual([{ campaignId: one, seq: 1, ready: false }])
    await pass()
    await pass()
    expect(heard).toHaveLength(1)
    bus.close()
  })

  it('tells of what another process wrote, also in a campaign that this one writes', async () => {
    const { bus, heard, here, elsewhere, pass } = await open()
    here({ campaignId: one, seq: 1, ready: true })
    elsewhere(one, 2)
    elsewhere(two, 1)
    await pass()
    expect(heard.slice(1)).toMatchObject([
      { campaignId: one, seq: 2 },
      { campaignId: two, seq: 1 },
    ])
    here({ campaignId: one, seq: 3, ready: true })
    await pass()
    expect(heard).toHaveLength(4)
    bus.close()
  })

  it('misses nothing that comes before its first look is answered, and tells nothing of what was there', async () => {
    const { bus, heard, elsewhere, pass } = await open({ before: 2, broken: 1, looked: false })
    elsewhere(one, 3)
    await pass()
    await pass()
    expect(heard).toMatchObject([{ campaignId: one, seq: 3 }])
    bus.close()
  })

  it('looks again by itself when it could not look', async () => {
    const { bus, heard, elsewhere, pass, state } = await open()
    state.blind = 1
    state.broken = 2
    elsewhere(one, 1)
    for (let look = 0; look < 4; look++) await pass()
    expect(heard).toMatchObject([{ campaignId: one, seq: 1 }])
    bus.close()
  })
})
