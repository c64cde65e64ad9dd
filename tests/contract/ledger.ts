import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { Failure } from '../../lib/domain/errors.ts'
import type { Claim } from '../../lib/domain/handler.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { JobKindSchema } from '../../lib/domain/job.ts'
import type { JobStore } from '../../lib/domain/store.ts'
import { createManualClock, type ManualClock } from '../support/clock.ts'
import { ledgerSums } from '../support/ledger-sums.ts'
import { createCountingIds, factsOf, foldOf, newCampaign, resultFor } from '../support/campaigns.ts'
import type { OpenCapped } from './caps.ts'
import { type OpenedStore, owner, reserves } from './open-each.ts'
import { fc } from '../support/property.ts'

const away: Failure = {
  code: 'unavailable',
  message: 'Away.',
  retryable: true,
  retryAfterMs: 0,
  reason: null,
  charged: false,
}

/** What may happen to a claimed job. Every word about money is said by both pens in the same moment. */
const acts = [
  'claim',
  'call',
  'submit',
  'answer',
  'complete',
  'fail',
  'charge',
  'lose',
  'crash',
  'cancel',
  'retry',
  'late',
] as const

type Step = [act: (typeof acts)[number], which: number, share: number]

/** Tried in any case: a call that is called off before its cost is told, and a cap that leaves no room. */
const histories: [number | null, Step[]][] = [
  [null, [...(['claim', 'call', 'cancel', 'late', 'late', 'retry'] as const)].map((act): Step => [act, 0, 0.5])],
  [0, [['claim', 0, 0]]],
]

