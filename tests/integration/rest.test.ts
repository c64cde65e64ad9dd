import net from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkExport } from '../../lib/campaigns/export/check-export.ts'
import { withoutNothing } from '../../lib/domain/brief.ts'
import { CampaignSummarySchema, CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import { CertificateSchema } from '../../lib/domain/certificate.ts'
import { JobEventSchema } from '../../lib/domain/event.ts'
import { JobSchema } from '../../lib/domain/job.ts'
import { applyEvent, openView } from '../../lib/domain/fold.ts'
import { QuoteSchema } from '../../lib/domain/quote.ts'
import { rawRequest } from '../support/raw-request.ts'
import { sampleBrief } from '../support/sample.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startServer({ env: { STUDIO_FAULTS: 'image:refused:1' } })
})
afterAll(() => server.stop())

const small = { ...sampleBrief, postCount: 2, visuals: { images: true, videos: false } }
const api = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`${server.url}${path}`, init)
const post = (path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  api(path, {
    method: 'POST',
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
  })
const viewIn = async (response: Response): Promise<CampaignView> => CampaignViewSchema.parse(await response.json())
const create = async (brief: object = small): Promise<CampaignView> => viewIn(await post('/api/v1/campaigns', brief))

/** The view once the campaign is settled: waits on the log, not on the clock. */
async function settled(id: string): Promise<CampaignView> {
  for (let after = 0; ;) {
    const page = await (await api(`/api/v1/campaigns/${id}/events?after=${after}&limit=5000&wait=20`)).json()
    if (page.done) return viewIn(await api(`/api/v1/campaigns/${id}`))
    after = page.seq
  }
}

type Told = { status: number; mime: string | null; code: string }

/** What a refusal says, once it is whole and tells nothing of our inside. */
async function told(response: Response): Promise<Told> {
  const text = await response.text()
  const { code, ...body } = JSON.parse(text)
  expect(body).toMatchObject({ status: response.status, title: expect.any(String), detail: expect.any(String) })
  expect(text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/)
  return { status: response.status, mime: response.headers.get('content-type'), code }
}
const problem = (status: number, code: string): Told => ({ status, mime: 'application/problem+json', code })

test('a brief becomes a campaign: 202 with its place and its plan', async () => {
  const response = await post('/api/v1/campaigns', sampleBrief)
  expect(response.status).toBe(202)
  const view = await viewIn(response)
  expect(response.headers.get('location')).toBe(`/api/v1/campaigns/${view.id}`)
  expect(Object.groupBy(view.posts, (each) => each.kind)).toMatchObject({
    text_url: { length: 1 },
    text_image: { length: 4 },
    text_video: { length: 1 },
  })
  expect(view.jobs.map((job) => job.kind).toSorted()).toEqual([
    'analysis',
    'image',
    'image',
    'image',
    'image',
    ...Array(6).fill('text'),
    'video',
  ])
})

test('a quote says what would run and stores nothing', async () => {
  const before = await (await api('/api/v1/campaigns?limit=100')).json()
  const quote = QuoteSchema.parse(await (await post('/api/v1/campaigns/quote', sampleBrief)).json())
  expect(quote.jobs.map((line) => [line.kind, line.count])).toEqual([
    ['analysis', 1],
    ['text', 6],
    ['image', 4],
    ['video', 1],
  ])
  const after = await (await api('/api/v1/campaigns?limit=100')).json()
  expect(after.items).toHaveLength(before.items.length)
})

test('the list is newest first and goes on by its cursor', async () => {
  const [older, newer] = [await create(), await create()]
  const first = await (await api('/api/v1/campaigns?limit=1')).json()
  expect(CampaignSummarySchema.parse(first.items[0]).id).toBe(newer.id)
  const second = await (await api(`/api/v1/campaigns?limit=1&cursor=${encodeURIComponent(first.nextCursor)}`)).json()
  expect(second.items[0].id).toBe(older.id)
  expect(await told(await api('/api/v1/campaigns?limit=0'))).toEqual(problem(422, 'invalid_input'))
})

test('a view that is known is not sent again', async () => {
  const { id } = await create()
  await settled(id)
  const response = await api(`/api/v1/campaigns/${id}`)
  const etag = response.headers.get('etag') ?? ''
  const again = await api(`/api/v1/campaigns/${id}`, { headers: { 'if-none-match': etag } })
  expect([again.status, again.headers.get('etag'), await again.text()]).toEqual([304, etag, ''])
})

test('one key is one campaign, another body is another intent', async () => {
  const key = { 'idempotency-key': crypto.randomUUID() }
  const views = await Promise.all(
    Array.from({ length: 10 }, async () => viewIn(await post('/api/v1/campaigns', small, key))),
  )
  expect(new Set(views.map((view) => view.id)).size).toBe(1)
  expect(await told(await post('/api/v1/campaigns', { ...small, postCount: 3 }, key))).toEqual(
    problem(422, 'idempotency_mismatch'),
  )
  expect(await told(await post('/api/v1/campaigns', small, { 'idempotency-key': 'x'.repeat(256) }))).toEqual(
    problem(422, 'invalid_input'),
  )
})

test('a deleted campaign is gone, whether to the bin or for good', async () => {
  for (const query of ['', '?purge=1']) {
    const { id } = await create()
    expect((await api(`/api/v1/campaigns/${id}${query}`, { method: 'DELETE' })).status).toBe(204)
    expect(await told(await api(`/api/v1/campaigns/${id}`))).toEqual(problem(404, 'not_found'))
    expect(await told(await api(`/api/v1/campaigns/${id}/events`))).toEqual(problem(404, 'not_found'))
    expect(await told(await api(`/api/v1/campaigns/${id}${query}`, { method: 'DELETE' }))).toEqual(
      problem(404, 'not_found'),
    )
  }
})

test('the log as JSON is gapless, pages, and folds to the view', async () => {
  const { id } = await create()
  const view = await settled(id)
  let folded: CampaignView | null = null
  let after = 0
  for (let done = false; !done;) {
    const page = await (await api(`/api/v1/campaigns/${id}/events?after=${after}&limit=7`)).json()
    for (const item of page.items) {
      const event = JobEventSchema.parse(item)
      expect(event.seq).toBe(after + 1)
      after = event.seq
      folded = folded ? applyEvent(folded, event) : openView(event)
    }
    done = page.done
    expect(page.seq).toBe(view.seq)
  }
  expect(folded).toEqual(view)
})

test('a failed job can be retried, a completed one cannot be canceled', async () => {
  const { id } = await create()
  const view = await settled(id)
  const failed = view.jobs.find((job) => job.status === 'failed')
  const completed = view.jobs.find((job) => job.status === 'completed')
  const retried = await post(`/api/v1/jobs/${failed?.id}/retry`)
  expect([retried.status, JobSchema.parse(await retried.json()).id]).toEqual([202, failed?.id])
  expect(await told(await post(`/api/v1/jobs/${completed?.id}/cancel`))).toEqual(problem(409, 'conflict'))
  expect(await told(await post(`/api/v1/jobs/${completed?.id}/retry`))).toEqual(problem(409, 'conflict'))
  expect((await settled(id)).round).toBe(2)
})

test('an asset shows its birth certificate', async () => {
  const { id, jobs } = await create()
  await settled(id)
  await Promise.all(jobs.filter((job) => job.kind === 'image').map((job) => post(`/api/v1/jobs/${job.id}/retry`)))
  const view = await settled(id)
  const [asset] = view.assets
  if (!asset) throw new Error('The campaign has no asset.')
  const response = await api(`${asset.url}/provenance`)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
  const paper = CertificateSchema.parse(await response.json())
  expect(paper).toMatchObject({ asset, campaignId: id, provider: 'studio', cost: { micros: 0 } })
  expect(paper.attempts.map(({ attempt, state }) => [attempt, state])).toEqual([
    [1, 'closed'],
    [2, 'closed'],
  ])
  expect(paper.inputs.find(({ name }) => name === 'brief')?.value).toEqual(withoutNothing(view.brief))
  expect(await told(await api(`/api/v1/assets/ast_${'0'.repeat(20)}/provenance`))).toEqual(problem(404, 'not_found'))
  expect(await told(await api(`${asset.url}/provenance`, { method: 'POST' }))).toEqual(
    problem(405, 'method_not_allowed'),
  )
})

test('a campaign is taken away as an archive, or as its view', async () => {
  const view = await settled((await create({ ...small, name: 'Früh & fresh' })).id)
  const path = `/api/v1/campaigns/${view.id}/export`
  const zip = await api(`${path}?format=zip`)
  expect(Object.fromEntries(zip.headers)).toMatchObject({
    'content-type': 'application/zip',
    'content-disposition': 'attachment; filename="fruh-fresh.zip"',
  })
  const { problems, manifest } = await checkExport(new Uint8Array(await zip.arrayBuffer()))
  expect([zip.status, problems, manifest?.campaignId]).toEqual([200, [], view.id])
  const head = await api(path, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'application/zip', ''])
  expect(await (await api(`${path}?format=json`)).json()).toEqual(view)
  const table = await api(`${path}?format=csv`)
  expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect((await table.text()).split('\r\n').length).toBeGreaterThan(view.posts.length)
  expect(await told(await api(`${path}?format=docx`))).toEqual(problem(422, 'invalid_input'))
  expect(await told(await api(`/api/v1/campaigns/cmp_${'0'.repeat(20)}/export`))).toEqual(problem(404, 'not_found'))
})

