import { afterAll, beforeAll, expect, test } from 'vitest'
import { CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import { JobEventSchema, type JobEvent } from '../../lib/domain/event.ts'
import { JobSchema, type Job } from '../../lib/domain/job.ts'
import { PostSchema, PostVersionSchema, type Post } from '../../lib/domain/post.ts'
import { foldOf } from '../support/campaigns.ts'
import { startHeldSite, type HeldSite } from '../support/held-site.ts'
import { openStream } from '../support/read-stream.ts'
import { sampleBrief } from '../support/sample.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'

let server: RunningServer
let site: HeldSite
beforeAll(async () => {
  site = await startHeldSite()
  server = await startServer({ env: { STUDIO_LATENCY_MS: '300', WEBSITE_ALLOW: site.host } })
})
afterAll(async () => {
  await server.stop()
  await site.close()
})

const words = { ...sampleBrief, postCount: 2, visuals: { images: false, videos: false } }
const none = '0'.repeat(20)

const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}/api/v1/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
  })
const viewIn = async (response: Response): Promise<CampaignView> => CampaignViewSchema.parse(await response.json())
const view = async (id: string): Promise<CampaignView> => viewIn(await send('GET', `campaigns/${id}`))
const create = async (brief: object = words): Promise<CampaignView> => viewIn(await send('POST', 'campaigns', brief))
const control = (id: string, what: string): Promise<Response> => send('POST', `campaigns/${id}/${what}`)
const patch = (post: Post, version: number, edit: unknown): Promise<Response> =>
  send('PATCH', `posts/${post.id}`, edit, { 'if-match': `"${version}"` })
const refused = async (response: Response): Promise<[number, string]> => [response.status, (await response.json()).code]

/** Facts from the first one until `enough` of them are there: waits on the log, not on the clock. */
async function facts(id: string, enough: (all: readonly JobEvent[], done: boolean) => boolean): Promise<JobEvent[]> {
  const all: JobEvent[] = []
  for (let done = false; !enough(all, done);) {
    const page = await (await send('GET', `campaigns/${id}/events?after=${all.length}&limit=5000&wait=20`)).json()
    all.push(...page.items.map((item: unknown) => JobEventSchema.parse(item)))
    done = page.done
  }
  return all
}
const settled = async (id: string): Promise<CampaignView> => {
  const all = await facts(id, (_, done) => done)
  const now = await view(id)
  expect(foldOf(all)).toEqual(now)
  return now
}
const firstPost = ({ posts }: CampaignView): Post => posts[0] ?? PostSchema.parse(null)

test('a paused campaign starts nothing while others run, and goes on when it is resumed', async () => {
  const { id } = await create({ ...words, website: site.url })
  await facts(id, (all) => all.some((fact) => fact.type === 'job.started'))
  const paused = await control(id, 'pause')
  expect([paused.status, (await viewIn(paused)).status]).toEqual([202, 'paused'])
  site.letGo()
  await facts(id, (all) => all.some((fact) => fact.type === 'job.completed'))
  expect((await settled((await create()).id)).status).toBe('completed')
  const waiting = await view(id)
  expect(waiting.status).toBe('paused')
  expect(waiting.jobs.map(({ status, waitingFor }) => [status, waitingFor?.reason])).toEqual([
    ['completed', undefined],
    ['queued', 'pause'],
    ['queued', 'pause'],
  ])
  expect((await viewIn(await control(id, 'pause'))).seq).toBe(waiting.seq)
  expect((await viewIn(await control(id, 'resume'))).status).toBe('running')
  const done = await settled(id)
  expect(done.status).toBe('completed')
  for (const what of ['pause', 'resume']) {
    const again = await control(id, what)
    expect([again.status, (await viewIn(again)).seq]).toEqual([202, done.seq])
  }
})

test('of many editors of one version one wins, and the others are told', async () => {
  const { id } = await create()
  const campaign = await settled(id)
  const post = firstPost(campaign)
  const platform = Object.keys(post.texts)[0] ?? ''
  expect(await refused(await send('PATCH', `posts/${post.id}`, { locked: true }))).toEqual([
    428,
    'precondition_required',
  ])
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => patch(post, 1, { texts: { [platform]: { text: `Edit ${at}.` } } })),
  )
  const won = answers.filter((answer) => answer.status === 200)
  expect([won.length, won[0]?.headers.get('etag')]).toEqual([1, '"2"'])
  const edited = PostSchema.parse(await won[0]?.json())
  expect(firstPost(await settled(id))).toEqual(edited)
  for (const answer of answers.filter((one) => one.status !== 200)) {
    expect(answer.headers.get('etag')).toBe('"2"')
    expect(await refused(answer)).toEqual([412, 'precondition_failed'])
  }
  const versions = await (await send('GET', `posts/${post.id}/versions`)).json()
  expect(versions.items.map((item: unknown) => PostVersionSchema.parse(item))).toMatchObject([post])
})

