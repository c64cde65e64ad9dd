import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { CampaignSummarySchema, CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import { JobEventSchema } from '../../lib/domain/event.ts'
import { applyEvent, openView } from '../../lib/domain/fold.ts'
import { startHeldSite, type HeldSite } from '../support/held-site.ts'
import { openStream, readToEnd, type StreamEvent } from '../support/read-stream.ts'
import { sampleBrief } from '../support/sample.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'

let server: RunningServer
let site: HeldSite
beforeAll(async () => {
  site = await startHeldSite()
  server = await startServer({ env: { STUDIO_LATENCY_MS: '600', WEBSITE_ALLOW: site.host } })
})
afterAll(async () => {
  await server.stop()
  await site.close()
})

const brief = { ...sampleBrief, postCount: 2, visuals: { images: true, videos: false } }
const post = (path: string, body?: unknown): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
const create = async (over: object = {}): Promise<CampaignView> =>
  CampaignViewSchema.parse(await (await post('/api/v1/campaigns', { ...brief, ...over })).json())
const events = (id: string, query = ''): string => `${server.url}/api/v1/campaigns/${id}/events${query}`
const viewOf = async (id: string): Promise<CampaignView> =>
  CampaignViewSchema.parse(await (await fetch(`${server.url}/api/v1/campaigns/${id}`)).json())
const stateOf = (event: StreamEvent): unknown => event.event === 'control' && event.data

/** The view that a client has after these events. */
function fold(read: readonly StreamEvent[]): CampaignView | null {
  let view: CampaignView | null = null
  for (const { event, data } of read) {
    if (event === 'snapshot') view = CampaignViewSchema.parse(data)
    if (event !== undefined) continue
    const fact = JobEventSchema.parse(data)
    view = view ? applyEvent(view, fact) : openView(fact)
  }
  return view
}

test('a viewer sees the campaign as it was, then every fact, then the end', async () => {
  const { id, status } = await create({ website: site.url })
  expect(status).toBe('running')
  const read: StreamEvent[] = []
  const stream = await openStream(events(id))
  site.letGo()
  for await (const event of stream) read.push(event)
  expect(read[0]?.event).toBe('snapshot')
  expect(read.map(stateOf).filter(Boolean)).toEqual([{ state: 'live' }, { state: 'closed' }])
  expect(read.at(-1)?.event).toBe('control')
  const ids = read.filter((one) => one.event !== 'control').map((one) => Number(one.id))
  expect(ids).toEqual(Array.from(ids, (_, at) => (ids[0] ?? 0) + at))
  expect(fold(read)).toEqual(await viewOf(id))
})

test('from the first fact on, the log tells the whole', async () => {
  const { id } = await create()
  const read = await readToEnd(events(id, '?after=0'))
  expect(read[0]).toMatchObject({ id: '1', event: undefined, data: { type: 'campaign.created' } })
  expect(fold(read)).toEqual(await viewOf(id))
})

test('a reader that was cut off goes on where it stood, with nothing lost or repeated', async () => {
  const { id } = await create()
  const read: StreamEvent[] = []
  for (;;) {
    const last = read.findLast((one) => one.id !== undefined)?.id
    const stream = await openStream(events(id), last === undefined ? {} : { 'last-event-id': last })
    // The cut may have come just before the goodbye.
    if (stream.response.status === 204) break
    let taken = 0
    for await (const event of stream) {
      read.push(event)
      taken += 1
      if (taken === 5) break
    }
    stream.close()
    if (JSON.stringify(read.at(-1)?.data) === '{"state":"closed"}') break
  }
  const ids = read.filter((one) => one.event !== 'control').map((one) => Number(one.id))
  expect(ids).toEqual(Array.from(ids, (_, at) => (ids[0] ?? 0) + at))
  expect(fold(read)).toEqual(await viewOf(id))
})

test('who has seen the end of a settled campaign is told that there is no more', async () => {
  const { id } = await create()
  await readToEnd(events(id))
  const { seq } = await viewOf(id)
  expect((await openStream(events(id), { 'last-event-id': String(seq) })).response.status).toBe(204)
  expect((await openStream(events(id, `?after=${seq}`))).response.status).toBe(204)
  for (const unknown of ['what', '-1', '999999', '1e9']) {
    const [first] = await readToEnd(events(id), { 'last-event-id': unknown })
    expect(first).toMatchObject({ event: 'snapshot', id: String(seq) })
  }
})

test('a follower stays when the campaign is settled and sees what a retry brings', async () => {
  const { id, jobs } = await create({ website: site.url })
  await post(`/api/v1/campaigns/${id}/cancel`)
  const stream = await openStream(events(id, '?follow=1'))
  const types: unknown[] = []
  for await (const event of stream) {
    const control = z.object({ state: z.string() }).safeParse(event.data)
    if (event.event === 'control' && control.data?.state === 'settled' && types.length === 0) {
      expect((await post(`/api/v1/jobs/${jobs[0]?.id}/retry`)).status).toBe(202)
    }
    if (event.event === undefined) types.push(z.object({ type: z.string() }).parse(event.data).type)
    if (types.includes('job.started')) break
  }
  stream.close()
  expect(types[0]).toBe('campaign.reopened')
})

test('cancel settles the campaign at once, ends its stream, and again changes nothing', async () => {
  const { id } = await create({ website: site.url })
  const stream = readToEnd(events(id))
  const first = await post(`/api/v1/campaigns/${id}/cancel`)
  const canceled = CampaignViewSchema.parse(await first.json())
  expect([first.status, canceled.status]).toEqual([202, 'canceled'])
  expect((await stream).at(-1)?.data).toEqual({ state: 'closed' })
  const again = await post(`/api/v1/campaigns/${id}/cancel`)
  expect([again.status, await again.json()]).toEqual([202, canceled])
})

test.each(['', '?purge=1'])('a campaign that is deleted (%s) closes its streams, followers too', async (query) => {
  const { id } = await create()
  const streams = [readToEnd(events(id)), readToEnd(events(id, '?follow=1'))]
  const opened = await openStream(events(id))
  for await (const event of opened) if (event.event === 'control') break
  opened.close()
  expect((await fetch(`${server.url}/api/v1/campaigns/${id}${query}`, { method: 'DELETE' })).status).toBe(204)
  for (const read of await Promise.all(streams)) expect(read.at(-1)?.data).toEqual({ state: 'closed' })
})

test('a stream is headed as streams are, and HEAD opens none', async () => {
  const { id } = await create()
  const stream = await openStream(events(id))
  const expected = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  }
  expect(Object.fromEntries(stream.response.headers)).toMatchObject(expected)
  expect(stream.response.headers.has('content-encoding')).toBe(false)
  stream.close()
  const head = await fetch(events(id), { method: 'HEAD', headers: { accept: 'text/event-stream' } })
  expect([head.status, await head.text()]).toEqual([200, ''])
  expect(Object.fromEntries(head.headers)).toMatchObject(expected)
})

