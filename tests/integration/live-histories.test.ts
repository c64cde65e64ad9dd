import { afterEach, describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import { isSettledCampaign, type CampaignView } from '../../lib/domain/campaign.ts'
import { isAppError } from '../../lib/domain/errors.ts'
import { JobEventSchema } from '../../lib/domain/event.ts'
import { applyEvent, openView } from '../../lib/domain/fold.ts'
import { JobKindSchema } from '../../lib/domain/job.ts'
import { newJob } from '../../lib/domain/plan.ts'
import type { LiveMessage, Viewer } from '../../lib/domain/room.ts'
import type { JobStore } from '../../lib/domain/store.ts'
import { planning, resultFor, free } from '../support/campaigns.ts'
import { createChance } from '../support/chance.ts'
import { createEngine, settle } from '../support/engine.ts'

type Engine = Awaited<ReturnType<typeof createEngine>>
let engine: Engine
afterEach(() => engine.close())

const owner = { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' }
const refused = {
  code: 'refused',
  message: 'No.',
  retryable: false,
  retryAfterMs: null,
  reason: null,
  charged: false,
} as const

/** A viewer that reads at its own pace and folds what it is told. */
function createReading(viewer: Viewer, opening: CampaignView | null) {
  let view = opening
  let state = ''
  let ended = false
  const hear = (message: LiveMessage): void => {
    if (message.type === 'control') state = message.state
    if (message.type === 'snapshot') view = message.view
    if (message.type !== 'fact') return
    const fact = JobEventSchema.parse(JSON.parse(message.row.json))
    if (view) expect(fact.seq, 'no gap and no repeat').toBe(view.seq + 1)
    view = view ? applyEvent(view, fact) : openView(fact)
  }
  let asked: Promise<void> | null = null
  const ask = (): Promise<void> =>
    (asked ??= viewer.next().then((batch) => {
      asked = null
      ended = batch === null
      for (const message of batch ?? []) hear(message)
    }))
  return {
    ask,
    async drain(): Promise<void> {
      for (let round = 0; round < 12 && !ended; round++) await Promise.race([ask(), settle(6)])
    },
    view: () => view,
    state: () => state,
    close: () => viewer.close(),
  }
}

const unlessRefused = (error: unknown): void => {
  if (!isAppError(error) || error.code !== 'conflict') throw error
}

const seeds = Number(process.env.SEEDS ?? 12)

describe('streams over histories of two processes', () => {
  it('come to the same end as the rows, wherever and whenever they joined', async () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const chance = createChance(seed)
      engine = await createEngine()
      const id = await engine.create({ postCount: 1 + Math.floor(chance() * 2) })
      const other = await engine.another()
      const pen = (): JobStore => (chance() < 0.5 ? engine.store : other)
      const readings: ReturnType<typeof createReading>[] = []
      const steps: (() => Promise<unknown>)[] = [
        async () => {
          const store = pen()
          const claimed = await store.claim({ owner, kinds: JobKindSchema.options })
          if (!claimed) return
          await pen().report(claimed.lease, [{ part: 'x.text', text: 'Said. ' }], { progress: chance() })
          if (chance() < 0.25) await pen().fail(claimed.lease, refused, 0)
          else await pen().complete(claimed.lease, resultFor(claimed, engine.ids))
        },
        async () => {
          const jobs = (await engine.reader.view(local, id))?.jobs ?? []
          const over = jobs.filter((job) => job.status === 'failed' || job.status === 'canceled')
          const job = over[Math.floor(chance() * over.length)]
          if (job) await pen().retryJob(local, job.id).catch(unlessRefused)
        },
        async () => {
          if (chance() < 0.15) await pen().cancelCampaign(local, id)
        },
        async () => {
          if (chance() < 0.3) await pen().pauseCampaign(local, id)
          else await pen().resumeCampaign(local, id)
        },
        async () => {
          const [post] = (await engine.reader.view(local, id))?.posts ?? []
          if (!post) return
          const locked = chance() < 0.3
          const again = newJob(planning(engine.ids), 'text', { dependsOn: [], postId: post.id })
          const wish = {
            caller: local,
            postId: post.id,
            jobs: [again],
            reserves: free,
            instruction: null,
            idempotency: null,
          }
          // What may not be at this moment is refused, and leaves nothing.
          if (chance() < 0.5) await pen().regenerate(wish).catch(unlessRefused)
          else
            await pen()
              .editPost(local, post.id, post.version, (now) => ({ ...now, locked }))
              .catch(unlessRefused)
        },
        async () => {
          const now = await engine.reader.view(local, id)
          const cursor = chance() < 0.4 || !now ? null : Math.floor(chance() * (now.seq + 1))
          const facts = cursor === null ? [] : await engine.reader.events(id, 0, cursor)
          const seen = facts
            .map((row) => JobEventSchema.parse(JSON.parse(row.json)))
            .reduce<CampaignView | null>((view, fact) => (view ? applyEvent(view, fact) : openView(fact)), null)
          const viewer = await engine.live.follow(local, id, { cursor, follow: true })
          if (viewer) readings.push(createReading(viewer, seen))
        },
        async () => {
          const reading = readings[Math.floor(chance() * readings.length)]
          if (reading) await Promise.race([reading.ask(), settle(2)])
        },
        async () => engine.clock.advance(Math.floor(chance() * 30)),
      ]
      for (let count = 0; count < 80; count++) {
        await steps[Math.floor(chance() * steps.length)]?.()
        if (chance() < 0.3) await settle(1)
      }
      for (let look = 0; look < 3; look++) {
        engine.clock.advance(20)
        await settle()
      }
      const rows = await engine.reader.view(local, id)
      for (const reading of readings) {
        await reading.drain()
        expect(reading.view(), `seed ${seed}`).toEqual(rows)
        expect(reading.state(), `seed ${seed}`).toBe(rows && isSettledCampaign(rows.status) ? 'settled' : 'live')
        reading.close()
      }
      expect(engine.troubles).toEqual([])
      await other.close()
      if (seed < seeds) await engine.close()
    }
  })
})
