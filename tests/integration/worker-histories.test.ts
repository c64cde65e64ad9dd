import { afterEach, describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import { isSettledCampaign } from '../../lib/domain/campaign.ts'
import { AppError, isAppError, ProviderError } from '../../lib/domain/errors.ts'
import type { Handler } from '../../lib/domain/handler.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { factsOf, foldOf } from '../support/campaigns.ts'
import { createChance } from '../support/chance.ts'
import { createEngine, settle } from '../support/engine.ts'

let engine: Awaited<ReturnType<typeof createEngine>>
afterEach(() => engine.close())

const seeds = Number(process.env.SEEDS ?? 4)

/** A provider of moods: it takes its time, says something, and fails in every way. */
function moody(chance: () => number): Handler {
  return async (context) => {
    const { claim, signal, say, report, beginCall } = context
    await beginCall()
    for (let step = 1; step <= 3; step++) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      engine.clock.after(Math.floor(chance() * 400), resolve)
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      await promise
      say('x.text', `Step ${step}. `)
      report({ progress: step / 3 })
    }
    const mood = chance()
    if (mood < 0.05) throw new ProviderError({ code: 'refused', message: 'No.' })
    if (mood < 0.15) throw new ProviderError({ code: 'unavailable', message: 'Away.' })
    if (mood < 0.25) throw new ProviderError({ code: 'rate_limited', message: 'Slow down.', retryAfterMs: 300 })
    if (mood < 0.3) throw new Error('a bug')
    return engine.plain({ ...context, claim, beginCall: async () => 1 })
  }
}

describe('workers over random histories', () => {
  it('leave no job behind, whatever fails and whoever comes and goes', async () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const chance = createChance(seed)
      const handler = moody(chance)
      engine = await createEngine({ analysis: handler, text: handler, image: handler, video: handler })
      const { store, clock } = engine
      let broken = 0
      const sometimes =
        <Query extends unknown[], T>(real: (...query: Query) => Promise<T>) =>
        (...query: Query): Promise<T> =>
          chance() < broken ? Promise.reject(new AppError('store_unavailable')) : real(...query)
      store.claim = sometimes(store.claim)
      store.beat = sometimes(store.beat)
      store.report = sometimes(store.report)
      store.beginCall = sometimes(store.beginCall)
      store.complete = sometimes(store.complete)
      store.fail = sometimes(store.fail)
      store.handBack = sometimes(store.handBack)
      store.leases = sometimes(store.leases)
      store.takeOver = sometimes(store.takeOver)
      store.nextAvailableAt = sometimes(store.nextAvailableAt)

      const ids: CampaignId[] = []
      let pid = 1
      const hire = (): ReturnType<typeof engine.hire> => {
        const worker = engine.hire(pid++)
        worker.start()
        return worker
      }
      let crew = [hire(), hire()]
      broken = 0.25
      for (let step = 0; step < 60; step++) {
        const act = chance()
        const id = ids[Math.floor(chance() * ids.length)]
        if (ids.length < 3 && act < 0.3) ids.push(await engine.create({ postCount: 1 + Math.floor(chance() * 4) }))
        else if (id && act < 0.34) await store.cancelCampaign(local, id)
        else if (id && act < 0.55) {
          const jobs = (await engine.reader.view(local, id))?.jobs ?? []
          const job = jobs.find((one) => one.status === 'failed' || one.status === 'canceled')
          if (job) await store.retryJob(local, job.id)
        } else if (act < 0.62) {
          const [old, ...rest] = crew
          const stopped = old?.stop(50)
          await settle(5)
          clock.advance(60)
          await stopped
          crew = [...rest, hire()]
        }
        clock.advance(Math.floor(chance() * 700))
        await settle(4)
      }
      broken = 0
      for (let second = 0; second < 90; second++) {
        clock.advance(1_000)
        await settle(4)
      }
      for (const id of ids) {
        const rows = await engine.reader.view(local, id)
        const open = rows?.jobs.filter((job) => !['completed', 'failed', 'canceled'].includes(job.status)) ?? []
        expect(
          open.map((job) => [job.kind, job.status, job.attempt, job.error?.code]),
          `seed ${seed}`,
        ).toEqual([])
        expect(rows && isSettledCampaign(rows.status), `seed ${seed}`).toBe(true)
        const facts = await factsOf(engine.reader, id)
        expect(facts.map((fact) => fact.seq)).toEqual(facts.map((_, at) => at + 1))
        expect(foldOf(facts), `seed ${seed}`).toEqual(rows)
      }
      const unknown = engine.troubles.filter((error) => !isAppError(error) && !/a bug/.test(String(error)))
      expect(unknown).toEqual([])
      for (const worker of crew) expect(worker.running()).toBe(0)
      if (seed < seeds) await engine.close()
    }
  })
})
