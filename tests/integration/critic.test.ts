import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { judgePost } from '../../lib/campaigns/rules/judge-post.ts'
import { local } from '../../lib/domain/caller.ts'
import type { Job } from '../../lib/domain/job.ts'
import { factsOf, foldOf } from '../support/campaigns.ts'
import { madeCampaign } from '../support/made-campaign.ts'
import { goodScript, type Script } from '../support/vendor/script.ts'
import { startVendor, type Vendor } from '../support/vendor/server.ts'

let vendor: Vendor
let made: Awaited<ReturnType<typeof madeCampaign>> | undefined
beforeAll(async () => {
  vendor = await startVendor()
})
afterEach(() => made?.close())
afterAll(() => vendor.close())

const reason = 'The second sentence says nothing.'

/** One post with a picture, made by Google while its critic does as the script says. */
async function campaign(script: Partial<Script>, env: Record<string, string> = {}) {
  vendor.change({ ...goodScript, next: {}, always: {}, sendsBack: [], ...script })
  const before = vendor.calls().length
  made = await madeCampaign(
    { GEMINI_API_KEY: 'AIzaSyCritic_0123456789abcdef', GOOGLE_GENAI_BASE_URL: vendor.url, ...env },
    { postCount: 1, visuals: { images: true, videos: false } },
  )
  const { view, room } = made
  const [post] = view.posts
  const [asset] = view.assets
  if (!post || !asset) throw new Error('Nothing was made.')
  const paper = await room.campaigns.certificate(local, asset.id)
  const heard = (kind: Job['kind'] | 'critic'): number =>
    vendor
      .calls()
      .slice(before)
      .filter((call) => call.kind === kind).length
  return { view, room, post, paper, heard }
}

describe('a campaign with a critic', () => {
  it('has one text and one picture sent back once, measured as they stand, with all of it in the books', async () => {
    const { view, post, paper, heard } = await campaign({ sendsBack: [reason, reason, reason] })
    expect(view.status).toBe('completed')
    expect([heard('text'), heard('image'), heard('critic')]).toEqual([2, 2, 2])
    const review = { status: 'sent_back', reason, kept: 'second' }
    expect(post.review).toMatchObject(review)
    expect(paper.review).toMatchObject(review)
    if (!view.analysis) throw new Error('There is no analysis.')
    expect(post.checks).toEqual(judgePost(post, { brief: view.brief, analysis: view.analysis, others: [] }))
    expect(view.cost.reservedMicros).toBe(0)
    expect(view.cost.spentMicros).toBe(view.jobs.reduce((sum, job) => sum + job.costMicros, 0))
    expect(view.cost.spentMicros).toBeLessThanOrEqual(view.cost.quotedHighMicros)
    for (const { settledMicros, reservedMicros } of paper.attempts) {
      expect(settledMicros).toBeGreaterThan(0)
      expect(settledMicros).toBeLessThanOrEqual(reservedMicros)
    }
    expect(paper.attempts).toHaveLength(1)
    expect(paper.attempts[0]?.counts).toMatchObject({ images: 2, 'text.promptTokens': 1_000 })
  })

  it('that fails has lost nothing, and says that nobody looked', async () => {
    const { view, post, paper, heard } = await campaign({ always: { critic: '429-minute' } })
    expect(view.status).toBe('completed')
    expect([heard('text'), heard('image'), heard('critic')]).toEqual([1, 1, 2])
    expect(view.jobs.map(({ attempt, failures }) => [attempt, failures])).toEqual(view.jobs.map(() => [1, 0]))
    expect(post.review).toMatchObject({ status: 'unseen', why: expect.stringMatching(/\S/) })
    expect(paper.review).toMatchObject({ status: 'unseen' })
  })

  it('that is edited afterwards does not keep what was said of other words', async () => {
    const { post, room, view } = await campaign({})
    expect(post.review).toMatchObject({ status: 'passed' })
    const [platform = 'x'] = view.brief.platforms
    const locked = await room.campaigns.editPost(local, post.id, 1, { locked: true })
    expect(locked.review).toEqual(post.review)
    const edit = { locked: false, texts: { [platform]: { text: 'Other words.' } } }
    const edited = await room.campaigns.editPost(local, post.id, 2, edit)
    expect(edited).not.toHaveProperty('review')
    expect(edited.checks).not.toEqual(post.checks)
    const { rows } = await room.campaigns.events(local, view.id, {
      after: 0,
      limit: 5_000,
      waitMs: 0,
      signal: new AbortController().signal,
    })
    const facts = await factsOf({ events: async () => rows }, view.id)
    expect(foldOf(facts)).toEqual(await room.campaigns.get(local, view.id))
  })

  it('asks nobody where CRITIC is off, and says nothing of one', async () => {
    const { post, paper, heard } = await campaign({ sendsBack: [reason] }, { CRITIC: 'off' })
    expect(heard('critic')).toBe(0)
    expect(post).not.toHaveProperty('review')
    expect(paper).not.toHaveProperty('review')
    expect(post.checks?.length).toBeGreaterThan(5)
  })
})
