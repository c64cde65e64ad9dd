import { describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import { mostOthers } from '../../lib/domain/eta.ts'
import { JobKindSchema } from '../../lib/domain/job.ts'
import { createCountingIds, factsOf, foldOf, newCampaign, resultFor, someHistory } from '../support/campaigns.ts'
import { createManualClock } from '../support/clock.ts'
import { endOf, jobsOf, momentsOf, sharesOf, tellForecasts, type Outcome } from '../support/forecasts.ts'
import { openSqlite } from '../support/sqlite.ts'

const owner = { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' }

describe('an ETA in the store', () => {
  it('is fixed when a fact is written, moves with what happens, and goes when nothing can be said', async () => {
    const clock = createManualClock()
    const ids = createCountingIds()
    const { store, reader, close } = await openSqlite({ clock, ids })
    const look = async () => {
      const view = await reader.view(local, campaignId)
      expect(foldOf(await factsOf(reader, campaignId))).toEqual(view)
      return view?.eta ? { eta: view.eta, inMs: Date.parse(view.eta.p50At) - clock.now() } : null
    }
    const claim = async () => {
      const claimed = await store.claim({ owner, kinds: JobKindSchema.options })
      if (!claimed) throw new Error('A job is ready.')
      return claimed
    }
    const { campaignId } = await store.create(newCampaign(ids, { postCount: 1 }, null, someHistory))
    const planned = await look()
    expect(planned?.inMs, 'the analysis, then the film').toBeCloseTo(25_000, -3)

    const analysis = await claim()
    expect((await look())?.eta, 'the job starts as foreseen').toEqual(planned?.eta)
    clock.advance(60_000)
    await store.report(analysis.lease, [], { progress: 0.5 })
    const late = await look()
    expect(late?.inMs, 'the time it named had passed').toBeGreaterThan(20_000)
    clock.advance(1_000)
    await store.report(analysis.lease, [], { progress: 0.6 })
    expect((await look())?.eta, 'progress alone changes nothing').toEqual(late?.eta)
    await store.complete(analysis.lease, resultFor(analysis, ids))
    expect((await look())?.inMs, 'the film').toBeCloseTo(20_000, -3)

    const film = await look()
    clock.advance(15_000)
    await claim()
    expect((await look())?.eta, 'a job starts late').not.toEqual(film?.eta)

    await store.pauseCampaign(local, campaignId)
    expect(await look()).toBeNull()
    await store.resumeCampaign(local, campaignId)
    expect(await look()).not.toBeNull()
    await store.cancelCampaign(local, campaignId)
    expect(await look()).toBeNull()
    await close()
  })
})

describe('an ETA among campaigns', () => {
  it('counts what others have open, and is silent in a crowd', async () => {
    const clock = createManualClock()
    const ids = createCountingIds()
    const { store, close } = await openSqlite({ clock, ids })
    const ends: number[] = []
    for (let made = 0; made < mostOthers + 2; made++) {
      const { view } = await store.create(newCampaign(ids, { postCount: 1 }, null, someHistory))
      if (view?.eta) ends.push(Date.parse(view.eta.p50At) - clock.now())
    }
    expect(ends).toHaveLength(mostOthers + 1)
    expect(ends.at(-1), 'one film at a time').toBeGreaterThan((ends[0] ?? 0) * 2)
    await close()
  })
})

describe('what is told of the end of jobs and campaigns', () => {
  it('comes true: about half end before p50, about nine in ten before p90', async () => {
    const told = await tellForecasts({ campaigns: 50, seed: 3, together: 1 })
    const jobs = told.flatMap(jobsOf)
    const firsts = told.flatMap((one) => endOf(one, momentsOf(one).first) ?? [])
    const middles = told.flatMap((one) => endOf(one, momentsOf(one).middle) ?? [])
    expect(jobs.length).toBeGreaterThan(300)
    expect(firsts.length, 'silence until each kind has a history').toBeGreaterThan(35)
    expect(firsts.length).toBeLessThan(50)
    expectTrue(jobs, 0.05)
    // So few campaigns are this far from their share by chance.
    expectTrue(firsts, 0.12)
    expectTrue(middles, 0.12)
  })
})

function expectTrue(outcomes: readonly Outcome[], within: number): void {
  const { p50, p90 } = sharesOf(outcomes)
  expect(Math.abs(p50 - 0.5), `${p50} of ${outcomes.length} before p50`).toBeLessThan(within)
  expect(Math.abs(p90 - 0.9), `${p90} of ${outcomes.length} before p90`).toBeLessThan(Math.min(within, 0.07))
}