test('a long poll answers with the next fact, not with the end of its wait', async () => {
  const { id, seq } = await create()
  const asked = performance.now()
  const page = await (await fetch(`${events(id)}?after=${seq}&wait=30`)).json()
  expect(page.items[0].seq).toBe(seq + 1)
  expect(performance.now() - asked).toBeLessThan(10_000)
})

test('the board tells of every campaign that changes, and the facts of those it was asked for', async () => {
  const older = await create()
  const stream = await openStream(`${server.url}/api/v1/events?campaigns=${older.id}:0`)
  const heads = new Map<string, string>()
  const facts: StreamEvent[] = []
  let newer: CampaignView | undefined
  for await (const event of stream) {
    if (event.event === 'head') {
      const { id, status } = CampaignSummarySchema.parse(event.data)
      expect(event.id).toBeUndefined()
      heads.set(id, status)
      newer ??= await create()
    }
    if (event.event === undefined) facts.push(event)
    if (newer && heads.get(newer.id) === 'completed' && heads.get(older.id) === 'completed') break
  }
  stream.close()
  expect(facts[0]).toMatchObject({ id: `${older.id}:1`, data: { type: 'campaign.created' } })
  expect(fold(facts)).toEqual(await viewOf(older.id))
  const resumed = await openStream(`${server.url}/api/v1/events?campaigns=${older.id}:0`, {
    'last-event-id': facts.at(-1)?.id ?? '',
  })
  for await (const event of resumed) {
    expect(event.event).toBeDefined()
    if (event.event === 'control') break
  }
  resumed.close()
})

test('the board leaves the heads out when they are not wanted', async () => {
  const { id } = await create()
  const stream = await openStream(`${server.url}/api/v1/events?campaigns=${id}:0&heads=0`)
  for await (const event of stream) {
    expect(event.event).not.toBe('head')
    if (event.event === 'control') {
      expect(event.data).toEqual({ campaignId: id, state: expect.stringMatching(/live|settled/) })
      break
    }
  }
  stream.close()
  expect((await fetch(`${server.url}/api/v1/events?heads=perhaps`)).status).toBe(422)
})

test('the board takes 50 campaigns and no words', async () => {
  const board = (campaigns: string): Promise<Response> => fetch(`${server.url}/api/v1/events?campaigns=${campaigns}`)
  expect((await board('hello')).status).toBe(422)
  const many = Array.from({ length: 51 }, (_, at) => `cmp_${String(at).padStart(20, '0')}:1`)
  expect((await board(many.join(','))).status).toBe(422)
})

