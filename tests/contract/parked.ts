import { describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import type { Claim } from '../../lib/domain/handler.ts'
import type { CampaignId, JobId } from '../../lib/domain/ids.ts'
import { JobKindSchema, type JobKind } from '../../lib/domain/job.ts'
import type { JobStore } from '../../lib/domain/store.ts'
import type { ManualClock } from '../support/clock.ts'
import { type createCountingIds, factsOf, foldOf, newCampaign, resultFor } from '../support/campaigns.ts'
import type { OpenCapped } from './caps.ts'
import { openEach, type OpenedStore, owner, reserves } from './open-each.ts'

const texts = 6 * 2_000

/** What every adapter of the JobStore port promises about jobs that wait for money: whoever frees some brings them back, and they say what is missing. */
export function describeParked(name: string, open: OpenCapped): void {
  describe(`Parked jobs on ${name}`, () => {
    let clock: ManualClock
    let opened: OpenedStore
    let store: JobStore
    let ids: ReturnType<typeof createCountingIds>

    const { reopen } = openEach(open, (fresh) => ({ clock, ids, opened, store } = fresh))

    const view = async (id: CampaignId) => (await opened.reader.view(local, id)) ?? Promise.reject(new Error('no view'))
    const next = (kinds: readonly JobKind[] = JobKindSchema.options) => store.claim({ owner, kinds })
    const claim = async (kind: JobKind): Promise<Claim> =>
      (await next([kind])) ?? Promise.reject(new Error(`no ${kind} to claim`))
    const pay = async (claimed: Claim, micros = reserves[claimed.job.kind]): Promise<void> => {
      await store.beginCall(claimed.lease)
      await store.answered(claimed.lease, { micros, counts: {} })
      await store.complete(claimed.lease, resultFor(claimed, ids))
    }
    const payAll = async (kinds: readonly JobKind[], micros?: number): Promise<void> => {
      for (let one = await next(kinds); one; one = await next(kinds)) await pay(one, micros)
    }
    const create = async (capMicros: number | null, postCount: number): Promise<CampaignId> => {
      const campaign = newCampaign(ids, { postCount, budgetMicros: capMicros })
      return (await store.create({ ...campaign, cost: { ...campaign.cost, capMicros }, reserves })).campaignId
    }
    const jobOf = async (id: CampaignId, kind: JobKind): Promise<JobId> =>
      (await view(id)).jobs.find((job) => job.kind === kind)?.id ?? Promise.reject(new Error(`no ${kind}`))
    const waitOf = async (id: CampaignId, kind: JobKind) =>
      (await view(id)).jobs.find((job) => job.kind === kind && job.status === 'queued')?.waitingFor
    const expectFold = async (id: CampaignId): Promise<void> => {
      expect(foldOf(await factsOf(opened.reader, id))).toEqual(await view(id))
    }

    it('come back when another goes back for more than is left', async () => {
      const id = await create(1_000 + texts + 40_000 + 30_000, 6)
      await payAll(['analysis', 'text'])
      const first = await claim('image')
      expect(await next()).toBeNull()
      expect(await store.beginCall(first.lease, { model: 'dear-1', reserveMicros: 100_000 })).toBeNull()
      expect((await claim('image')).job.id).not.toBe(first.job.id)
      expect(await next()).toBeNull()
      await expectFold(id)
    })

    describe('behind a film that a lowered cap has no room for', () => {
      let id: CampaignId
      const lower = () => store.setCap(local, id, 500_000)
      const begin = async (): Promise<void> => {
        id = await create(1_000 + texts + 900_000 + 20_000, 6)
        await payAll(['analysis', 'text'])
        const images = (await view(id)).jobs.filter(({ kind }) => kind === 'image')
        for (const image of images) await store.cancelJob(local, image.id)
        expect(await waitOf(id, 'video')).toBeNull()
        await store.retryJob(local, await jobOf(id, 'image'))
        expect(await waitOf(id, 'image')).toMatchObject({ reason: 'cap', moreMicros: 20_000 })
      }

      it('come back when its turn comes', async () => {
        await begin()
        await lower()
        expect((await next())?.job.kind).toBe('image')
        expect(await waitOf(id, 'video')).toMatchObject({ reason: 'cap' })
        await expectFold(id)
      })

      it('come back when it is handed back', async () => {
        await begin()
        const film = await claim('video')
        await lower()
        await store.handBack(film.lease)
        expect(await waitOf(id, 'video')).toMatchObject({ reason: 'cap' })
        expect((await next())?.job.kind).toBe('image')
        await expectFold(id)
      })
    })

    it('are not let go on money of an earlier month', async () => {
      await opened.close()
      await reopen(1_000_000)
      const one = await create(null, 1)
      await payAll(['analysis', 'text'])
      const film = await claim('video')
      await store.beginCall(film.lease)
      await store.cancelJob(local, film.job.id)
      expect((await view(one)).cost.spentMicros).toBe(903_000)
      clock.advance(31 * 24 * 3_600_000)
      const two = await create(null, 1)
      await payAll(JobKindSchema.options)
      expect((await view(two)).cost.spentMicros).toBe(903_000)
      await store.retryJob(local, film.job.id)
      expect(await waitOf(one, 'video')).toMatchObject({ reason: 'cap', moreMicros: 803_000 })
      await store.answered(film.lease, { micros: 0, counts: {} })
      await store.unpark()
      expect((await view(one)).cost).toMatchObject({ spentMicros: 3_000, reservedMicros: 0 })
      expect(await waitOf(one, 'video')).toMatchObject({ reason: 'cap', moreMicros: 803_000 })
      await expectFold(one)
    })

    it('say whose cap they wait for when that is another, also while something is held', async () => {
      await opened.close()
      await reopen(600_000)
      const id = await create(500_000, 6)
      await payAll(['analysis'])
      const { reservedMicros } = (await view(id)).cost
      expect(reservedMicros).toBe(texts + 4 * 40_000)
      expect(await waitOf(id, 'video')).toMatchObject({ until: null, moreMicros: 900_000 - (499_000 - reservedMicros) })
      await store.setCap(local, id, 5_000_000)
      const renewed = { until: '2026-12-01T00:00:00.000Z', moreMicros: 900_000 - (599_000 - reservedMicros) }
      expect(await waitOf(id, 'video')).toMatchObject(renewed)
      await store.setCap(local, id, 400_000)
      expect(await waitOf(id, 'video')).toMatchObject({ until: null })
      clock.advance(31 * 24 * 3_600_000)
      await store.setCap(local, id, null)
      expect(await waitOf(id, 'video')).toMatchObject({ until: '2027-01-01T00:00:00.000Z' })
      await expectFold(id)
    })

    it('say the installation’s whole cap, also when it is another after a start, and nothing of it while their own binds', async () => {
      await opened.close()
      await reopen(600_000)
      const id = await create(500_000, 1)
      await payAll(JobKindSchema.options)
      expect(await waitOf(id, 'video')).not.toHaveProperty('capMicros')
      await store.setCap(local, id, null)
      const said = { until: '2026-12-01T00:00:00.000Z', reserveMicros: 900_000, capMicros: 600_000 }
      expect(await waitOf(id, 'video')).toMatchObject(said)
      const other = await opened.another({ capMicros: 899_999 })
      await other.unpark()
      expect(await waitOf(id, 'video')).toMatchObject({ ...said, capMicros: 899_999 })
      const { seq } = await view(id)
      await other.unpark()
      expect((await view(id)).seq).toBe(seq)
      await expectFold(id)
    })

    describe('that the studio drafts', () => {
      const draft = { provider: 'studio', model: 'studio-1', expected: null }
      const drafts = { analysis: draft, text: draft, image: draft, video: draft }
      const free = { analysis: 0, text: 0, image: 0, video: 0 }
      const makersIn = async (id: CampaignId, kind: JobKind) =>
        new Set((await view(id)).jobs.filter((job) => job.kind === kind).map(({ provider }) => provider))
      const makeFree = async (claimed: Claim): Promise<void> => {
        expect(
          await store.beginCall(claimed.lease, { model: draft.model, reserveMicros: free[claimed.job.kind] }),
        ).toBe(1)
        await store.complete(claimed.lease, resultFor(claimed, ids))
      }

      it('cost nothing, and what had its money is made as planned', async () => {
        const id = await create(1_000 + texts + 3 * 40_000, 6)
        await pay(await claim('analysis'))
        expect(await waitOf(id, 'video')).toMatchObject({ reason: 'cap' })
        await store.draftParked(local, id, drafts)
        const { seq, jobs } = await view(id)
        expect(jobs.filter(({ provider }) => provider === 'studio').map(({ kind }) => kind)).toEqual(['image', 'video'])
        await store.draftParked(local, id, drafts)
        expect((await view(id)).seq).toBe(seq)
        for (let one = await next(); one; one = await next())
          await (one.job.provider === 'studio' ? makeFree(one) : pay(one))
        const done = await view(id)
        expect(done.status).toBe('completed')
        expect(done.cost).toMatchObject({ spentMicros: 1_000 + texts + 3 * 40_000, reservedMicros: 0 })
        await expectFold(id)
      })

      it('come with all that is blocked behind them where nothing else goes on', async () => {
        const id = await create(999, 1)
        expect(await next()).toBeNull()
        await store.draftParked(local, id, drafts)
        for (const kind of ['analysis', 'text', 'video'] as const)
          expect(await makersIn(id, kind)).toEqual(new Set(['studio']))
        for (let one = await next(); one; one = await next()) await makeFree(one)
        expect(await view(id)).toMatchObject({ status: 'completed', cost: { spentMicros: 0, reservedMicros: 0 } })
        await expectFold(id)
      })

      it('stay as planned behind what still runs', async () => {
        const id = await create(1_000 + 2_000, 1)
        await pay(await claim('analysis'))
        const text = await claim('text')
        await store.draftParked(local, id, drafts)
        expect(await makersIn(id, 'text')).toEqual(new Set([text.job.provider]))
        expect(await makersIn(id, 'video')).toEqual(new Set(['studio']))
        await expectFold(id)
      })

      it('are nobody’s who may not see the campaign', async () => {
        const id = await create(999, 1)
        await expect(store.draftParked({ ...local, workspaceId: 'other' }, id, drafts)).rejects.toMatchObject({
          code: 'not_found',
        })
      })
    })

    it('say nothing anew while other campaigns spend what is the installation’s, and once when nothing is held', async () => {
      await opened.close()
      await reopen(60_000)
      const id = await create(null, 1)
      await payAll(JobKindSchema.options)
      expect(await waitOf(id, 'video')).toMatchObject({ moreMicros: 843_000 })
      const { seq } = await view(id)
      await create(null, 1)
      await store.unpark()
      await payAll(['analysis'])
      await store.unpark()
      expect((await view(id)).seq).toBe(seq)
      await payAll(['text'])
      await store.unpark()
      await store.unpark()
      expect(await waitOf(id, 'video')).toMatchObject({ moreMicros: 846_000 })
      expect((await view(id)).seq).toBe(seq + 1)
      await expectFold(id)
    })
  })
}
