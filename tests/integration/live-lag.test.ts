import { afterEach, describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { JobKindSchema } from '../../lib/domain/job.ts'
import type { LiveMessage, Viewer } from '../../lib/domain/room.ts'
import type { JobStore } from '../../lib/domain/store.ts'
import { resultFor } from '../support/campaigns.ts'
import { createEngine, settle } from '../support/engine.ts'

type Engine = Awaited<ReturnType<typeof createEngine>>
let engine: Engine
afterEach(() => engine.close())

const follow = async (id: CampaignId, cursor: number | null, stays = false): Promise<Viewer> =>
  (await engine.live.follow(local, id, { cursor, follow: stays })) ?? Promise.reject(new Error('nothing to follow'))

async function readAll(viewer: Viewer): Promise<LiveMessage[]> {
  const all: LiveMessage[] = []
  for (let batch = await viewer.next(); batch; batch = await viewer.next()) all.push(...batch)
  return all
}

const states = (messages: readonly LiveMessage[]): string[] =>
  messages.flatMap((message) => (message.type === 'control' ? [message.state] : []))

/** Runs what is ready as another process would: this one hears of it when its clock moves. */
async function runElsewhere(store: JobStore): Promise<void> {
  const owner = { machineId: 'elsewhere', bootId: 'b', pid: 2, processStart: '1' }
  for (;;) {
    const claimed = await store.claim({ owner, kinds: JobKindSchema.options })
    if (!claimed) return
    await store.complete(claimed.lease, resultFor(claimed, engine.ids))
  }
}

describe('a stream that lags behind the store', () => {
  it('closes when its campaign was removed for good before it had read to the end', async () => {
    engine = await createEngine()
    const id = await engine.create()
    await engine.hire().runUntilIdle()
    const viewer = await follow(id, 3)
    await engine.store.deleteCampaign(local, id, true)
    const { events } = engine.reader
    let asked = 0
    engine.reader.events = (...query) =>
      (asked += 1) > 50 ? Promise.reject(new Error('asks for ever')) : events(...query)
    expect(await readAll(viewer)).toEqual([{ type: 'control', state: 'closed' }])
  })

  it('closes after a snapshot that was newer than what this process had heard', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const first = await follow(id, 1)
    await first.next()
    const other = await engine.another()
    await runElsewhere(other)
    const late = await follow(id, null)
    const reading = readAll(late)
    await settle()
    engine.clock.advance(20)
    await settle()
    late.close()
    const messages = await reading
    expect(messages[0]).toMatchObject({ type: 'snapshot', view: { status: 'completed' } })
    expect(states(messages)).toEqual(['closed'])
    first.close()
    await other.close()
  })

  it('stays with a campaign that another process has reopened', async () => {
    engine = await createEngine()
    const id = await engine.create({ postCount: 1 })
    const job = (await engine.reader.view(local, id))?.jobs.at(-1)
    if (!job) throw new Error('no job')
    await engine.store.cancelJob(local, job.id)
    await engine.hire().runUntilIdle()
    const first = await follow(id, 1, true)
    await first.next()
    const { seq } = (await engine.reader.position(local, id)) ?? { seq: 0 }
    engine.clock.advance(20)
    await settle()
    const other = await engine.another()
    await other.retryJob(local, job.id)
    for (const cursor of [null, seq]) {
      const viewer = await engine.live.follow(local, id, { cursor, follow: false })
      const reading = viewer ? readAll(viewer) : Promise.resolve(null)
      await settle()
      viewer?.close()
      expect(states((await reading) ?? [{ type: 'control', state: 'closed' }])).not.toContain('closed')
    }
    first.close()
    await other.close()
  })
})
