import { describe, expect, it } from 'vitest'
import { certificateOf } from '../../lib/campaigns/certificate.ts'
import { hashOf } from '../../lib/campaigns/seed.ts'
import { local } from '../../lib/domain/caller.ts'
import type { BriefInput } from '../../lib/domain/brief.ts'
import type { Claim } from '../../lib/domain/handler.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { JobKindSchema, type Job, type JobKind } from '../../lib/domain/job.ts'
import { newJob } from '../../lib/domain/plan.ts'
import type { Recipe } from '../../lib/domain/recipe.ts'
import type { Made } from '../../lib/domain/store.ts'
import { assetFor, factsOf, foldOf, newCampaign, planning, resultFor } from '../support/campaigns.ts'
import { type Fresh, openEach, type OpenStore, owner, reserves } from './open-each.ts'

const recipe: Recipe = { digitalSourceType: 'x', prompt: null, parameters: {}, seed: 's/v1', checks: [] }
/** What the jobs of a kind were made of: one of each kind, so its name will do. */
const inputsOf = (kind: JobKind): string => hashOf(kind)

/** What every adapter of the two ports promises about what is taken instead of made. */
export function describeReuse(name: string, open: OpenStore): void {
  describe(`Taking what was made on ${name}`, () => {
    let at: Fresh
    openEach(open, (fresh) => (at = fresh))

    const create = async (input: Partial<BriefInput> = {}): Promise<CampaignId> => {
      const campaign = newCampaign(at.ids, { postCount: 1, visuals: { images: true, videos: false }, ...input })
      const cost = { ...campaign.cost, capMicros: campaign.brief.budgetMicros }
      return (await at.store.create({ ...campaign, cost, reserves })).campaignId
    }
    const claim = (kinds: readonly JobKind[] = JobKindSchema.options) => at.store.claim({ owner, kinds })
    const next = async (): Promise<Claim> => (await claim()) ?? Promise.reject(new Error('nothing to claim'))
    const make = async (one: Claim): Promise<void> => {
      at.clock.advance(1_000)
      const { kind } = one.job
      const result = resultFor(one, at.ids)
      if ((await at.store.beginCall(one.lease)) === null) return
      await at.store.answered(one.lease, { micros: 500, counts: {} })
      const told = 'asset' in result ? { ...result, recipe } : result
      await at.store.complete(one.lease, { ...told, inputHash: inputsOf(kind) })
    }
    const makeAll = async (): Promise<void> => {
      for (let one = await claim(); one; one = await claim()) await make(one)
    }
    const known = async (kind: JobKind): Promise<Made[]> => at.reader.made(local, [inputsOf(kind)])
    /** As a handler does that finds something. */
    const take = async (one: Claim): Promise<boolean> => {
      const [made] = await known(one.job.kind)
      if (!made) throw new Error('nothing was made')
      const { jobId, campaignId: _, ...result } = made
      const copy =
        'asset' in result
          ? {
              ...result,
              asset: { ...assetFor('image', at.ids), sha256: result.asset.sha256 },
              recipe: { ...recipe, inputHash: result.inputHash, copiedFrom: result.asset.id },
            }
          : result
      return at.store.complete(one.lease, { ...copy, takenFrom: jobId })
    }
    const takeAll = async (): Promise<void> => {
      for (let one = await claim(); one; one = await claim()) await take(one)
    }
    const view = async (id: CampaignId) => (await at.reader.view(local, id)) ?? Promise.reject(new Error('no view'))
    const jobOf = async (id: CampaignId, kind: JobKind): Promise<Job> =>
      (await view(id)).jobs.find((one) => one.kind === kind) ?? Promise.reject(new Error('no job'))
    const linesOf = async (id: CampaignId, kind: JobKind) => {
      const { id: jobId } = await jobOf(id, kind)
      return at.opened.ledger().flatMap((one) => (one.jobId === jobId ? [[one.attempt, one.type, one.micros]] : []))
    }

    it('finds what was made of the same inputs, and tells who made it', async () => {
      const id = await create()
      await makeAll()
      const { assets, jobs, analysis, posts } = await view(id)
      const jobId = (kind: JobKind) => jobs.find((one) => one.kind === kind)?.id
      expect(await known('image')).toEqual([
        {
          kind: 'image',
          asset: assets[0],
          recipe,
          jobId: jobId('image'),
          campaignId: id,
          inputHash: inputsOf('image'),
        },
      ])
      expect(await known('analysis')).toMatchObject([{ kind: 'analysis', analysis, jobId: jobId('analysis') }])
      expect(await known('text')).toMatchObject([{ kind: 'text', texts: posts[0]?.texts, jobId: jobId('text') }])
      expect(await at.reader.made(local, [hashOf('something else')])).toEqual([])
    })

    it('keeps to the workspace, to what is done and to what is not in the bin', async () => {
      const id = await create()
      await make(await next())
      expect(await known('image')).toEqual([])
      await makeAll()
      expect(await known('image')).toHaveLength(1)
      expect(await at.reader.made({ workspaceId: 'other' }, [inputsOf('image')])).toEqual([])
      await at.store.deleteCampaign(local, id, false)
      expect(await known('image')).toEqual([])
    })

    it('gives texts as they were written, whatever people made of them', async () => {
      const id = await create()
      await makeAll()
      const [post] = (await view(id)).posts
      if (!post) throw new Error('no post')
      const mine = { x: { text: 'Mine.', hashtags: [], link: null, characters: 5 } }
      await at.store.editPost(local, post.id, 1, (one) => ({ ...one, texts: mine }))
      expect(await known('text')).toMatchObject([{ texts: post.texts }])
    })

    it('gives the analysis of the fullest campaign of a brief first', async () => {
      const whole = await create()
      await makeAll()
      const begun = await create()
      await make(await next())
      await at.store.cancelCampaign(local, begun)
      expect((await known('analysis')).map(({ campaignId }) => campaignId)).toEqual([whole, begun])
      const { briefHash } = newCampaign(at.ids, { postCount: 1, visuals: { images: true, videos: false } })
      expect(await at.reader.analysisOf(local, briefHash)).toEqual((await view(whole)).analysis)
      expect(await at.reader.analysisOf({ ...local, workspaceId: 'other' }, briefHash)).toBeNull()
    })

    it('is wished for by a brief, not by a regeneration', async () => {
      await create()
      expect((await next()).reuse).toBe(false)
      const id = await create({ reuse: true })
      const analysis = await next()
      expect(analysis.reuse).toBe(true)
      await make(analysis)
      for (const _ of ['text', 'image']) {
        const one = await next()
        expect(one.reuse).toBe(true)
        await make(one)
      }
      const [post] = (await view(id)).posts
      if (!post) throw new Error('no post')
      await at.store.regenerate({
        caller: local,
        postId: post.id,
        jobs: [newJob(planning(at.ids), 'image', { dependsOn: [], postId: post.id })],
        reserves,
        instruction: null,
        idempotency: null,
      })
      expect(await next()).toMatchObject({ reuse: false, remake: { variant: 2 } })
    })

    it('is wished for by a retry, unless it is a regeneration that failed', async () => {
      const id = await create()
      await make(await next())
      const refuse = async (one: Claim): Promise<void> => {
        const failure = { message: 'No.', retryable: false, retryAfterMs: null, reason: null, charged: false }
        await at.store.fail(one.lease, { ...failure, code: 'refused' }, 0)
      }
      const image = await claim(['image'])
      if (!image) throw new Error('no image')
      await refuse(image)
      await at.store.retryJob(local, image.job.id, false)
      const again = await claim(['image'])
      expect(again?.reuse).toBe(false)
      if (again) await refuse(again)
      await at.store.retryJob(local, image.job.id, true)
      const third = await claim(['image'])
      expect(third?.reuse).toBe(true)
      if (third) await refuse(third)
      const [post] = (await view(id)).posts
      if (!post) throw new Error('no post')
      const jobs = [newJob(planning(at.ids), 'image', { dependsOn: [], postId: post.id })]
      const wish = { caller: local, postId: post.id, jobs, reserves, instruction: 'Warmer', idempotency: null }
      await at.store.regenerate(wish)
      const remade = await claim(['image'])
      expect(remade).toMatchObject({ reuse: false, remake: { instruction: 'Warmer' } })
      if (remade) await refuse(remade)
      await at.store.retryJob(local, image.job.id, true)
      expect((await claim(['image']))?.reuse).toBe(false)
    })

    it('is given up by a retry that asks for something new, and kept by one that says nothing', async () => {
      await create({ reuse: true })
      const refuse = async (one: Claim): Promise<void> => {
        const failure = { message: 'No.', retryable: false, retryAfterMs: null, reason: null, charged: false }
        await at.store.fail(one.lease, { ...failure, code: 'refused' }, 0)
      }
      const first = await next()
      await refuse(first)
      await at.store.retryJob(local, first.job.id)
      const second = await next()
      expect(second.reuse).toBe(true)
      await refuse(second)
      await at.store.retryJob(local, first.job.id, false)
      expect((await next()).reuse).toBe(false)
    })

    it('costs nothing: what was held comes back, and the books show it', async () => {
      const first = await create()
      await makeAll()
      const id = await create({ reuse: true })
      await takeAll()
      const made = await view(id)
      expect(made).toMatchObject({ status: 'completed', cost: { spentMicros: 0, reservedMicros: 0 } })
      expect(made.jobs.map(({ costMicros }) => costMicros)).toEqual([0, 0, 0])
      expect(await linesOf(id, 'image')).toEqual(
        expect.arrayContaining([
          [1, 'reservation', 40_000],
          [1, 'settlement', 0],
        ]),
      )
      expect(await linesOf(id, 'image')).toHaveLength(2)
      expect((await jobOf(id, 'image')).message).toBe('Taken from an earlier campaign with the same inputs')
      expect(foldOf(await factsOf(at.reader, id))).toEqual(made)
      expect((await view(first)).cost.spentMicros).toBe(1_500)
    })

    it('leaves an asset of its own with the same bytes, whose certificate names the other', async () => {
      const first = await create()
      await makeAll()
      const id = await create({ reuse: true })
      await takeAll()
      const [original] = (await view(first)).assets
      const { assets, posts } = await view(id)
      const [copy] = assets
      if (!original || !copy) throw new Error('no assets')
      expect(copy.id).not.toBe(original.id)
      expect(copy.sha256).toBe(original.sha256)
      expect(posts[0]?.imageAssetId).toBe(copy.id)
      const history = await at.reader.assetHistory(local, copy.id)
      if (!history) throw new Error('no history')
      expect(certificateOf(history)).toMatchObject({
        copiedFrom: original.id,
        inputHash: inputsOf('image'),
        cost: { micros: 0 },
      })
    })

    it('is made once, whoever dies in between', async () => {
      await create()
      await makeAll()
      const id = await create({ reuse: true })
      const stale: Claim[] = []
      for (let one = await claim(); one; one = await claim()) {
        stale.push(one)
        for (const held of await at.store.leases()) expect(await at.store.takeOver(held)).toBe(true)
        await take(await next())
      }
      for (const one of stale) expect(await take(one)).toBe(false)
      const made = await view(id)
      expect(made).toMatchObject({ status: 'completed', cost: { spentMicros: 0, reservedMicros: 0 } })
      expect(made.assets).toHaveLength(1)
    })

    it('does not count in what such jobs take', async () => {
      await create()
      await makeAll()
      for (let round = 0; round < 6; round++) {
        await create({ reuse: true })
        await takeAll()
      }
      expect(await at.reader.history('scripted', 'i-1', 'image')).toBeNull()
    })

    it('needs no money: a budget that has none parks nothing that can be taken', async () => {
      await create()
      await makeAll()
      const id = await create({ reuse: true, budgetMicros: 1 })
      await takeAll()
      expect(await view(id)).toMatchObject({ status: 'completed', cost: { spentMicros: 0, reservedMicros: 0 } })
      expect(await linesOf(id, 'image')).toEqual(
        expect.arrayContaining([
          [1, 'reservation', 0],
          [1, 'settlement', 0],
        ]),
      )
    })

    it('parks by the budget what it looked for in vain, before any call goes out', async () => {
      const id = await create({ reuse: true, budgetMicros: 1 })
      const looked = await next()
      expect(looked.job.kind).toBe('analysis')
      expect((await view(id)).cost.reservedMicros).toBe(0)
      expect(await at.store.beginCall(looked.lease)).toBeNull()
      expect(await claim()).toBeNull()
      const parked = await view(id)
      expect(parked.jobs.find(({ kind }) => kind === 'analysis')).toMatchObject({
        status: 'queued',
        attempt: 1,
        failures: 0,
        waitingFor: { reason: 'cap', moreMicros: 999 },
      })
      expect(foldOf(await factsOf(at.reader, id))).toEqual(parked)
      await at.store.setCap(local, id, null)
      await makeAll()
      const done = await view(id)
      expect(done).toMatchObject({ status: 'completed', cost: { spentMicros: 1_500, reservedMicros: 0 } })
    })
  })
}