const recordJob = z.strictObject({
  id: z.string(),
  type: z.enum(['analysis', 'text', 'image', 'video']),
  status: z.string(),
  progress: z.number().nullable(),
  message: z.string().nullable(),
})
const recordProgress = z.strictObject({
  campaign_id: z.string(),
  overall_progress: z.number(),
  jobs: z.array(recordJob),
  timestamp: z.iso.datetime(),
})

test('the record generates with progress: its names, its job shape in both answers, one progress per change, and an end', async () => {
  const response = await post('/api/v1/content/generate-with-progress', brief)
  expect(response.status).toBe(202)
  const { campaignId, jobs, status, progressEndpoint } = z
    .strictObject({
      campaignId: z.string(),
      jobs: z.array(recordJob),
      status: z.string(),
      progressEndpoint: z.string(),
    })
    .parse(await response.json())
  expect([status, progressEndpoint]).toEqual(['processing', `/api/v1/content/progress/${campaignId}`])

  const read = await readToEnd(`${server.url}${progressEndpoint}`)
  expect(new Set(read.map((one) => one.event))).toEqual(new Set(['progress']))
  const told = read.map((one) => recordProgress.parse(one.data))
  const overall = told.map((one) => one.overall_progress)
  expect(overall).toEqual(overall.toSorted((a, b) => a - b))
  expect(overall.at(-1)).toBe(1)
  for (const one of told) expect(one.jobs.map((job) => job.id)).toEqual(jobs.map((job) => job.id))
  expect(told.at(-1)?.jobs.every((job) => job.status === 'completed')).toBe(true)
})

test('the record never calls complete what has no jobs yet, is unknown, or is still open', async () => {
  const unknown = await fetch(`${server.url}/api/v1/content/progress/cmp_${'0'.repeat(20)}`)
  expect([unknown.status, unknown.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  const { id } = await create({ website: site.url })
  const stream = await openStream(`${server.url}/api/v1/content/progress/${id}`)
  site.letGo()
  const told: unknown[] = []
  for await (const { data } of stream) told.push(data)
  const { jobs, overall_progress } = recordProgress.parse(told[0])
  expect(jobs.length).toBeGreaterThan(0)
  expect(overall_progress).toBeLessThan(1)
})

test('the record ends once: who has seen the end is told so', async () => {
  const { id } = await create()
  const url = `${server.url}/api/v1/content/progress/${id}`
  const last = (await readToEnd(url)).at(-1)?.id ?? ''
  expect((await openStream(url, { 'last-event-id': last })).response.status).toBe(204)
  expect(await readToEnd(url)).toHaveLength(1)
})

test('progress cannot be forged: no address takes it, and a stranger reads none', async () => {
  const { id, jobs } = await create()
  const forged = { job_id: jobs[0]?.id, status: 'completed', progress: 1 }
  const send = (path: string, method: string): Promise<Response> =>
    fetch(`${server.url}${path}`, {
      method,
      body: JSON.stringify(forged),
      headers: { 'content-type': 'application/json' },
    })
  for (const path of [`/api/v1/content/progress/${id}`, `/api/v1/campaigns/${id}/events`, '/api/v1/events']) {
    for (const method of ['POST', 'PUT', 'PATCH'])
      expect([method, path, (await send(path, method)).status]).toEqual([method, path, 405])
  }
  const address = `/api/v1/campaigns/${id}`
  for (const [method, status] of [
    ['POST', 405],
    ['PUT', 405],
    ['PATCH', 422],
  ] as const)
    expect([method, (await send(address, method)).status]).toEqual([method, status])
  for (const path of [
    '/api/v1/webhooks/progress',
    `/api/v1/jobs/${jobs[0]?.id}`,
    `/api/v1/jobs/${jobs[0]?.id}/progress`,
  ]) {
    expect([path, (await send(path, 'POST')).status]).toEqual([path, 404])
  }
  const stranger = { origin: 'http://evil.example', accept: 'text/event-stream' }
  for (const path of [`/api/v1/content/progress/${id}`, `/api/v1/campaigns/${id}/events`, '/api/v1/events']) {
    expect([path, (await fetch(`${server.url}${path}`, { headers: stranger })).status]).toEqual([path, 403])
  }
})

test('a server that goes down says goodbye to every stream and ends at once', async () => {
  const other = await startServer()
  const stream = await openStream(`${other.url}/api/v1/events`)
  const read: StreamEvent[] = []
  const reading = (async () => {
    for await (const event of stream) read.push(event)
  })()
  await fetch(`${other.url}/api/health/live`)
  const asked = performance.now()
  expect(await other.stop()).toBe(0)
  // Who waits for the readers ends after the ten seconds of DRAIN_S or never; a busy machine needs a second.
  expect(performance.now() - asked).toBeLessThan(6_000)
  await reading
  expect(read.at(-1)).toMatchObject({ event: 'control', data: { state: 'reconnect' } })
})
