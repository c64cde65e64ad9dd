import { describe, expect, it } from 'vitest'
import { certificateOf } from '../../lib/campaigns/certificate.ts'
import { withoutNothing } from '../../lib/domain/brief.ts'
import { local } from '../../lib/domain/caller.ts'
import type { AssetHistory } from '../../lib/domain/certificate.ts'
import type { Recipe } from '../../lib/domain/recipe.ts'
import type { AssetId } from '../../lib/domain/ids.ts'
import { newJob } from '../../lib/domain/plan.ts'
import { free, type createCountingIds, newCampaign, planning, resultFor } from '../support/campaigns.ts'
import type { ManualClock } from '../support/clock.ts'
import { openEach, type OpenedStore, type OpenStore } from './open-each.ts'

const owner = { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' }
const recipe: Recipe = {
  digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia',
  prompt: 'A loaf.',
  parameters: { aspectRatio: '3:4', quality: 88 },
  seed: 'seed/v1',
  checks: [{ rule: 'size', measured: '1080 × 1350', limit: '1080 × 1350' }],
}

/** What every adapter of the CampaignReader port knows of how an asset came to be. */
export function describeAssetHistory(name: string, open: OpenStore): void {
  describe(`The history of an asset on ${name}`, () => {
    let clock: ManualClock
    let ids: ReturnType<typeof createCountingIds>
    let opened: OpenedStore

    openEach(open, (fresh) => ({ clock, ids, opened } = fresh))

    const runAll = async (recipeOfAll?: Recipe): Promise<void> => {
      const claim = () => opened.store.claim({ owner, kinds: ['analysis', 'text', 'image', 'video'] })
      for (let next = await claim(); next; next = await claim()) {
        clock.advance(1_000)
        const result = resultFor(next, ids)
        const told = 'asset' in result && recipeOfAll ? { ...result, recipe: recipeOfAll } : result
        await opened.store.complete(next.lease, told)
        clock.advance(1_000)
      }
    }
    const made = async () => {
      const { campaignId } = await opened.store.create(
        newCampaign(ids, { postCount: 1, visuals: { images: true, videos: false } }),
      )
      return campaignId
    }
    const view = async (id: Awaited<ReturnType<typeof made>>) =>
      (await opened.reader.view(local, id)) ?? Promise.reject(new Error('no view'))
    const historyOf = async (id: AssetId): Promise<AssetHistory> =>
      (await opened.reader.assetHistory(local, id)) ?? Promise.reject(new Error('no history'))
    const certificate = async (id: AssetId) => certificateOf(await historyOf(id))
    const firstOf = <T>([first]: readonly T[]): T => {
      if (first === undefined) throw new Error('There is none.')
      return first
    }

    it('names its job, its attempts, its books and what it stands on', async () => {
      const id = await made()
      await runAll(recipe)
      const { assets, jobs, brief, posts } = await view(id)
      const asset = firstOf(assets)
      const job = jobs.find(({ kind }) => kind === 'image')
      const paper = await certificate(asset.id)
      expect(paper).toMatchObject({
        asset,
        campaignId: id,
        jobId: job?.id,
        postId: posts[0]?.id,
        provider: 'scripted',
        model: 'i-1',
        ...recipe,
        variant: 1,
        attempts: [{ attempt: 1, provider: 'scripted', model: 'i-1', state: 'closed', settledMicros: 0 }],
        cost: { currency: 'EUR', micros: 0 },
        parents: [{ jobId: jobs.find(({ kind }) => kind === 'analysis')?.id, kind: 'analysis', model: 'a-1' }],
        edits: [],
        replaces: null,
      })
      expect(paper.cost.entries.map(({ type }) => type).toSorted()).toEqual(['reservation', 'settlement'])
      expect(paper.inputs.map(({ name: what }) => what)).toEqual(['brief', 'analysis', 'angle'])
      expect(paper.inputs[0]?.value).toEqual(withoutNothing(brief))
    })

    it('says null for what nobody kept', async () => {
      const id = await made()
      await runAll()
      expect(await certificate(firstOf((await view(id)).assets).id)).toMatchObject({
        digitalSourceType: null,
        prompt: null,
        parameters: null,
        seed: null,
        checks: null,
      })
    })

    it('tells of edits since, of the wish it was made by, and of what it replaces', async () => {
      const id = await made()
      await runAll(recipe)
      const first = firstOf((await view(id)).assets)
      const post = firstOf((await view(id)).posts)
      clock.advance(1_000)
      await opened.store.editPost(local, post.id, 1, (one) => ({ ...one, approval: 'in_review' }))
      await opened.store.regenerate({
        caller: local,
        postId: post.id,
        jobs: [newJob(planning(ids), 'image', { dependsOn: [], postId: post.id })],
        reserves: free,
        instruction: 'Warmer',
        idempotency: null,
      })
      await runAll({ ...recipe, seed: 'seed/v2' })
      const second = (await view(id)).assets.at(-1)
      expect(second?.id).not.toBe(first.id)
      expect(await certificate(second?.id ?? first.id)).toMatchObject({
        variant: 2,
        seed: 'seed/v2',
        replaces: first.id,
        edits: [],
        inputs: [{ name: 'brief' }, { name: 'analysis' }, { name: 'angle' }, { name: 'instruction', value: 'Warmer' }],
      })
      expect((await certificate(first.id)).edits.map(({ version, changed }) => [version, changed])).toEqual([
        [2, ['approval']],
        [3, ['imageAssetId']],
      ])
    })

    it('is not told to another workspace', async () => {
      const id = await made()
      await runAll()
      const { id: assetId } = firstOf((await view(id)).assets)
      expect(await opened.reader.assetHistory({ ...local, workspaceId: 'other' }, assetId)).toBeNull()
    })
  })
}
