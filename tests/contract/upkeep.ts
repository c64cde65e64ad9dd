import { describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { JobKindSchema } from '../../lib/domain/job.ts'
import { type createCountingIds, newCampaign, resultFor } from '../support/campaigns.ts'
import type { ManualClock } from '../support/clock.ts'
import { openEach, type OpenedStore, type OpenStore, owner } from './open-each.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What every adapter of the JobStore port does for the house. */
export function describeUpkeep(name: string, open: OpenStore): void {
  describe(`upkeep on ${name}`, () => {
    let clock: ManualClock
    let ids: ReturnType<typeof createCountingIds>
    let opened: OpenedStore

    openEach(open, (fresh) => ({ clock, ids, opened } = fresh))

    const create = async (key: string | null = null): Promise<CampaignId> => {
      const idempotency = key === null ? null : { key, route: '/campaigns', bodyHash: key }
      return (await opened.store.create(newCampaign(ids, {}, idempotency))).campaignId
    }
    const make = async (): Promise<CampaignId> => {
      const id = await create()
      const next = () => opened.store.claim({ owner, kinds: JobKindSchema.options })
      for (let claim = await next(); claim; claim = await next())
        await opened.store.complete(claim.lease, resultFor(claim, ids))
      return id
    }
    const position = (id: CampaignId) => opened.reader.position(local, id)

    it('gives one process its turn, and the next when it is due', async () => {
      const other = await opened.another()
      const ask = (): Promise<boolean[]> =>
        Promise.all([opened.store, other].map((store) => store.upkeep.takeTurn(hourMs)))
      expect((await ask()).filter(Boolean)).toHaveLength(1)
      clock.advance(hourMs - 1)
      expect(await ask()).toEqual([false, false])
      clock.advance(1)
      expect((await ask()).filter(Boolean)).toHaveLength(1)
      await other.close()
    })

    it('does not wait for a wall clock that was set back', async () => {
      await opened.store.upkeep.takeTurn(hourMs)
      const { now } = clock
      clock.now = () => now() - dayMs
      expect(await opened.store.upkeep.takeTurn(hourMs)).toBe(true)
      expect(await opened.store.upkeep.takeTurn(hourMs)).toBe(false)
    })

    it('removes from the bin what has been there for long, one campaign at a time', async () => {
      const [old, young, kept] = [await make(), await create(), await create()]
      await opened.store.deleteCampaign(local, old, false)
      clock.advance(dayMs)
      await opened.store.deleteCampaign(local, young, false)
      const before = clock.now() - hourMs
      expect(await opened.store.upkeep.emptyBin(before)).toBe(true)
      expect(await opened.store.upkeep.emptyBin(before)).toBe(false)
      expect(opened.count('campaigns')).toBe(2)
      expect(opened.count('assets')).toBe(0)
      expect(await position(kept)).not.toBeNull()
    })

    it('is safe when two empty the bin at once', async () => {
      const id = await create()
      await opened.store.deleteCampaign(local, id, false)
      clock.advance(1)
      const other = await opened.another()
      const done = await Promise.all([opened.store, other].map((store) => store.upkeep.emptyBin(clock.now())))
      expect(done.filter(Boolean)).toHaveLength(1)
      await other.close()
    })

    it('cuts the logs of campaigns that settled before, and of no others', async () => {
      const old = await make()
      clock.advance(dayMs)
      const running = await create()
      const young = await make()
      const before = clock.now() - hourMs
      let at: CampaignId | null = null
      const looked: CampaignId[] = []
      while ((at = await opened.store.upkeep.cutLog(at, before))) looked.push(at)
      expect(looked).toEqual([old])
      expect(await opened.reader.events(old, 0, 10)).toEqual([])
      for (const id of [running, young]) expect((await opened.reader.events(id, 0, 1))[0]?.seq).toBe(1)
      expect(await position(old)).toMatchObject({ settled: true })
      expect((await opened.reader.view(local, old))?.status).toBe('completed')
    })

    it('keeps the log of a campaign that was reopened', async () => {
      const id = await create()
      await opened.store.cancelCampaign(local, id)
      clock.advance(dayMs)
      const job = (await opened.reader.view(local, id))?.jobs[0]
      if (job) await opened.store.retryJob(local, job.id)
      await opened.store.upkeep.cutLog(null, clock.now())
      expect((await opened.reader.events(id, 0, 1))[0]?.seq).toBe(1)
    })

    it('goes on numbering where a cut log stood', async () => {
      const id = await create()
      await opened.store.cancelCampaign(local, id)
      clock.advance(dayMs)
      const seq = (await position(id))?.seq ?? 0
      await opened.store.upkeep.cutLog(null, clock.now())
      const job = (await opened.reader.view(local, id))?.jobs[0]
      if (job) await opened.store.retryJob(local, job.id)
      const rows = await opened.reader.events(id, 0, 100)
      expect(rows.map((row) => row.seq)).toEqual(rows.map((_, at) => seq + 1 + at))
      expect(await opened.reader.events(id, seq, 100)).toEqual(rows)
    })

    it('forgets keys and notes of removals from before', async () => {
      await create('a')
      await opened.store.deleteCampaign(local, await create(), true)
      clock.advance(hourMs)
      await create('b')
      await opened.store.upkeep.forget(clock.now())
      expect(opened.count('idempotency_keys')).toBe(1)
      expect(opened.count('removals')).toBe(0)
    })

    it('names every file that a row names, in pages', async () => {
      const [first, second] = [await make(), await make()]
      await opened.store.deleteCampaign(local, second, false)
      const named: string[] = []
      let after = ''
      for (;;) {
        const page = await opened.store.upkeep.namedFiles(after, 3)
        if (page.last === null) break
        after = page.last
        named.push(...page.hashes)
      }
      const assets = (await opened.reader.view(local, first))?.assets ?? []
      expect(assets.length).toBeGreaterThan(3)
      for (const { sha256, variants } of assets)
        expect(named).toEqual(expect.arrayContaining([sha256, ...variants.map((one) => one.sha256)]))
      expect(named).toHaveLength(2 * assets.flatMap(({ variants }) => [1, ...variants]).length)
    })
  })
}
