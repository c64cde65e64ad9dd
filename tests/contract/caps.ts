import { describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import type { Claim } from '../../lib/domain/handler.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { JobKindSchema, type JobKind } from '../../lib/domain/job.ts'
import type { JobStore } from '../../lib/domain/store.ts'
import type { ManualClock } from '../support/clock.ts'
import { type createCountingIds, factsOf, foldOf, newCampaign, resultFor } from '../support/campaigns.ts'
import { openEach, type OpenedStore, owner, reserves } from './open-each.ts'
import { fc } from '../support/property.ts'

export type OpenCapped = (deps: {
  clock: ManualClock
  ids: ReturnType<typeof createCountingIds>
  /** What the installation may spend in a month. */
  capMicros?: number | null
}) => Promise<OpenedStore>

/** What every adapter of the JobStore port promises about the most that may be spent. */
export function describeCaps(name: string, open: OpenCapped): void {
  describe(`Caps on ${name}`, () => {
    let clock: ManualClock
    let opened: OpenedStore
    let store: JobStore
    let ids: ReturnType<typeof createCountingIds>

    const { reopen } = openEach(open, (fresh) => ({ clock, ids, opened, store } = fresh))

    const create = async (budgetMicros: number | null, postCount = 6): Promise<CampaignId> => {
      const campaign = newCampaign(ids, { postCount, budgetMicros })
      const cost = { ...campaign.cost, capMicros: budgetMicros }
      return (await store.create({ ...campaign, cost, reserves })).campaignId
    }
    const view = async (id: CampaignId) => (await opened.reader.view(local, id)) ?? Promise.reject(new Error('no view'))
    const next = (kinds: readonly JobKind[] = JobKindSchema.options) => store.claim({ owner, kinds })
    const pay = async (claim: Claim, micros: number): Promise<void> => {
      await store.beginCall(claim.lease)
      await store.answered(claim.lease, { micros, counts: {} })
      await store.complete(claim.lease, resultFor(claim, ids))
    }
    const runAll = async (micros: (claim: Claim) => number): Promise<void> => {
      for (let claim = await next(); claim; claim = await next()) await pay(claim, micros(claim))
    }
    const most = ({ job }: Claim): number => reserves[job.kind]
    const parked = async (id: CampaignId) =>
      (await view(id)).jobs.filter((job) => job.status === 'queued' && job.waitingFor?.reason === 'cap')
    const expectFold = async (id: CampaignId): Promise<void> => {
      expect(foldOf(await factsOf(opened.reader, id))).toEqual(await view(id))
    }

    it('parks what the budget has no room for, says how much more it needs, and makes the rest', async () => {
      const id = await create(500_000)
      await runAll(most)
      const { cost, status } = await view(id)
      expect(status).toBe('running')
      expect(cost).toMatchObject({ spentMicros: 1_000 + 6 * 2_000 + 4 * 40_000, reservedMicros: 0, capMicros: 500_000 })
      const waiting = await parked(id)
      expect(waiting.map(({ kind, waitingFor }) => [kind, waitingFor])).toEqual([
        ['video', { reason: 'cap', until: null, moreMicros: 900_000 - (500_000 - 173_000), reserveMicros: 900_000 }],
      ])
      await expectFold(id)
    })

    it('says anew how much more a parked job needs when all else is done, and cost less than was held', async () => {
      const id = await create(500_000)
      await runAll((claim) => Math.floor(most(claim) / 2))
      const { cost } = await view(id)
      expect(cost.reservedMicros).toBe(0)
      const [film] = await parked(id)
      expect(film?.waitingFor?.moreMicros).toBe(900_000 - (500_000 - cost.spentMicros))
      await expectFold(id)
    })

    it('parks what is paid on a budget of 0 in the moment it is queued', async () => {
      const id = await create(0)
      expect((await parked(id)).map((job) => job.kind)).toEqual(['analysis'])
      expect(await next()).toBeNull()
      expect(await parked(id)).toHaveLength(1)
      await expectFold(id)
    })

    it('binds when jobs are queued, in plan order: what there is room for is held, the rest is parked', async () => {
      const id = await create(1_000 + 2 * 2_000 + 40_000)
      const analysis = await next()
      if (!analysis) throw new Error('no analysis')
      await pay(analysis, 1_000)
      const { jobs, cost } = await view(id)
      const queued = jobs.filter(({ status }) => status === 'queued')
      let left = 44_000
      const expected = queued.map(({ kind }) => {
        const fits = reserves[kind] <= left
        left -= fits ? reserves[kind] : 0
        return [kind, fits ? null : 'cap']
      })
      expect(queued.map(({ kind, waitingFor }) => [kind, waitingFor?.reason ?? null])).toEqual(expected)
      expect(new Set(expected.map(([, wait]) => wait))).toEqual(new Set([null, 'cap']))
      expect(cost.reservedMicros).toBe(44_000 - left)
      await expectFold(id)
    })

    it('parks at the claim what a cap that was lowered has no room for any more, and no more than that', async () => {
      const id = await create(null)
      const analysis = await next()
      if (!analysis) throw new Error('no analysis')
      await pay(analysis, 1_000)
      const { reservedMicros } = (await view(id)).cost
      expect(reservedMicros).toBe(6 * 2_000 + 4 * 40_000 + 900_000)
      await store.setCap(local, id, 1_000 + 6 * 2_000)
      expect((await view(id)).cost.reservedMicros).toBe(reservedMicros)
      await runAll(most)
      const { cost } = await view(id)
      expect(cost.spentMicros).toBeLessThanOrEqual(13_000)
      expect(cost.reservedMicros).toBe(0)
      await store.setCap(local, id, null)
      await runAll(most)
      expect(await view(id)).toMatchObject({ status: 'completed', cost: { spentMicros: 1_000 + reservedMicros } })
      await expectFold(id)
    })

    it('holds to the micro', async () => {
      await create(reserves.analysis - 1)
      expect(await next()).toBeNull()
      await create(reserves.analysis)
      expect(await next()).not.toBeNull()
    })

    it('goes on when a person raises the cap, and stays parked when that is not enough', async () => {
      const id = await create(500_000)
      await runAll(most)
      await store.setCap(local, id, 600_000)
      await runAll(most)
      expect(await parked(id)).toHaveLength(1)
      await store.setCap(local, id, null)
      await runAll(most)
      expect(await view(id)).toMatchObject({ status: 'completed', progress: 1 })
      await expectFold(id)
    })

    it('brings parked jobs back when others cost less than was held for them', async () => {
      const id = await create(1_000 + 900_000, 1)
      const analysis = await next()
      if (!analysis) throw new Error('no analysis')
      await pay(analysis, 400)
      const text = await next(['text'])
      if (!text) throw new Error('no text')
      expect(await next(['video'])).toBeNull()
      expect(await parked(id)).toHaveLength(1)
      await pay(text, 500)
      expect(await parked(id)).toHaveLength(0)
      await runAll(most)
      expect((await view(id)).status).toBe('completed')
      await expectFold(id)
    })

    it('keeps a parked job parked through a pause', async () => {
      const id = await create(0)
      await next()
      await store.pauseCampaign(local, id)
      expect((await view(id)).jobs[0]?.waitingFor).toEqual({ reason: 'pause', until: null })
      await store.resumeCampaign(local, id)
      expect(await next()).toBeNull()
      expect(await parked(id)).toHaveLength(1)
    })

    it.each([
      ['at once', [true]],
      ['from the bin', [false, true]],
    ])('counts what a campaign cost after it was removed for good, %s', async (_, purges) => {
      await opened.close()
      await reopen(5_000)
      const gone = await create(null, 1)
      await runAll(most)
      for (const purge of purges) await store.deleteCampaign(local, gone, purge)
      const id = await create(null, 1)
      await runAll(most)
      expect((await view(id)).cost.spentMicros).toBe(1_000)
      expect((await parked(id)).map(({ kind }) => kind)).toEqual(['text', 'video'])
      clock.advance(Date.parse((await parked(id))[0]?.waitingFor?.until ?? '') - clock.now())
      await store.unpark()
      await runAll(most)
      expect((await view(id)).cost.spentMicros).toBe(3_000)
    })

    it('binds the installation over all campaigns, and begins anew with the month', async () => {
      await opened.close()
      await reopen(5_000)
      const [one, two] = [await create(null, 1), await create(null, 1)]
      await runAll(most)
      // Two analyses and one text fit; a video never does.
      const spent = (await view(one)).cost.spentMicros + (await view(two)).cost.spentMicros
      expect(spent).toBe(4_000)
      const waiting = [...(await parked(one)), ...(await parked(two))]
      expect(waiting.map(({ kind }) => kind).sort()).toEqual(['text', 'video', 'video'])
      const until = waiting[0]?.waitingFor?.until ?? ''
      expect(new Date(until).toISOString()).toMatch(/-01T00:00:00\.000Z$/)
      await store.unpark()
      expect(await next()).toBeNull()
      clock.advance(Date.parse(until) - clock.now())
      await store.unpark()
      await runAll(most)
      expect((await view(one)).cost.spentMicros + (await view(two)).cost.spentMicros).toBe(6_000)
      await expectFold(one)
      await expectFold(two)
    })

    it('binds the installation in the moment a campaign is made', async () => {
      await opened.close()
      await reopen(1_999)
      const [one, two] = [await create(null, 1), await create(null, 1)]
      expect(await parked(one)).toEqual([])
      const [waiting] = await parked(two)
      expect(waiting).toMatchObject({ kind: 'analysis', waitingFor: { reason: 'cap', moreMicros: 1 } })
      expect(waiting?.waitingFor?.until).not.toBeNull()
      expect((await view(two)).cost.reservedMicros).toBe(0)
    })

    it('brings back what the installation parked when it is started again with a higher cap or none', async () => {
      for (const capMicros of [5_000_000, null]) {
        await opened.close()
        await reopen(1_500)
        const id = await create(null, 1)
        await runAll(most)
        expect((await parked(id)).map(({ kind }) => kind).sort()).toEqual(['text', 'video'])
        const restarted = await opened.another({ capMicros })
        await restarted.unpark()
        expect(await parked(id)).toEqual([])
        await restarted.close()
      }
    })

    it('is never passed by one micro, whoever claims at the same moment and whatever calls cost', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 1_200_000 }),
          fc.array(fc.tuple(fc.nat(4), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 5, maxLength: 60 }),
          async (cap, steps) => {
            const id = await create(cap)
            const pens = [store, await opened.another()]
            const held: { pen: JobStore; claim: Claim }[] = []
            const within = async (): Promise<void> => {
              const { spentMicros, reservedMicros } = (await view(id)).cost
              expect(spentMicros + reservedMicros).toBeLessThanOrEqual(cap)
            }
            for (const [act, share] of steps) {
              if (act < 2) {
                const claims = await Promise.all(pens.map((pen) => pen.claim({ owner, kinds: JobKindSchema.options })))
                for (const [at, claim] of claims.entries()) {
                  const pen = pens[at]
                  if (claim?.lease.campaignId === id && pen) held.push({ pen, claim })
                }
              } else {
                const one = held.shift()
                if (!one) continue
                const { pen, claim } = one
                const micros = Math.floor(share * reserves[claim.job.kind])
                await pen.beginCall(claim.lease)
                if (act > 2) await Promise.all([0, 1].map(() => pen.answered(claim.lease, { micros, counts: {} })))
                if (act === 3) await pen.complete(claim.lease, resultFor(claim, ids))
                else await pen.handBack(claim.lease)
              }
              await within()
            }
            await store.deleteCampaign(local, id, true)
            for (const pen of pens.slice(1)) await pen.close()
          },
        ),
        { numRuns: 15 },
      )
    })
  })
}
