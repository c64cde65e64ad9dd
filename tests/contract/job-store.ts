import { describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import type { Claim } from '../../lib/domain/handler.ts'
import type { CampaignId, PostId } from '../../lib/domain/ids.ts'
import { JobKindSchema, type JobKind } from '../../lib/domain/job.ts'
import { newJob } from '../../lib/domain/plan.ts'
import type { Post } from '../../lib/domain/post.ts'
import type { CampaignReader, JobStore, NewCampaign, Remaking } from '../../lib/domain/store.ts'
import type { ManualClock } from '../support/clock.ts'
import {
  type createCountingIds,
  factsOf,
  foldOf,
  newCampaign,
  planning,
  resultFor,
  free,
} from '../support/campaigns.ts'
import { openEach, type OpenedStore, type OpenStore, owner } from './open-each.ts'

const allKinds = JobKindSchema.options

/** The suite every adapter of the JobStore port passes. */
export function describeJobStore(name: string, open: OpenStore): void {
  describe(`JobStore on ${name}`, () => {
    let clock: ManualClock
    let ids: ReturnType<typeof createCountingIds>
    let opened: OpenedStore
    let store: JobStore
    let reader: CampaignReader

    openEach(open, (fresh) => ({ clock, ids, opened, store, reader } = fresh))

    const create = async (input = {}, idempotency: NewCampaign['idempotency'] = null): Promise<CampaignId> =>
      (await store.create(newCampaign(ids, input, idempotency))).campaignId
    const claim = async (kinds: readonly JobKind[] = allKinds): Promise<Claim> => {
      const claimed = await store.claim({ owner, kinds })
      expect(claimed, 'a job is ready').not.toBeNull()
      return claimed ?? Promise.reject(new Error('nothing to claim'))
    }
    const finish = async (claimed: Claim): Promise<boolean> => store.complete(claimed.lease, resultFor(claimed, ids))
    const runAll = async (): Promise<void> => {
      for (
        let next = await store.claim({ owner, kinds: allKinds });
        next;
        next = await store.claim({ owner, kinds: allKinds })
      ) {
        await finish(next)
        clock.advance(10)
      }
    }
    const view = async (id: CampaignId) => (await reader.view(local, id)) ?? Promise.reject(new Error('no view'))
    const expectFold = async (id: CampaignId): Promise<void> => {
      const facts = await factsOf(reader, id)
      expect(facts.map((fact) => fact.seq)).toEqual(facts.map((_, at) => at + 1))
      expect(foldOf(facts)).toEqual(await view(id))
    }
    const failure = (
      code: 'unavailable' | 'rate_limited' | 'quota_exhausted' | 'refused',
      retryAfterMs: number | null = null,
    ) => ({
      code,
      message: 'It did not work.',
      retryable: code !== 'refused',
      retryAfterMs,
      reason: null,
      charged: false,
    })

    it('opens a campaign with its whole view as the first fact', async () => {
      const id = await create()
      const opening = await view(id)
      expect(opening.seq).toBe(1)
      expect(opening.jobs.map((job) => job.kind).sort()).toEqual(
        ['analysis', ...Array(6).fill('text'), ...Array(4).fill('image'), 'video'].sort(),
      )
      await expectFold(id)
    })

    it('runs the analysis first, then everything that can run at once', async () => {
      const id = await create()
      const analysis = await claim()
      expect(analysis.job.kind).toBe('analysis')
      expect(await store.claim({ owner, kinds: allKinds })).toBeNull()
      await finish(analysis)
      expect((await view(id)).jobs.filter((job) => job.status === 'queued')).toHaveLength(11)
      await runAll()
      const done = await view(id)
      expect([done.status, done.progress]).toEqual(['completed', 1])
      expect(done.assets).toHaveLength(5)
      expect(done.posts.every((post) => post.angle !== null)).toBe(true)
      await expectFold(id)
    })

    it('makes one campaign of equal keys and bodies, also at the same moment', async () => {
      const key = { key: 'k', route: 'create', bodyHash: 'h' }
      const all = await Promise.all(Array.from({ length: 20 }, () => store.create(newCampaign(ids, {}, key))))
      expect(new Set(all.map((one) => one.campaignId)).size).toBe(1)
      expect(all.filter((one) => one.view !== null)).toHaveLength(1)
      expect(opened.count('campaigns')).toBe(1)
    })

    it('refuses a key that was used for another body, and forgets keys after a day', async () => {
      const first = await create({}, { key: 'k', route: 'create', bodyHash: 'one' })
      await expect(create({}, { key: 'k', route: 'create', bodyHash: 'two' })).rejects.toMatchObject({
        code: 'idempotency_mismatch',
      })
      clock.advance(86_400_001)
      expect(await create({}, { key: 'k', route: 'create', bodyHash: 'two' })).not.toBe(first)
    })

    it('makes a new campaign for a key whose campaign is in the bin', async () => {
      const key = { key: 'k', route: 'create', bodyHash: 'h' }
      const first = await create({}, key)
      await store.deleteCampaign(local, first, false)
      const second = await create({}, key)
      expect(second).not.toBe(first)
      expect(await create({}, key)).toBe(second)
    })

    it('waits longer each time a provider that names no delay asks for a pause', async () => {
      const id = await create()
      const waits: number[] = []
      for (let round = 0; round < 4; round++) {
        const held = await claim()
        await store.fail(held.lease, failure('rate_limited'), 0.5)
        const until = (await view(id)).jobs[0]?.waitingFor?.until ?? ''
        waits.push(Date.parse(until) - clock.now())
        clock.advance(60_000)
      }
      expect(waits).toEqual([500, 1_000, 2_000, 4_000])
    })

    it('calls a campaign completed when a person canceled one job and the rest was made', async () => {
      const id = await create({ postCount: 2 })
      await finish(await claim())
      const image = (await view(id)).jobs.find((job) => job.kind === 'image')
      await store.cancelJob(local, image?.id ?? 'job_00000000000000000000')
      await runAll()
      expect([(await view(id)).status, (await view(id)).progress]).toEqual(['completed', 1])
      await expectFold(id)
    })

    it('lets nothing pass the fence without the lease token', async () => {
      const id = await create()
      const held = await claim()
      const stale = { ...held.lease, token: 'somebody-else' }
      const before = await view(id)
      expect(await store.report(stale, [{ part: 'analysis.summary', text: 'x' }], { progress: 0.5 })).toBe(false)
      expect(await store.complete(stale, resultFor(held, ids))).toBe(false)
      expect(await store.fail(stale, failure('refused'), 0)).toBe(false)
      expect(await store.handBack(stale)).toBe(false)
      expect(await store.beginCall(stale)).toBeNull()
      expect(await store.beat([stale])).toEqual([stale])
      expect(await view(id)).toEqual(before)
    })

    it('keeps what a running job said, and clears it when the job completes', async () => {
      const id = await create()
      const held = await claim()
      await store.report(
        held.lease,
        [
          { part: 'analysis.summary', text: 'A bakery ' },
          { part: 'analysis.summary', text: 'in Leeds.' },
        ],
        null,
      )
      await store.report(held.lease, [{ part: 'analysis.audience', text: 'People 🥐' }], {
        progress: 0.4,
        message: 'Reading',
      })
      const job = (await view(id)).jobs[0]
      expect(job?.output).toEqual({
        attempt: 1,
        parts: { 'analysis.summary': 'A bakery in Leeds.', 'analysis.audience': 'People 🥐' },
      })
      expect(job?.progress).toBe(0.4)
      await expectFold(id)
      await finish(held)
      expect((await view(id)).jobs[0]?.output).toBeNull()
      await expectFold(id)
    })

    it('never lets the progress of a running attempt fall', async () => {
      await create()
      const held = await claim()
      await store.report(held.lease, [], { progress: 0.6 })
      await store.report(held.lease, [], { progress: 0.2 })
      expect((await reader.job(local, held.job.id))?.job.progress).toBe(0.6)
    })

    it('tries an unavailable provider three times in all, then fails the job and cancels what needed it', async () => {
      const id = await create()
      for (let attempt = 1; attempt <= 3; attempt++) {
        const held = await claim()
        expect(held.job.attempt).toBe(attempt)
        await store.fail(held.lease, failure('unavailable'), 0.5)
        clock.advance(60_000)
      }
      const failed = await view(id)
      expect(failed.status).toBe('failed')
      expect(failed.jobs[0]).toMatchObject({
        status: 'failed',
        failures: 3,
        attempt: 3,
        error: { code: 'unavailable' },
      })
      expect(
        failed.jobs.slice(1).every((job) => job.status === 'canceled' && job.error?.code === 'dependency_failed'),
      ).toBe(true)
      expect(failed.progress).toBe(0)
      await expectFold(id)
    })

    it('waits as long as the provider asks, without counting rate limits and quotas as failures', async () => {
      const id = await create()
      for (const code of ['rate_limited', 'quota_exhausted', 'rate_limited', 'rate_limited'] as const) {
        const held = await claim()
        await store.fail(held.lease, failure(code, 5_000), 0)
        const job = (await view(id)).jobs[0]
        expect(job).toMatchObject({
          status: 'queued',
          failures: 0,
          waitingFor: { reason: code === 'quota_exhausted' ? 'quota' : 'backoff' },
        })
        clock.advance(4_999)
        expect(await store.claim({ owner, kinds: allKinds })).toBeNull()
        clock.advance(1)
      }
      await expectFold(id)
    })

    it('lets a job wait for another key however often that fails, and brings it back when there may be one', async () => {
      const id = await create()
      const first = async () => (await view(id)).jobs[0]
      for (let time = 1; time <= 4; time++) {
        await store.fail((await claim()).lease, { ...failure('refused'), needsKey: true }, 0.5)
        expect(await first()).toMatchObject({
          status: 'queued',
          failures: 0,
          attempt: time,
          waitingFor: { reason: 'key', until: null },
          error: { code: 'refused' },
        })
        clock.advance(366 * 86_400_000)
        await store.unpark()
        expect(await store.claim({ owner, kinds: allKinds })).toBeNull()
        await store.unpark({ key: true })
      }
      await store.fail((await claim()).lease, { ...failure('refused'), needsKey: true }, 0.5)
      await store.pauseCampaign(local, id)
      await store.unpark({ key: true })
      expect((await first())?.waitingFor).toEqual({ reason: 'pause', until: null })
      await store.resumeCampaign(local, id)
      await runAll()
      expect(await view(id)).toMatchObject({ status: 'completed', cost: { reservedMicros: 0 } })
      await expectFold(id)
    })

    it('lets a job wait for its quota, and brings it back when there is a key with a quota of its own', async () => {
      const id = await create()
      await store.fail((await claim()).lease, failure('quota_exhausted', 8 * 3_600_000), 0)
      await store.unpark({ key: true })
      expect(await store.claim({ owner, kinds: allKinds })).toBeNull()
      await store.unpark({ key: true, quota: true })
      await runAll()
      expect(await view(id)).toMatchObject({ status: 'completed', cost: { reservedMicros: 0 } })
      await expectFold(id)
    })

    it('brings back what waits for the quota of another key also where it is paused meanwhile', async () => {
      const id = await create()
      await store.fail((await claim()).lease, failure('quota_exhausted', 8 * 3_600_000), 0)
      await store.pauseCampaign(local, id)
      await store.unpark({ key: true, quota: true })
      expect(await store.claim({ owner, kinds: allKinds })).toBeNull()
      expect((await view(id)).jobs[0]?.waitingFor).toEqual({ reason: 'pause', until: null })
      await store.resumeCampaign(local, id)
      await runAll()
      expect(await view(id)).toMatchObject({ status: 'completed', cost: { reservedMicros: 0 } })
      await expectFold(id)
    })

    it('ends a refused job at once and leaves its siblings alone', async () => {
      const id = await create()
      await finish(await claim())
      const image = await claim(['image'])
      await store.fail(image.lease, { ...failure('refused'), reason: 'A logo.' }, 0)
      await runAll()
      const done = await view(id)
      expect(done.status).toBe('partial')
      expect(done.progress).toBe(1)
      expect(done.jobs.filter((job) => job.status === 'failed')).toHaveLength(1)
      expect(done.jobs.find((job) => job.status === 'failed')?.error).toMatchObject({
        code: 'refused',
        reason: 'A logo.',
        charged: false,
      })
      await expectFold(id)
    })

    it('brings a failed job back with what it had canceled, in the next round', async () => {
      const id = await create()
      const held = await claim()
      await store.fail(held.lease, failure('refused'), 0)
      await store.retryJob(local, held.job.id)
      const reopened = await view(id)
      expect([reopened.status, reopened.round]).toEqual(['running', 2])
      expect(reopened.jobs[0]).toMatchObject({ status: 'queued', failures: 0, error: null })
      expect(reopened.jobs.slice(1).every((job) => job.status === 'blocked')).toBe(true)
      await expectFold(id)
      await runAll()
      expect((await view(id)).status).toBe('completed')
      await expectFold(id)
    })

    it('refuses to retry what is open or completed, and to cancel what is settled', async () => {
      await create()
      const held = await claim()
      await expect(store.retryJob(local, held.job.id)).rejects.toMatchObject({ code: 'conflict' })
      await finish(held)
      await expect(store.retryJob(local, held.job.id)).rejects.toMatchObject({ code: 'conflict' })
      await expect(store.cancelJob(local, held.job.id)).rejects.toMatchObject({ code: 'conflict' })
    })

    it('cancels at once: late results are refused, what is made stays, progress keeps its value', async () => {
      const id = await create()
      await finish(await claim())
      await finish(await claim(['text']))
      const running = await claim(['image'])
      const before = await view(id)
      await store.cancelCampaign(local, id)
      expect(await finish(running)).toBe(false)
      const canceled = await view(id)
      expect([canceled.status, canceled.progress]).toEqual(['canceled', before.progress])
      expect(canceled.jobs.filter((job) => job.status === 'completed')).toHaveLength(2)
      expect(canceled.jobs.filter((job) => job.error?.code === 'canceled_by_user')).toHaveLength(10)
      const { seq } = canceled
      await store.cancelCampaign(local, id)
      expect((await view(id)).seq).toBe(seq)
      await expectFold(id)
    })

    it('pauses: nothing new is claimed, what runs goes on, and what waits goes on when it is resumed', async () => {
      const id = await create()
      await finish(await claim())
      const running = await claim(['image'])
      await store.pauseCampaign(local, id)
      expect(await store.claim({ owner, kinds: allKinds })).toBeNull()
      const paused = await view(id)
      expect(paused.status).toBe('paused')
      const waiting = paused.jobs.filter((job) => job.status === 'queued')
      expect(waiting.map((job) => job.waitingFor)).toEqual(Array(10).fill({ reason: 'pause', until: null }))
      expect(await finish(running)).toBe(true)
      await expectFold(id)
      const { seq } = await view(id)
      await store.pauseCampaign(local, id)
      expect((await view(id)).seq).toBe(seq)
      await store.resumeCampaign(local, id)
      const resumed = await view(id)
      expect([resumed.status, resumed.jobs.filter((job) => job.waitingFor !== null)]).toEqual(['running', []])
      await store.resumeCampaign(local, id)
      expect((await view(id)).seq).toBe(resumed.seq)
      await runAll()
      expect((await view(id)).status).toBe('completed')
      await store.pauseCampaign(local, id)
      await store.resumeCampaign(local, id)
      expect((await view(id)).status).toBe('completed')
      await expectFold(id)
    })

    it('keeps through a pause how long a job has to wait, and says so again afterwards', async () => {
      const id = await create({ postCount: 1 })
      const held = await claim()
      await store.pauseCampaign(local, id)
      await store.fail(held.lease, failure('quota_exhausted', 60_000), 0)
      expect((await view(id)).jobs[0]?.waitingFor).toEqual({ reason: 'pause', until: null })
      clock.advance(1_000)
      await store.resumeCampaign(local, id)
      const until = new Date(clock.now() + 59_000).toISOString()
      expect((await view(id)).jobs[0]?.waitingFor).toEqual({ reason: 'quota', until })
      expect(await store.claim({ owner, kinds: allKinds })).toBeNull()
      await expectFold(id)
      clock.advance(59_000)
      await store.pauseCampaign(local, id)
      await store.resumeCampaign(local, id)
      expect((await view(id)).jobs[0]?.waitingFor).toBeNull()
      await runAll()
      expect((await view(id)).status).toBe('completed')
      await expectFold(id)
    })

    it('holds what comes back or is retried in a paused campaign, and cancels it like any other', async () => {
      const id = await create()
      await finish(await claim())
      const [back, refused] = [await claim(['image']), await claim(['image'])]
      await store.pauseCampaign(local, id)
      await store.handBack(back.lease)
      await store.fail(refused.lease, failure('refused'), 0)
      await store.retryJob(local, refused.job.id)
      const { status, jobs } = await view(id)
      expect(status).toBe('paused')
      for (const { job } of [back, refused])
        expect(jobs.find((one) => one.id === job.id)).toMatchObject({
          status: 'queued',
          waitingFor: { reason: 'pause' },
        })
      expect(await store.claim({ owner, kinds: allKinds })).toBeNull()
      await store.cancelCampaign(local, id)
      expect((await view(id)).status).toBe('canceled')
      await expectFold(id)
    })

    const locking = (post: Post): Post => ({ ...post, locked: !post.locked })
    const saying =
      (text: string) =>
      (post: Post): Post => ({ ...post, texts: { x: { text, hashtags: [], link: null, characters: text.length } } })
    const firstPost = async (id: CampaignId): Promise<Post> =>
      (await view(id)).posts[0] ?? Promise.reject(new Error('no post'))

    it('lets exactly one of two edits of a version win, and keeps what it replaced', async () => {
      const id = await create({ postCount: 1 })
      await runAll()
      const before = await firstPost(id)
      const other = await opened.another()
      const texts = Array.from({ length: 10 }, (_, at) => `Edit ${at}`)
      const ends = await Promise.allSettled(
        texts.map((text, at) => (at % 2 ? other : store).editPost(local, before.id, 1, saying(text))),
      )
      await other.close()
      const won = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))
      const lost = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
      expect(won).toHaveLength(1)
      expect(lost.map((error) => error.code)).toEqual(Array(9).fill('precondition_failed'))
      expect(await firstPost(id)).toEqual(won[0])
      expect(won[0]).toMatchObject({ version: 2 })
      const replacedAt = new Date(clock.now()).toISOString()
      expect(await reader.postVersions(local, before.id)).toEqual([{ ...before, replacedAt }])
      await expectFold(id)
    })

    it('writes nothing for an edit that changes nothing', async () => {
      const id = await create({ postCount: 1 })
      await runAll()
      const { seq, posts } = await view(id)
      for (const post of posts) expect(await store.editPost(local, post.id, 1, (same) => same)).toEqual(post)
      expect((await view(id)).seq).toBe(seq)
    })

    it('neither rewrites nor seals what is still being made, nor rewrites what is locked', async () => {
      const id = await create({ postCount: 1 })
      const { id: postId } = await firstPost(id)
      const refusal = { code: 'conflict' }
      await expect(store.editPost(local, postId, 1, saying('Early'))).rejects.toMatchObject(refusal)
      await expect(store.editPost(local, postId, 1, locking)).rejects.toMatchObject(refusal)
      await runAll()
      expect(await store.editPost(local, postId, 1, locking)).toMatchObject({ locked: true, version: 2 })
      await expect(store.editPost(local, postId, 2, saying('Late'))).rejects.toMatchObject(refusal)
      expect(await store.editPost(local, postId, 2, (post) => locking(saying('Now')(post)))).toMatchObject({
        version: 3,
      })
      await expectFold(id)
    })

    const remaking = (postId: PostId, parts: readonly JobKind[], over: Partial<Remaking> = {}): Remaking => ({
      caller: local,
      postId,
      jobs: parts.map((part) => newJob(planning(ids), part, { dependsOn: [], postId })),
      reserves: free,
      instruction: null,
      idempotency: null,
      ...over,
    })

    it('makes parts of a post again in the next round: what is there stays until it is replaced, and is kept', async () => {
      const id = await create({ postCount: 1, visuals: { images: true, videos: false } })
      await runAll()
      const before = await firstPost(id)
      await store.editPost(local, before.id, 1, (post) => ({ ...post, approval: 'approved' }))
      const jobs = await store.regenerate(remaking(before.id, ['text', 'image'], { instruction: 'Shorter' }))
      expect(jobs.map(({ kind, status, postId }) => [kind, status, postId])).toEqual([
        ['text', 'queued', before.id],
        ['image', 'queued', before.id],
      ])
      const reopened = await view(id)
      expect([reopened.status, reopened.round, reopened.jobs.length]).toEqual(['running', 2, 5])
      expect(reopened.posts[0]).toEqual({ ...before, version: 2, approval: 'approved' })
      await expectFold(id)
      const text = await claim(['text'])
      expect(text.remake).toEqual({ variant: 2, instruction: 'Shorter' })
      await finish(text)
      expect(await firstPost(id)).toMatchObject({ version: 3, approval: 'draft', imageAssetId: before.imageAssetId })
      await runAll()
      const after = await view(id)
      expect([after.status, after.progress, after.assets.length]).toEqual(['completed', 1, 2])
      expect(after.posts[0]).toMatchObject({ version: 4, imageAssetId: after.assets[1]?.id })
      const versions = (await reader.postVersions(local, before.id)) ?? []
      expect(versions.map((one) => [one.version, one.imageAssetId])).toEqual(
        [3, 2, 1].map((version) => [version, before.imageAssetId]),
      )
      await expectFold(id)
    })

    it('gives every wish to make a part again a variant of its own', async () => {
      const id = await create({ postCount: 1 })
      await runAll()
      const { id: postId } = await firstPost(id)
      await store.regenerate(remaking(postId, ['text']))
      await store.regenerate(remaking(postId, ['text']))
      const variants = [await claim(), await claim()].map((held) => held.remake?.variant)
      expect(variants).toEqual([2, 3])
    })

    it('makes one set of jobs of equal keys, also at the same moment and from two pens', async () => {
      const id = await create({ postCount: 1 })
      await runAll()
      const { id: postId } = await firstPost(id)
      const idempotency = { key: 'k', route: 'regenerate', bodyHash: 'h' }
      const other = await opened.another()
      const all = await Promise.all(
        Array.from({ length: 50 }, (_, at) =>
          (at % 2 ? other : store).regenerate(remaking(postId, ['text'], { idempotency })),
        ),
      )
      await other.close()
      expect(new Set(all.map((jobs) => jobs.map((job) => job.id).join())).size).toBe(1)
      expect((await view(id)).jobs).toHaveLength(4)
      await runAll()
      expect(await store.regenerate(remaking(postId, ['text'], { idempotency }))).toMatchObject([
        { status: 'completed' },
      ])
      const changed = { ...idempotency, bodyHash: 'other' }
      await expect(store.regenerate(remaking(postId, ['text'], { idempotency: changed }))).rejects.toMatchObject({
        code: 'idempotency_mismatch',
      })
      await expectFold(id)
    })

    it('makes nothing again of what is locked or not there, and keeps no key for it', async () => {
      const id = await create({ postCount: 1 })
      const { id: postId } = await firstPost(id)
      const idempotency = { key: 'k', route: 'regenerate', bodyHash: 'h' }
      const conflict = { code: 'conflict' }
      await expect(store.regenerate(remaking(postId, ['text'], { idempotency }))).rejects.toMatchObject(conflict)
      await runAll()
      await expect(store.regenerate(remaking(postId, ['image']))).rejects.toMatchObject(conflict)
      await store.regenerate(remaking(postId, ['text'], { idempotency }))
      await store.fail((await claim()).lease, failure('refused'), 0)
      const { seq, jobs } = await view(id)
      await store.editPost(local, postId, 1, locking)
      await expect(store.regenerate(remaking(postId, ['text']))).rejects.toMatchObject(conflict)
      const failed = jobs.find((job) => job.status === 'failed')?.id ?? jobs[0]?.id
      await expect(store.retryJob(local, failed ?? 'job_00000000000000000000')).rejects.toMatchObject(conflict)
      expect((await view(id)).seq).toBe(seq + 1)
      await store.editPost(local, postId, 2, locking)
      await store.retryJob(local, failed ?? 'job_00000000000000000000')
      expect((await claim()).remake).toEqual({ variant: 2, instruction: null })
      await expectFold(id)
    })

    it('makes a part that failed or was canceled by its own job, with the new wish', async () => {
      const id = await create({ postCount: 1, visuals: { images: true, videos: false } })
      await finish(await claim())
      await finish(await claim(['text']))
      const first = await claim(['image'])
      await store.fail(first.lease, failure('refused'), 0)
      const before = await view(id)
      expect(before.status).toBe('partial')
      const { id: postId } = await firstPost(id)
      const idempotency = { key: 'k', route: 'regenerate', bodyHash: 'h' }
      const wish = remaking(postId, ['text', 'image'], { instruction: 'Without a logo', idempotency })
      const made = await store.regenerate(wish)
      expect(made.map(({ kind, status }) => [kind, status])).toEqual([
        ['text', 'queued'],
        ['image', 'queued'],
      ])
      expect(made[1]?.id).toBe(first.job.id)
      expect((await store.regenerate({ ...wish })).map((job) => job.id)).toEqual(made.map((job) => job.id))
      const reopened = await view(id)
      expect([reopened.status, reopened.round, reopened.jobs.length]).toEqual(['running', 2, before.jobs.length + 1])
      const again = await claim(['image'])
      expect([again.job.id, again.remake]).toEqual([first.job.id, { variant: 2, instruction: 'Without a logo' }])
      await finish(again)
      expect(await firstPost(id)).toMatchObject({ version: 1 })
      await runAll()
      expect(await view(id)).toMatchObject({ status: 'completed', progress: 1 })
      expect(await firstPost(id)).toMatchObject({ version: 2 })
      await expectFold(id)
    })

    it('brings the analysis back with a part that is wished for anew, and each of the other parts once', async () => {
      const id = await create({ postCount: 1, visuals: { images: true, videos: false } })
      await store.fail((await claim()).lease, failure('refused'), 0)
      expect((await view(id)).status).toBe('failed')
      const { id: postId } = await firstPost(id)
      await store.regenerate(remaking(postId, ['text', 'image'], { instruction: 'Warmer' }))
      expect((await view(id)).jobs.map((job) => [job.kind, job.status])).toEqual([
        ['analysis', 'queued'],
        ['text', 'blocked'],
        ['image', 'blocked'],
      ])
      await finish(await claim())
      expect((await claim(['text'])).remake).toEqual({ variant: 2, instruction: 'Warmer' })
      expect((await claim(['image'])).remake).toEqual({ variant: 2, instruction: 'Warmer' })
      await expectFold(id)
    })

    it('holds what is to be made again in a paused campaign until that goes on', async () => {
      const id = await create({ postCount: 2 })
      await finish(await claim())
      const text = await claim(['text'])
      await finish(text)
      await store.pauseCampaign(local, id)
      const [job] = await store.regenerate(remaking(text.post?.id ?? 'pst_00000000000000000000', ['text']))
      expect(job).toMatchObject({ status: 'queued', waitingFor: { reason: 'pause' } })
      expect(await store.claim({ owner, kinds: allKinds })).toBeNull()
      await expectFold(id)
      await store.resumeCampaign(local, id)
      await runAll()
      expect((await view(id)).status).toBe('completed')
      await expectFold(id)
    })

    it('cancels one job and what needs it', async () => {
      const id = await create({ postCount: 1 })
      const analysis = (await view(id)).jobs[0]
      await store.cancelJob(local, analysis?.id ?? 'job_00000000000000000000')
      const canceled = await view(id)
      expect(canceled.jobs.map((job) => job.error?.code)).toEqual([
        'canceled_by_user',
        'dependency_failed',
        'dependency_failed',
      ])
      expect(canceled.status).toBe('canceled')
      await expectFold(id)
    })

    it('gives campaigns their turn, so that a big one never starves a small one', async () => {
      const big = await create({ postCount: 30 })
      const small = await create({ postCount: 1 })
      await finish(await claim())
      await finish(await claim())
      const order: CampaignId[] = []
      for (let turn = 0; turn < 4; turn++) order.push((await claim()).lease.campaignId)
      expect(order).toEqual([big, small, big, small])
    })

    it('keeps plan order within a campaign, also for a job that was handed back', async () => {
      await create()
      await finish(await claim())
      const first = await claim(['image'])
      clock.advance(40)
      await store.handBack(first.lease)
      clock.advance(40)
      expect((await claim(['image'])).job.id).toBe(first.job.id)
    })

    it('puts a job that has waited for minutes before one that has just come back', async () => {
      await create()
      await finish(await claim())
      const first = await claim(['image'])
      clock.advance(120_000)
      await store.handBack(first.lease)
      expect((await claim(['image'])).job.id).not.toBe(first.job.id)
    })

    it('hands a job back without a failure and without losing the next attempt', async () => {
      const id = await create()
      const held = await claim()
      await store.report(held.lease, [{ part: 'analysis.summary', text: 'Half a sen' }], { progress: 0.3 })
      expect(await store.handBack(held.lease)).toBe(true)
      const back = (await view(id)).jobs[0]
      expect(back).toMatchObject({ status: 'queued', failures: 0, attempt: 1, progress: null, output: null })
      const again = await claim()
      expect(again.job.attempt).toBe(2)
      await expectFold(id)
    })

    it('takes over only a lease that stands as it was seen', async () => {
      const id = await create()
      const held = await claim()
      const [seen] = await store.leases()
      if (!seen) throw new Error('no lease')
      expect(seen).toMatchObject({ jobId: held.job.id, token: held.lease.token, owner })
      expect(await store.beat([held.lease])).toEqual([])
      expect(await store.takeOver(seen)).toBe(false)
      const [fresh] = await store.leases()
      if (!fresh) throw new Error('no lease')
      expect(await store.takeOver(fresh)).toBe(true)
      expect(await store.takeOver(fresh)).toBe(false)
      expect(await finish(held)).toBe(false)
      expect((await view(id)).jobs[0]).toMatchObject({ status: 'queued', failures: 0 })
      await expectFold(id)
    })

    /** One attempt that says something and then dies; answers what became of the job. */
    const die = async (id: CampaignId, text: string, progress: number): Promise<string | undefined> => {
      const held = await claim()
      if (text !== '') await store.report(held.lease, [{ part: 'x.text', text }], null)
      if (progress > 0) await store.report(held.lease, [], { progress })
      const [seen] = await store.leases()
      expect(seen && (await store.takeOver(seen))).toBe(true)
      return (await view(id)).jobs[0]?.status
    }
    it.each([
      ['gets nowhere', '', 0],
      ['says the same each time', 'A sentence. ', 0],
      ['gets as far each time', 'A sentence. ', 0.5],
    ])('ends a job that %s and dies, ten times, and only then', async (_, text, progress) => {
      const id = await create()
      for (let crash = 1; crash <= 10; crash++)
        expect(await die(id, text, progress)).toBe(crash < 10 ? 'queued' : 'failed')
      expect((await view(id)).jobs[0]?.error).toMatchObject({ code: 'crashed' })
      await expectFold(id)
    })
    it('goes on with a job that dies, as long as it gets farther now and then', async () => {
      const id = await create()
      for (let crash = 1; crash <= 24; crash++)
        expect(await die(id, 'A word. '.repeat(Math.ceil(crash / 9)), crash < 9 ? 0.9 : 0.2)).toBe('queued')
    })
    it('measures a job that a person wants again from the beginning', async () => {
      const id = await create()
      for (let crash = 1; crash <= 10; crash++) await die(id, '', 0.5)
      const failed = (await view(id)).jobs[0]
      if (failed) await store.retryJob(local, failed.id)
      for (let crash = 1; crash <= 9; crash++) expect(await die(id, '', 0)).toBe('queued')
      expect(await die(id, '', 0.3)).toBe('queued')
    })

    it('books an intent per claim and closes each with a zero entry', async () => {
      await create({ postCount: 1 })
      await runAll()
      expect(opened.count('job_attempts')).toBe(3)
      expect(opened.count('ledger_entries')).toBe(1 + 3 * 2)
    })

    it('hands out what is ready, also when the wall clock has jumped back an hour', async () => {
      const id = await create()
      const { now } = clock
      clock.now = () => now() - 3_600_000
      const held = await claim()
      await finish(held)
      clock.now = () => now() - 7_200_000
      await runAll()
      expect((await view(id)).status).toBe('completed')
    })

    it.each([
      ['a backoff', failure('unavailable', 30_000)],
      ['a pause the provider asked for', failure('rate_limited', 60_000)],
      ['a quota', failure('quota_exhausted', 600_000)],
    ])('ends %s when the wall clock has jumped back an hour, not an hour later', async (_, failed) => {
      const id = await create()
      const held = await claim()
      clock.advance(20_000)
      await store.fail(held.lease, failed, 0.5)
      expect(await store.claim({ owner, kinds: allKinds })).toBeNull()
      const { now } = clock
      clock.now = () => now() - 3_600_000
      await finish(await claim())
      await runAll()
      expect((await view(id)).status).toBe('completed')
      await expectFold(id)
    })

    it('keeps a wait that began before the wall clock jumped on an hour at most that much too short', async () => {
      await create()
      const held = await claim()
      await store.fail(held.lease, failure('quota_exhausted', 7_200_000), 0)
      const { now } = clock
      clock.now = () => now() + 3_600_000
      expect(await store.claim({ owner, kinds: allKinds })).toBeNull()
      clock.advance(3_600_000)
      expect((await claim()).job.id).toBe(held.job.id)
    })

    it('learns nothing from a job during which the wall clock jumped back', async () => {
      const { now } = clock
      for (let count = 0; count < 6; count++) {
        await create({ postCount: 1 })
        const held = await claim(['analysis'])
        clock.advance(2_000)
        if (count === 5) clock.now = () => now() - 3_600_000
        await finish(held)
      }
      expect(await reader.history('scripted', 'a-1', 'analysis')).toMatchObject({ p50Ms: 2_000, p90Ms: 2_000 })
    })

    it('names the next time at which a job falls due, and none for what is ready now', async () => {
      await create()
      expect(await store.nextAvailableAt(clock.now())).toBeNull()
      const held = await claim()
      await store.fail(held.lease, failure('rate_limited', 5_000), 0)
      expect(await store.nextAvailableAt(clock.now())).toBe(clock.now() + 5_000)
      expect(await store.nextAvailableAt(clock.now() + 5_000)).toBeNull()
    })

    it('sees what another pen has written between two of its own writes', async () => {
      const other = await opened.another()
      const id = await create({ postCount: 1 })
      const analysis = await claim()
      await other.pauseCampaign(local, id)
      await finish(analysis)
      expect((await view(id)).jobs.map((job) => job.waitingFor?.reason ?? null)).toEqual([null, 'pause', 'pause'])
      await other.resumeCampaign(local, id)
      const text = await claim(['text'])
      await other.cancelJob(local, text.job.id)
      expect(await store.report(text.lease, [], { progress: 0.5 })).toBe(false)
      expect(await finish(text)).toBe(false)
      await expectFold(id)
      await other.close()
    })

    it('forgets what a write had done when one beside it breaks and both are undone', async () => {
      const id = await create({ postCount: 1 })
      const analysis = await claim()
      const said = [{ part: 'analysis.summary', text: 'A bakery. ' }]
      const broken = { ...newCampaign(ids), id }
      const [told, refused] = await Promise.allSettled([
        store.report(analysis.lease, said, null),
        // The same id again: the file refuses it, and the commit that both share.
        store.create(broken),
      ])
      expect([told.status, refused.status]).toEqual(['fulfilled', 'rejected'])
      await store.report(analysis.lease, said, null)
      expect((await view(id)).jobs[0]?.output?.parts).toEqual({ 'analysis.summary': 'A bakery. A bakery. ' })
      await expectFold(id)
    })

    it('says that it is going down to whoever reads or writes after the close', async () => {
      const id = await create()
      await opened.close()
      const refusal = { code: 'going_down' }
      await expect(reader.view(local, id)).rejects.toMatchObject(refusal)
      await expect(reader.position(local, id)).rejects.toMatchObject(refusal)
      await expect(reader.history('scripted', 't-1', 'text')).rejects.toMatchObject(refusal)
      await expect(create()).rejects.toMatchObject(refusal)
    })

    it('counts provider calls on the job, over attempts', async () => {
      await create()
      const first = await claim()
      expect(await store.beginCall(first.lease)).toBe(1)
      await store.handBack(first.lease)
      const second = await claim()
      expect(await store.beginCall(second.lease)).toBe(2)
    })

    it('numbers facts without a gap when two pens write at once', async () => {
      const other = await opened.another()
      const idList = await Promise.all([create(), create(), create()])
      const work = async (pen: JobStore): Promise<void> => {
        for (
          let next = await pen.claim({ owner, kinds: allKinds });
          next;
          next = await pen.claim({ owner, kinds: allKinds })
        ) {
          await pen.report(next.lease, [{ part: 'x.text', text: 'a' }], { progress: 0.5 })
          await pen.complete(next.lease, resultFor(next, ids))
        }
      }
      // A pen may find nothing while the other holds an analysis: go round until all is settled.
      for (let round = 0; round < 20; round++) await Promise.all([work(store), work(other)])
      for (const id of idList) {
        await expectFold(id)
        expect((await view(id)).status).toBe('completed')
      }
      await other.close()
    })

    it('shows nothing of another workspace', async () => {
      const id = await create()
      const stranger = { ...local, workspaceId: 'other' }
      expect(await reader.view(stranger, id)).toBeNull()
      expect(await reader.position(stranger, id)).toBeNull()
      expect((await reader.list(stranger, { limit: 10, cursor: null, status: null })).items).toEqual([])
      await expect(store.cancelCampaign(stranger, id)).rejects.toMatchObject({ code: 'not_found' })
      const post = await firstPost(id)
      await expect(store.editPost(stranger, post.id, 1, locking)).rejects.toMatchObject({ code: 'not_found' })
      await expect(store.regenerate(remaking(post.id, ['text'], { caller: stranger }))).rejects.toMatchObject({
        code: 'not_found',
      })
      expect(await reader.postVersions(stranger, post.id)).toBeNull()
      await expect(store.pauseCampaign(stranger, id)).rejects.toMatchObject({ code: 'not_found' })
      await expect(store.deleteCampaign(stranger, id, true)).rejects.toMatchObject({ code: 'not_found' })
    })

    it('puts a deleted campaign in the bin, and removes it when asked', async () => {
      const id = await create()
      const held = await claim()
      const { id: postId } = await firstPost(id)
      await store.editPost(local, postId, 1, (post) => ({ ...post, approval: 'in_review' }))
      expect(opened.count('post_versions')).toBe(1)
      await store.deleteCampaign(local, id, false)
      await expect(store.editPost(local, postId, 2, locking)).rejects.toMatchObject({ code: 'not_found' })
      expect(await reader.view(local, id)).toBeNull()
      expect(await finish(held)).toBe(false)
      expect(opened.count('campaigns')).toBe(1)
      await store.deleteCampaign(local, id, true)
      expect(opened.count('campaigns')).toBe(0)
      expect(opened.count('post_versions')).toBe(0)
      expect(opened.count('job_events')).toBe(0)
      expect(opened.count('ledger_entries')).toBe(0)
    })

    it('lists newest first, page by page', async () => {
      const made = [await create(), await create(), await create()].reverse()
      const first = await reader.list(local, { limit: 2, cursor: null, status: null })
      expect(first.items.map((item) => item.id)).toEqual(made.slice(0, 2))
      const second = await reader.list(local, { limit: 2, cursor: first.nextCursor, status: null })
      expect(second.items.map((item) => item.id)).toEqual(made.slice(2))
      expect(second.nextCursor).toBeNull()
      expect((await reader.list(local, { limit: 2, cursor: null, status: 'completed' })).items).toEqual([])
    })
  })
}