test('an asset comes whole, in parts and not at all, with what browsers need', async () => {
  const { id, jobs } = await create()
  await settled(id)
  await Promise.all(jobs.filter((job) => job.kind === 'image').map((job) => post(`/api/v1/jobs/${job.id}/retry`)))
  const [asset] = (await settled(id)).assets
  if (!asset) throw new Error('The campaign has no asset.')
  const whole = await api(asset.url)
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    'content-type': asset.mime,
    'content-length': String(asset.bytes),
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
    'cache-control': expect.stringContaining('immutable'),
    'content-security-policy': expect.stringContaining('sandbox'),
  })
  const bytes = await whole.bytes()
  expect(bytes).toHaveLength(asset.bytes)
  const part = await api(asset.url, { headers: { range: 'bytes=10-19' } })
  expect([part.status, part.headers.get('content-range'), part.headers.get('content-length')]).toEqual([
    206,
    `bytes 10-19/${asset.bytes}`,
    '10',
  ])
  expect(await part.bytes()).toEqual(bytes.subarray(10, 20))
  const outside = await api(asset.url, { headers: { range: `bytes=${asset.bytes}-` } })
  expect(outside.headers.get('content-range')).toBe(`bytes */${asset.bytes}`)
  expect(await told(outside)).toEqual(problem(416, 'range_not_satisfiable'))
  const head = await api(asset.url, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(asset.bytes), ''])
  const known = await api(asset.url, { headers: { 'if-none-match': whole.headers.get('etag') ?? '' } })
  expect(known.status).toBe(304)
})