/** What every adapter of the JobStore port promises about its ledger, whoever writes at the same moment. */
export function describeLedger(name: string, open: OpenCapped): void {
  describe(`The ledger on ${name}`, () => {
    let clock: ManualClock
    let opened: OpenedStore
    let ids: ReturnType<typeof createCountingIds>
    let pens: [JobStore, JobStore]

    const begin = async (capMicros: number | null): Promise<void> => {
      clock = createManualClock()
      ids = createCountingIds()
      opened = await open({ clock, ids, capMicros })
      pens = [opened.store, await opened.another()]
    }
    const end = async (): Promise<void> => {
      await pens[1].close()
      await opened.close()
    }
    beforeEach(() => begin(null))
    afterEach(end)

    const view = async (id: CampaignId): Promise<CampaignView> =>
      (await opened.reader.view(local, id)) ?? Promise.reject(new Error('no view'))
    const create = async (budgetMicros: number | null): Promise<CampaignId> => {
      const campaign = newCampaign(ids, { postCount: 3, budgetMicros })
      return (await opened.store.create({ ...campaign, cost: { ...campaign.cost, capMicros: budgetMicros }, reserves }))
        .campaignId
    }
    const linesOf = (id: CampaignId) =>
      opened.ledger().filter((line) => line.campaignId === id && line.type !== 'quote')

    /** One settlement and refund for an attempt at most, one reservation more than releases; the page and its facts show their sum. */
    const expectBooks = async (id: CampaignId): Promise<void> => {
      const lines = linesOf(id)
      const keys = lines.map(({ jobId, attempt, type, turn }) => `${jobId} ${attempt} ${type} ${turn}`)
      expect(new Set(keys).size).toBe(keys.length)
      const once = lines.filter(({ type, turn }) => turn > 0 && (type === 'settlement' || type === 'refund'))
      expect(once).toEqual([])
      const { cost, jobs } = await view(id)
      expect({ spent: cost.spentMicros, reserved: cost.reservedMicros }).toEqual(ledgerSums(lines))
      expect(jobs.reduce((all, { costMicros }) => all + costMicros, 0)).toBe(cost.spentMicros)
    }

    it('stays the sum of its lines over any history of two pens; a second settlement and a second refund do nothing', async () => {
      const met = { settledTwice: 0, refundedTwice: 0, parked: 0 }
      await fc.assert(
        fc.asyncProperty(
          fc.option(fc.integer({ min: 0, max: 3_000_000 })),
          fc.array(fc.tuple(fc.constantFrom(...acts), fc.nat(5), fc.double({ min: 0, max: 1, noNaN: true })), {
            minLength: 15,
            maxLength: 45,
          }),
          async (cap, steps) => {
            const id = await create(cap)
            const held: Claim[] = []
            const told: Claim[] = []
            const both = (say: (pen: JobStore) => Promise<unknown>): Promise<unknown> => Promise.all(pens.map(say))
            /** Both say what it cost, and not the same; whoever is second is not heard. */
            const answer = async (claim: Claim, micros: number): Promise<void> => {
              await both((pen) => pen.answered(claim.lease, { micros: pen === pens[0] ? micros : 0, counts: {} }))
              told.push(claim)
            }
            for (const [act, at, share] of steps) {
              clock.advance(120_000)
              const before = linesOf(id)
              const claim = held[at % Math.max(1, held.length)]
              const micros = Math.floor(share * (claim ? reserves[claim.job.kind] : 0))
              if (act === 'claim') {
                const claims = await Promise.all(pens.map((pen) => pen.claim({ owner, kinds: JobKindSchema.options })))
                for (const one of claims) if (one?.lease.campaignId === id) held.push(one)
              } else if (claim) {
                const { lease, job } = claim
                if (act === 'call') await pens[0].beginCall(lease)
                if (act === 'submit') await both((pen) => pen.submitted(lease, { operation: job.id }))
                if (act === 'answer') await answer(claim, micros)
                if (act === 'complete') await both((pen) => pen.complete(lease, resultFor(claim, ids)))
                if (act === 'fail') await both((pen) => pen.fail(lease, away, 0))
                if (act === 'charge') await both((pen) => pen.fail(lease, { ...away, charged: true }, 0))
                if (act === 'lose') await both((pen) => pen.fail(lease, { ...away, gone: true }, 0))
                if (act === 'crash') for (const one of await pens[1].leases()) await both((pen) => pen.takeOver(one))
                if (act === 'cancel') await both((pen) => pen.cancelJob(local, job.id).catch(() => undefined))
                if (act === 'retry') await both((pen) => pen.retryJob(local, job.id).catch(() => undefined))
                if (act === 'late') await answer(claim, micros)
              }
              await expectBooks(id)
              expect(linesOf(id)).toEqual(expect.arrayContaining(before))
              const { cost } = await view(id)
              if (cap !== null) expect(cost.spentMicros + cost.reservedMicros).toBeLessThanOrEqual(cap)

              // What was said before may be said again, by anybody, with any figure.
              const again = told[at % Math.max(1, told.length)]
              if (!again) continue
              const now = [linesOf(id), await view(id)]
              await both((pen) => pen.answered(again.lease, { micros: 7, counts: { again: 1 } }))
              expect([linesOf(id), await view(id)]).toEqual(now)
              const isRefunded = linesOf(id).some(
                ({ jobId, attempt, type }) =>
                  jobId === again.job.id && attempt === again.lease.attempt && type === 'refund',
              )
              met[isRefunded ? 'refundedTwice' : 'settledTwice'] += 1
            }
            const last = await view(id)
            met.parked += last.jobs.filter(({ waitingFor }) => waitingFor?.reason === 'cap').length
            expect(foldOf(await factsOf(opened.reader, id))).toEqual(last)
            await opened.store.deleteCampaign(local, id, true)
          },
        ),
        { numRuns: 10, examples: histories },
      )
      // The histories meet what they are about.
      expect(Math.min(met.settledTwice, met.refundedTwice, met.parked), JSON.stringify(met)).toBeGreaterThan(0)
    })

    it('never lets the installation pass its cap by one micro, over two campaigns and two pens', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 0, max: 1_500_000 }),
          fc.array(fc.tuple(fc.nat(3), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 10, maxLength: 40 }),
          async (cap, steps) => {
            await end()
            await begin(cap)
            const campaigns = [await create(null), await create(null)]
            const held: Claim[] = []
            for (const [act, share] of steps) {
              clock.advance(1_000)
              if (act < 2) {
                const claims = await Promise.all(pens.map((pen) => pen.claim({ owner, kinds: JobKindSchema.options })))
                for (const claim of claims) if (claim) held.push(claim)
              } else {
                const claim = held.shift()
                if (!claim) continue
                await pens[0].beginCall(claim.lease)
                const micros = Math.floor(share * reserves[claim.job.kind])
                await Promise.all(pens.map((pen) => pen.answered(claim.lease, { micros, counts: {} })))
                await pens[1].complete(claim.lease, resultFor(claim, ids))
              }
              const costs = await Promise.all(campaigns.map(async (id) => (await view(id)).cost))
              const all = costs.reduce((sum, cost) => sum + cost.spentMicros + cost.reservedMicros, 0)
              expect(all).toBeLessThanOrEqual(cap)
            }
            for (const id of campaigns) await expectBooks(id)
          },
        ),
        { numRuns: 5 },
      )
    })
  })
}
