import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { judgePost } from '../../lib/campaigns/rules/judge-post.ts'
import { local } from '../../lib/domain/caller.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { editedPost } from '../../lib/domain/edits.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import type { Judge } from '../../lib/domain/judge.ts'
import { newJob } from '../../lib/domain/plan.ts'
import type { Post, PostEdit } from '../../lib/domain/post.ts'
import type { Score } from '../../lib/domain/score.ts'
import { countText } from '../../lib/providers/count-characters.ts'
import { createCountingIds, factsOf, foldOf, free, newCampaign, planning, resultFor } from '../support/campaigns.ts'
import { createManualClock, type ManualClock } from '../support/clock.ts'
import type { OpenedStore, OpenStore } from './open-each.ts'

const owner = { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' }

/** Every adapter of the JobStore port measures a post's words in the transaction that writes them. */
export function describeChecks(name: string, open: OpenStore): void {
  describe(`The checks of posts on ${name}`, () => {
    let clock: ManualClock
    let ids: ReturnType<typeof createCountingIds>
    let opened: OpenedStore

    const start = async (judge: Judge): Promise<CampaignId> => {
      clock = createManualClock()
      ids = createCountingIds()
      opened = await open({ clock, ids, judge })
      const { campaignId } = await opened.store.create(
        newCampaign(ids, { postCount: 2, visuals: { images: false, videos: false } }),
      )
      return campaignId
    }
    let id: CampaignId
    beforeEach(async () => {
      id = await start(judgePost)
    })
    afterEach(() => opened.close())

    const runAll = async (): Promise<void> => {
      const claim = () => opened.store.claim({ owner, kinds: ['analysis', 'text'] })
      for (let next = await claim(); next; next = await claim())
        await opened.store.complete(next.lease, resultFor(next, ids))
    }
    const view = async (): Promise<CampaignView> =>
      (await opened.reader.view(local, id)) ?? Promise.reject(new Error('no view'))
    const firstOf = ({ posts: [first] }: CampaignView): Post => {
      if (!first) throw new Error('There is no post.')
      return first
    }
    /** What anyone who measures now would find. */
    const fresh = ({ brief, analysis, posts }: CampaignView, post: Post): Score[] | null =>
      analysis && judgePost(post, { brief, analysis, others: posts.filter((one) => one.id !== post.id) })
    const edit = (post: Post, change: PostEdit): Promise<Post> =>
      opened.store.editPost(local, post.id, post.version, (now) => editedPost(now, change, countText))

    it('are there with the words, in the same fact, and not before', async () => {
      expect(firstOf(await view())).not.toHaveProperty('checks')
      await runAll()
      const facts = await factsOf(opened.reader, id)
      const written = facts.flatMap((fact) => (fact.type === 'job.completed' && fact.post ? [fact.post] : []))
      expect(written.map(({ checks = [] }) => checks.length > 5)).toEqual([true, true])
      const now = await view()
      // The second was measured against the first, which by then had its words.
      expect(now.posts[1]?.checks).toEqual(fresh(now, now.posts[1] ?? firstOf(now)))
      expect(foldOf(facts)).toEqual(now)
    })

    it('are measured again by an edit, a restore and another telling; what stood before keeps its own', async () => {
      await runAll()
      const before = firstOf(await view())
      await edit(before, { texts: { x: { text: 'Proved 36 hours. We are 99 % bread!!' } } })
      const edited = await view()
      expect(firstOf(edited).checks).toEqual(fresh(edited, firstOf(edited)))
      expect(firstOf(edited).checks).not.toEqual(before.checks)

      const [kept] = (await opened.reader.postVersions(local, before.id)) ?? []
      expect(kept?.checks).toEqual(before.checks)
      await edit(firstOf(edited), { texts: { x: { text: before.texts.x?.text ?? '' } } })
      const restored = await view()
      expect(firstOf(restored).checks).toEqual(fresh(restored, firstOf(restored)))

      await opened.store.regenerate({
        caller: local,
        postId: before.id,
        jobs: [newJob(planning(ids), 'text', { dependsOn: [], postId: before.id })],
        reserves: free,
        instruction: null,
        idempotency: null,
      })
      const claim = await opened.store.claim({ owner, kinds: ['text'] })
      if (!claim) throw new Error('There is nothing to write.')
      const texts = { x: { text: 'Bread, told anew.', hashtags: [], link: null, characters: 17 } }
      await opened.store.complete(claim.lease, { kind: 'text', texts })
      const told = await view()
      expect(firstOf(told).checks).toEqual(fresh(told, firstOf(told)))
      expect(foldOf(await factsOf(opened.reader, id))).toEqual(told)
    })

    it('stay when something else than the words changes', async () => {
      await runAll()
      const before = firstOf(await view())
      const other = (await view()).posts[1] ?? before
      await edit(other, { texts: { x: { text: before.texts.x?.text ?? '' } } })
      const locked = await edit(before, { locked: true })
      expect(locked).toMatchObject({ locked: true, version: 2, checks: before.checks })
    })

    it('are all or nothing: a judge that breaks leaves no words behind', async () => {
      await opened.close()
      let breaks = false
      id = await start((post, ground) => {
        if (breaks) throw new Error('The judge broke.')
        return judgePost(post, ground)
      })
      await runAll()
      const before = await view()
      breaks = true
      await expect(edit(firstOf(before), { texts: { x: { text: 'Lost' } } })).rejects.toThrow('The judge broke.')
      expect(await view()).toEqual(before)
    })
  })
}
