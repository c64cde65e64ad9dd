import { beforeEach, describe, expect, it } from 'vitest'
import type { Usage } from '../../lib/domain/call.ts'
import { local } from '../../lib/domain/caller.ts'
import type { Claim } from '../../lib/domain/handler.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { JobKindSchema, type Job, type JobKind } from '../../lib/domain/job.ts'
import { newJob } from '../../lib/domain/plan.ts'
import type { JobStore } from '../../lib/domain/store.ts'
import type { ManualClock } from '../support/clock.ts'
import { ledgerSums } from '../support/ledger-sums.ts'
import { type createCountingIds, factsOf, foldOf, newCampaign, planning, resultFor } from '../support/campaigns.ts'
import { openEach, type OpenedStore, type OpenStore, owner, reserves } from './open-each.ts'

const usage = (micros: number): Usage => ({ micros, counts: { tokens: 1 } })
const handle = { interaction: 'int-1' }
const away = {
  code: 'unavailable',
  message: 'Away.',
  retryable: true,
  retryAfterMs: 0,
  reason: null,
  charged: false,
} as const

/** What every adapter of the JobStore port promises about calls that cost money. */
export function describePaidCalls(name: string, open: OpenStore): void {
  describe(`Paid calls on ${name}`, () => {
    let clock: ManualClock
    let opened: OpenedStore
    let store: JobStore
    let id: CampaignId
    let ids: ReturnType<typeof createCountingIds>

    openEach(open, (fresh) => ({ clock, ids, opened, store } = fresh))
    beforeEach(async () => {
      id = (await store.create({ ...newCampaign(ids, { postCount: 1 }), reserves })).campaignId
    })

    const claim = async (kind?: JobKind): Promise<Claim> => {
      clock.advance(60_000)
      const claimed = await store.claim({ owner, kinds: kind ? [kind] : JobKindSchema.options })
      return claimed ?? Promise.reject(new Error('nothing to claim'))
    }
    const finish = (claimed: Claim) => store.complete(claimed.lease, resultFor(claimed, ids))
    /** The analysis is made for 700 micros; then the text and the video are ready. */
    const begin = async (kind: JobKind): Promise<Claim> => {
      const analysis = await claim()
      await store.beginCall(analysis.lease)
      await store.answered(analysis.lease, usage(700))
      await finish(analysis)
      const claimed = await claim(kind)
      await store.beginCall(claimed.lease)
      return claimed
    }
    const crash = async (): Promise<void> => {
      for (const held of await store.leases()) expect(await store.takeOver(held)).toBe(true)
    }
    const view = async () => (await opened.reader.view(local, id)) ?? Promise.reject(new Error('no view'))
    const job = async (jobId: string): Promise<Job> =>
      (await view()).jobs.find((one) => one.id === jobId) ?? Promise.reject(new Error('no job'))
    const money = async () => {
      const { spentMicros, reservedMicros } = (await view()).cost
      return { spent: spentMicros, reserved: reservedMicros }
    }
    /** The page, the facts and the ledger say the same. */
    const expectBooks = async (): Promise<void> => {
      const now = await view()
      expect(foldOf(await factsOf(opened.reader, id))).toEqual(now)
      const lines = opened.ledger().filter((line) => line.campaignId === id && line.type !== 'quote')
      expect(await money()).toEqual(ledgerSums(lines))
      expect(now.jobs.reduce((all, { costMicros }) => all + costMicros, 0)).toBe(now.cost.spentMicros)
    }

    it('holds the price of a call when its job is queued, and settles what it cost', async () => {
      expect(await money()).toEqual({ spent: 0, reserved: 1_000 })
      await expectBooks()
      const analysis = await claim()
      expect(await money()).toEqual({ spent: 0, reserved: 1_000 })
      await store.beginCall(analysis.lease)
      await store.answered(analysis.lease, usage(700))
      expect(await money()).toEqual({ spent: 700, reserved: 0 })
      await finish(analysis)
      expect(await job(analysis.job.id)).toMatchObject({ status: 'completed', costMicros: 700 })
      // The text and the video are queued by then.
      expect(await money()).toEqual({ spent: 700, reserved: 902_000 })
      await expectBooks()
    })

    it('charges nothing for a call that failed uncharged, and holds anew for the next in the same moment', async () => {
      const text = await begin('text')
      await store.fail(text.lease, away, 0)
      expect(await money()).toEqual({ spent: 700, reserved: 902_000 })
      await expectBooks()
      await claim('text')
      expect(await money()).toEqual({ spent: 700, reserved: 902_000 })
      await expectBooks()
    })

    describe('of a job that is made by another model than was planned', () => {
      const dear = { model: 'dear-1', reserveMicros: 5_000 }
      const other = { model: 'other-1', reserveMicros: 1_000 }

      it('holds what that one may cost before anything goes out', async () => {
        const first = await claim()
        expect(await store.beginCall(first.lease, dear)).toBeNull()
        expect(await job(first.job.id)).toMatchObject({ status: 'queued', model: 'dear-1', attempt: 1, costMicros: 0 })
        expect(await money()).toEqual({ spent: 0, reserved: 5_000 })
        expect(await store.complete(first.lease, resultFor(first, ids))).toBe(false)
        const again = await claim()
        expect(await store.beginCall(again.lease, dear)).toBe(1)
        await store.answered(again.lease, usage(4_900))
        await finish(again)
        expect(await job(first.job.id)).toMatchObject({ status: 'completed', model: 'dear-1', costMicros: 4_900 })
        await expectBooks()
      })

      it('parks it when a cap has no room for that', async () => {
        await store.setCap(local, id, 4_000)
        const first = await claim()
        expect(await store.beginCall(first.lease, dear)).toBeNull()
        expect((await job(first.job.id)).waitingFor).toMatchObject({ reason: 'cap', moreMicros: 1_000 })
        expect(await money()).toEqual({ spent: 0, reserved: 0 })
        await expectBooks()
      })

      it('says which one makes it, and goes on, where enough is held', async () => {
        const first = await claim()
        expect(await store.beginCall(first.lease, other)).toBe(1)
        expect(await job(first.job.id)).toMatchObject({ status: 'processing', model: 'other-1' })
        await store.answered(first.lease, usage(700))
        await finish(first)
        await expectBooks()
      })

      it('ends where two processes name different ones', async () => {
        const first = await claim()
        expect(await store.beginCall(first.lease, dear)).toBeNull()
        const second = await claim()
        expect(await store.beginCall(second.lease, other)).toBe(1)
        expect(await job(first.job.id)).toMatchObject({ status: 'processing', model: 'other-1' })
        await expectBooks()
      })
    })

    it('gives back what is held for a job that is canceled in the queue, and holds it again when it is retried', async () => {
      await finish(await claim())
      const video = (await view()).jobs.find(({ kind }) => kind === 'video')
      if (!video) throw new Error('no video')
      for (let round = 0; round < 3; round++) {
        await store.cancelJob(local, video.id)
        expect(await job(video.id)).toMatchObject({ attempt: 0, costMicros: 0, error: { charged: false } })
        expect((await money()).reserved).toBe(2_000)
        await expectBooks()
        await store.retryJob(local, video.id)
        expect((await money()).reserved).toBe(902_000)
        await expectBooks()
      }
      const claimed = await claim('video')
      expect(claimed.lease.attempt).toBe(1)
      await store.beginCall(claimed.lease)
      await store.answered(claimed.lease, usage(800_000))
      await finish(claimed)
      expect(await money()).toEqual({ spent: 800_000, reserved: 2_000 })
      await expectBooks()
    })

    it('hands the vendor’s handle to the next attempt after a crash, with the money still held once', async () => {
      const video = await begin('video')
      await store.submitted(video.lease, handle)
      await store.submitted(video.lease, handle)
      await crash()
      expect(await job(video.job.id)).toMatchObject({ status: 'queued', attempt: 1 })
      const again = await claim('video')
      expect(again).toMatchObject({ open: { handle, attempt: 1 }, calls: 1 })
      // Beside the text, which is queued.
      expect(await money()).toEqual({ spent: 700, reserved: 902_000 })
      await store.answered(video.lease, usage(800_000))
      await store.answered(video.lease, usage(1))
      await expectBooks()
      await finish(again)
      expect((await job(video.job.id)).status).toBe('completed')
      await expectBooks()
    })

    it('keeps the handle through trouble on the way, and forgets it when the vendor does', async () => {
      const video = await begin('video')
      await store.submitted(video.lease, handle)
      await store.fail(video.lease, away, 0)
      const again = await claim('video')
      expect(again.open).toEqual({ handle, attempt: 1 })
      await store.fail(again.lease, { ...away, gone: true }, 0)
      expect((await claim('video')).open).toBeNull()
      await expectBooks()
    })

    it('keeps the handle when a question about the film is refused: a person’s retry finds it, and pays once', async () => {
      const video = await begin('video')
      await store.submitted(video.lease, handle)
      await store.fail(video.lease, { ...away, code: 'refused', retryable: false }, 0)
      expect(await job(video.job.id)).toMatchObject({
        status: 'failed',
        error: { code: 'refused', charged: true },
        costMicros: 900_000,
      })
      await store.retryJob(local, video.job.id)
      const again = await claim('video')
      expect(again.open).toEqual({ handle, attempt: 1 })
      await store.answered({ ...again.lease, attempt: 1 }, usage(800_000))
      await finish(again)
      expect(await job(video.job.id)).toMatchObject({ status: 'completed', costMicros: 800_000 })
      await expectBooks()
    })

    it('asks a person when the call of a video is lost, and books it as spent', async () => {
      const video = await begin('video')
      await crash()
      expect(await job(video.job.id)).toMatchObject({
        status: 'failed',
        error: { code: 'crashed', retryable: true, charged: true },
        costMicros: 900_000,
      })
      await expectBooks()
      await store.retryJob(local, video.job.id)
      expect((await claim('video')).open).toBeNull()
      await expectBooks()
    })

    it('repeats the lost call of a text once, shows both, and then asks a person', async () => {
      const text = await begin('text')
      await crash()
      expect((await job(text.job.id)).status).toBe('queued')
      const again = await claim('text')
      await store.beginCall(again.lease)
      // Beside the video, which is queued.
      expect(await money()).toEqual({ spent: 2_700, reserved: 902_000 })
      await crash()
      expect(await job(text.job.id)).toMatchObject({ status: 'failed', costMicros: 4_000 })
      await expectBooks()
    })

    it('asks a person when nobody knows whether a video was made, and keeps the words that say why', async () => {
      const video = await begin('video')
      await store.fail(video.lease, { ...away, message: 'Silence.', charged: true }, 0)
      expect(await job(video.job.id)).toMatchObject({
        status: 'failed',
        failures: 1,
        error: { code: 'unavailable', message: 'Silence.', retryable: true, charged: true },
        costMicros: 900_000,
      })
      await expectBooks()
    })

    it('repeats a text of which nobody knows whether it was written once, and then asks a person', async () => {
      const text = await begin('text')
      await store.fail(text.lease, { ...away, charged: true }, 0)
      expect((await job(text.job.id)).status).toBe('queued')
      const again = await claim('text')
      await store.beginCall(again.lease)
      await store.fail(again.lease, { ...away, charged: true }, 0)
      expect(await job(text.job.id)).toMatchObject({ status: 'failed', failures: 2, costMicros: 4_000 })
      await expectBooks()
    })

    it('makes again once what was paid for and came home broken, then asks a person', async () => {
      const text = await begin('text')
      await store.answered(text.lease, usage(1_500))
      await store.fail(text.lease, away, 0)
      expect((await job(text.job.id)).status).toBe('queued')
      const again = await claim('text')
      await store.beginCall(again.lease)
      await store.answered(again.lease, usage(1_500))
      await store.fail(again.lease, away, 0)
      expect(await job(text.job.id)).toMatchObject({
        status: 'failed',
        error: { code: 'unavailable', retryable: true, charged: true },
        costMicros: 3_000,
      })
      await expectBooks()
    })

    it('repeats a call that never went out as often as it takes, for nothing', async () => {
      const text = await begin('text')
      await finish(text)
      for (let round = 0; round < 4; round++) {
        await claim('video')
        await crash()
      }
      expect((await job((await claim('video')).job.id)).costMicros).toBe(0)
      await expectBooks()
    })

    it('books the cost of a call whose job was canceled while it was out: first the most, then the truth', async () => {
      const video = await begin('video')
      await store.cancelJob(local, video.job.id)
      expect(await job(video.job.id)).toMatchObject({
        status: 'canceled',
        error: { charged: true },
        costMicros: 900_000,
      })
      await store.submitted(video.lease, handle)
      await store.answered(video.lease, usage(600_000))
      await store.answered(video.lease, usage(600_000))
      expect(await job(video.job.id)).toMatchObject({ status: 'canceled', costMicros: 600_000 })
      expect(await store.isCanceled(video.job.id)).toBe(true)
      await expectBooks()
    })

    it('settles once, although the handle is told after the cost', async () => {
      const video = await begin('video')
      await store.answered(video.lease, usage(800_000))
      await store.submitted(video.lease, handle)
      await store.cancelJob(local, video.job.id)
      expect(await money()).toEqual({ spent: 800_700, reserved: 2_000 })
      await expectBooks()
    })

    it('never attaches to a canceled call', async () => {
      const video = await begin('video')
      await store.submitted(video.lease, handle)
      await store.cancelJob(local, video.job.id)
      await store.retryJob(local, video.job.id)
      expect((await claim('video')).open).toBeNull()
      await expectBooks()
    })

    it('closes an attempt for good: a handle that comes late does not open it again', async () => {
      const video = await begin('video')
      await store.cancelJob(local, video.job.id)
      await store.submitted(video.lease, handle)
      expect(opened.attempts(video.job.id)).toEqual(['closed'])
    })

    describe('of a film that is still being made when its job has failed for good', () => {
      let film: Job['id']
      beforeEach(async () => {
        const first = await begin('video')
        film = first.job.id
        await store.submitted(first.lease, handle)
        await store.fail(first.lease, away, 0)
        for (let failures = 1; failures < 3; failures++) await store.fail((await claim('video')).lease, away, 0)
      })

      it('holds nothing for it, and books the most it can cost', async () => {
        expect(await job(film)).toMatchObject({ status: 'failed', error: { charged: true }, costMicros: 900_000 })
        // The text is queued.
        expect((await money()).reserved).toBe(2_000)
        await expectBooks()
      })

      it('attaches to it when a person retries, and books what it did cost', async () => {
        await store.retryJob(local, film)
        const again = await claim('video')
        expect(again.open).toEqual({ handle, attempt: 1 })
        await store.answered({ ...again.lease, attempt: 1 }, usage(800_000))
        await finish(again)
        expect(await job(film)).toMatchObject({ status: 'completed', costMicros: 800_000 })
        expect(opened.attempts(film)).toEqual(['closed', 'closed', 'closed', 'closed'])
        await expectBooks()
      })

      it('gives the money back when the vendor could not make it', async () => {
        await store.retryJob(local, film)
        await store.fail((await claim('video')).lease, { ...away, gone: true }, 0)
        expect((await job(film)).costMicros).toBe(0)
        expect((await claim('video')).open).toBeNull()
        await expectBooks()
      })

      it('has another one made when a person wishes for something else', async () => {
        const { postId } = await job(film)
        if (!postId) throw new Error('A film belongs to a post.')
        await store.regenerate({
          caller: local,
          postId,
          jobs: [newJob(planning(ids), 'video', { dependsOn: [], postId })],
          reserves,
          instruction: 'Shorter',
          idempotency: null,
        })
        expect((await claim('video')).open).toBeNull()
        await expectBooks()
      })
    })

    it('says of a failed job whether it was charged', async () => {
      const text = await begin('text')
      await store.answered(text.lease, usage(1_500))
      await store.fail(text.lease, { ...away, code: 'refused', retryable: false }, 0)
      expect(await job(text.job.id)).toMatchObject({ status: 'failed', error: { charged: true }, costMicros: 1_500 })
      await expectBooks()
    })
  })
}