test('an edit that cannot be is refused by the field', async () => {
  const { id } = await create()
  const post = firstPost(await settled(id))
  const platform = Object.keys(post.texts)[0] ?? ''
  for (const edit of [
    {},
    { version: 9 },
    { locked: 'yes' },
    { texts: { myspace: { text: 'Hello' } } },
    { texts: { [platform]: { text: '' } } },
    { texts: { [platform]: { text: 'x'.repeat(70_000) } } },
    { texts: { [platform]: { link: 'javascript:alert(1)' } } },
  ])
    expect(await refused(await patch(post, 1, edit)), JSON.stringify(edit)).toEqual([422, 'invalid_input'])
  expect(await refused(await send('PATCH', `posts/${post.id}`, { locked: true }, { 'if-match': '*' }))).toEqual([
    412,
    'precondition_failed',
  ])
  expect((await view(id)).posts).toContainEqual(post)
})

test('a viewer who stays hears of an edit after the end', async () => {
  const { id } = await create()
  const campaign = await settled(id)
  const stream = await openStream(`${server.url}/api/v1/campaigns/${id}/events?follow=1&after=${campaign.seq - 1}`)
  const heard: unknown[] = []
  for await (const { event, data } of stream) {
    if (event === 'control') expect((await patch(firstPost(campaign), 1, { approval: 'approved' })).status).toBe(200)
    else heard.push(data)
    if (heard.length === 2) break
  }
  stream.close()
  expect(heard[1]).toMatchObject({
    type: 'post.updated',
    seq: campaign.seq + 1,
    post: { approval: 'approved', version: 2 },
  })
})

test('fifty requests with one key make a part again once, with other words', async () => {
  const { id } = await create()
  const before = firstPost(await settled(id))
  const wish = { parts: ['text'], instruction: 'Shorter, please.' }
  const key = { 'idempotency-key': crypto.randomUUID() }
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => send('POST', `posts/${before.id}/regenerate`, wish, key)),
  )
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([202]))
  const jobs = await Promise.all(
    answers.map(async (answer): Promise<Job[]> => JobSchema.array().parse((await answer.json()).jobs)),
  )
  expect(new Set(jobs.map((list) => list.map((job) => job.id).join())).size).toBe(1)
  const after = await settled(id)
  expect([after.status, after.round, after.progress, after.jobs.length]).toEqual(['completed', 2, 1, 4])
  const now = firstPost(after)
  expect(now.version).toBe(2)
  expect(now.texts).not.toEqual(before.texts)
  expect(
    await refused(await send('POST', `posts/${before.id}/regenerate`, { ...wish, instruction: null }, key)),
  ).toEqual([422, 'idempotency_mismatch'])
})

test('what is locked, not there or nobody saw is not made again', async () => {
  const { id } = await create()
  const post = firstPost(await settled(id))
  const again = (path: string, body: unknown): Promise<Response> => send('POST', `posts/${path}/regenerate`, body)
  expect(await refused(await again(post.id, { parts: ['video'] }))).toEqual([409, 'conflict'])
  expect((await patch(post, 1, { locked: true })).status).toBe(200)
  expect(await refused(await again(post.id, { parts: ['text'] }))).toEqual([409, 'conflict'])
  for (const body of [
    {},
    { parts: [] },
    { parts: ['text', 'text'] },
    { parts: ['analysis'] },
    { parts: ['text'], now: 1 },
  ])
    expect(await refused(await again(post.id, body))).toEqual([422, 'invalid_input'])
  expect(await refused(await again(`pst_${none}`, { parts: ['text'] }))).toEqual([404, 'not_found'])
  expect(await refused(await send('GET', `posts/pst_${none}/versions`))).toEqual([404, 'not_found'])
  expect(await refused(await send('PATCH', `posts/pst_${none}`, { locked: true }, { 'if-match': '"1"' }))).toEqual([
    404,
    'not_found',
  ])
  for (const what of ['pause', 'resume'])
    expect(await refused(await control(`cmp_${none}`, what))).toEqual([404, 'not_found'])
})

test('none of this was a surprise to the server', () => {
  expect(server.output()).toMatch(/^Unfold is at http:\/\/\S+ \(provider: studio\)\n$/)
})