test.each([
  ['no HTTP', 'hello there\r\n\r\n', 400, 'bad_request'],
  ['a head without an end', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`, 431, 'headers_too_large'],
  ['no path', 'OPTIONS * HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n', 400, 'bad_request'],
  ['no host', 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n', 403, 'forbidden'],
  ['two lengths', 'GET / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n', 400, 'bad_request'],
])('%s is told so as problem+json, and the connection ends', async (_, bytes, status, code) => {
  const { hostname, port } = new URL(server.url)
  const wire = net.connect(Number(port), hostname)
  wire.write(bytes)
  const [head = '', body = ''] = (await text(wire)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(head).toContain('content-type: application/problem+json')
  expect(JSON.parse(body)).toMatchObject({ status, code })
})

test('an expectation that nobody knows is not kept, and the request is answered', async () => {
  const { hostname, port, host } = new URL(server.url)
  const wire = net.connect(Number(port), hostname)
  wire.write(`GET /api/health/live HTTP/1.1\r\nhost: ${host}\r\nexpect: nope\r\nconnection: close\r\n\r\n`)
  expect(await text(wire)).toMatch(/^HTTP\/1.1 200 /)
})

test.each([
  '/api/v1/assets/..%2f..%2f..%2funfold.db',
  '/api/v1/assets/%2e%2e%2funfold.db',
  '/api/v1/assets/..%5c..%5cunfold.db',
  '/api/v1/assets/ast_00000000000000000000/../../../../unfold.db',
  '/api/v1/assets/....//....//unfold.db',
  '/api/v1/assets/ast_00000000000000000000%00.png',
])('the path trick %s finds nothing', async (path) => {
  const { status, body } = await rawRequest(server.url, { path })
  expect([308, 400, 404]).toContain(status)
  expect(body).not.toContain('SQLite format')
})

test('ids that nobody gave out do not exist', async () => {
  const none = '0'.repeat(20)
  expect(await told(await api(`/api/v1/campaigns/cmp_${none}`))).toEqual(problem(404, 'not_found'))
  expect(await told(await api(`/api/v1/campaigns/cmp_${none}/events`))).toEqual(problem(404, 'not_found'))
  expect(await told(await api(`/api/v1/content/progress/cmp_${none}`))).toEqual(problem(404, 'not_found'))
  expect(await told(await api(`/api/v1/assets/ast_${none}`))).toEqual(problem(404, 'not_found'))
  expect(await told(await api('/api/v1/campaigns/1'))).toEqual(problem(404, 'not_found'))
  expect(await told(await api(`/api/v1/campaigns/cmp_${none}`, { method: 'DELETE' }))).toEqual(
    problem(404, 'not_found'),
  )
  for (const path of [`campaigns/cmp_${none}/cancel`, `jobs/job_${none}/retry`, `jobs/job_${none}/cancel`]) {
    expect(await told(await post(`/api/v1/${path}`))).toEqual(problem(404, 'not_found'))
  }
})

test.each([
  ['an empty body', '', 400, 'malformed_json'],
  ['words', 'a bakery in Leeds', 400, 'malformed_json'],
  ['half an object', '{"business":', 400, 'malformed_json'],
  ['a list', [], 422, 'invalid_input'],
  ['wrong types', { business: 1, objective: [], postCount: 'six' }, 422, 'invalid_input'],
  ['unknown fields', { ...sampleBrief, admin: true }, 422, 'invalid_input'],
  ['no post', { ...sampleBrief, postCount: 0 }, 422, 'invalid_input'],
  ['31 posts', { ...sampleBrief, postCount: 31 }, 422, 'invalid_input'],
  ['10,001 characters', { ...sampleBrief, business: 'x'.repeat(10_001) }, 422, 'invalid_input'],
  ['deep lists', `${'['.repeat(400_000)}${']'.repeat(400_000)}`, 422, 'invalid_input'],
  [
    'a deep objective',
    `{"business":"x","objective":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`,
    422,
    'invalid_input',
  ],
  ['3 MB', 'x'.repeat(3_000_000), 413, 'too_large'],
])('%s is refused by every route that takes a brief', async (_, body, status, code) => {
  for (const path of ['/api/v1/campaigns', '/api/v1/campaigns/quote', '/api/v1/content/generate-with-progress']) {
    expect(await told(await post(path, body))).toEqual(problem(status, code))
  }
})

test('a body without an end is refused while it is sent', async () => {
  const chunk = new Uint8Array(65_536).fill(120)
  const body = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) })
  const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json' } } as const
  expect(await told(await api('/api/v1/campaigns', init))).toEqual(problem(413, 'too_large'))
})

test('what is not JSON is not taken', async () => {
  expect(
    await told(await post('/api/v1/campaigns', 'business=x', { 'content-type': 'application/x-www-form-urlencoded' })),
  ).toEqual(problem(415, 'unsupported_media_type'))
  expect(await told(await post('/api/v1/campaigns', '{}', { 'content-type': 'text/plain' }))).toEqual(
    problem(415, 'unsupported_media_type'),
  )
})

test.each([
  ['10,000 characters', { business: 'Sourdough. '.repeat(909) + 'x' }],
  ['one post', { postCount: 1 }],
  ['thirty posts', { postCount: 30 }],
  ['right-to-left text', { business: 'مخبز صغير في قلب المدينة القديمة نخبز كل صباح خبزاً طازجاً', language: 'ar' }],
  ['emoji', { business: '👩🏽‍🍳👨‍👩‍👧‍👦🥐 A family bakery in the old town of Leeds 🥖🥖' }],
  ['HTML', { business: '<script>alert(1)</script> A bakery in <b>Leeds</b> & "friends"' }],
  ['control characters', { business: 'A bakery\u0000 in the\u0007 old town of\u001b[31m Leeds, since 1950' }],
])('%s become a campaign that settles', async (_, over) => {
  const { id } = await create({ ...small, ...over })
  const view = await settled(id)
  expect(['completed', 'partial']).toContain(view.status)
  // oxlint-disable-next-line no-control-regex
  expect(view.brief.business).not.toMatch(/[\u0000\u0007\u001b]/)
})

test('unknown paths and wrong methods are problems too', async () => {
  expect(await told(await api('/api/v1/nothing/here'))).toEqual(problem(404, 'not_found'))
  expect(await told(await api('/api/v2', { method: 'DELETE' }))).toEqual(problem(404, 'not_found'))
  const paths = {
    campaigns: 'GET, POST, HEAD, OPTIONS',
    'campaigns/quote': 'POST, OPTIONS',
    events: 'GET, HEAD, OPTIONS',
  }
  for (const [path, allow] of Object.entries(paths)) {
    const response = await api(`/api/v1/${path}`, { method: 'PUT' })
    expect(response.headers.get('allow')).toBe(allow)
    expect(await told(response)).toEqual(problem(405, 'method_not_allowed'))
    const options = await api(`/api/v1/${path}`, { method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([204, allow])
  }
  for (const method of ['TRACE', 'PROPFIND']) {
    expect((await rawRequest(server.url, { method, path: '/api/v1/campaigns' })).status).toBe(405)
  }
})

test('a path that cannot be decoded is a problem of the caller', async () => {
  for (const path of ['/api/v1/%ff', '/campaigns/%ff', '/%', '/api/v1/campaigns/%c0%ae%c0%ae']) {
    const { status, headers } = await rawRequest(server.url, { path })
    expect([status, headers['content-type']]).toEqual([400, 'application/problem+json'])
  }
})

test('a name that was bound to this machine cannot read or write here', async () => {
  for (const path of ['/', '/api/v1/campaigns', '/api/health/live']) {
    const { status, headers } = await rawRequest(server.url, { path, headers: { host: 'evil.example' } })
    expect([status, headers['content-type']]).toEqual([403, 'application/problem+json'])
  }
  const { host } = new URL(server.url)
  const foreign = [{ origin: 'http://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }]
  for (const headers of foreign) {
    expect(
      (await rawRequest(server.url, { method: 'POST', path: '/api/v1/campaigns', headers: { host, ...headers } }))
        .status,
    ).toBe(403)
  }
  const own = await rawRequest(server.url, { path: '/api/v1/campaigns', headers: { host, origin: server.url } })
  expect(own.status).toBe(200)
})

test('the server says that it lives and is ready', async () => {
  expect(await (await api('/api/health/live')).json()).toMatchObject({ status: 'ok' })
  expect(await (await api('/api/health/ready')).json()).toEqual({ status: 'ok', reasons: [] })
})

test('a process that only serves says that it runs no jobs', async () => {
  const web = await startServer({ env: { ROLE: 'web' } })
  const response = await fetch(`${web.url}/api/health/ready`)
  expect([response.status, await response.json()]).toMatchObject([200, { status: 'degraded' }])
  await web.stop()
})

test('none of this was a surprise to the server', () => {
  expect(server.output()).not.toMatch(/Error|trouble|broke/)
})
