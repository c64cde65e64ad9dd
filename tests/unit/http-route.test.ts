import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { BriefSchema, type Brief } from '../../lib/domain/brief.ts'
import { idempotencyOf } from '../../lib/http/idempotency.ts'
import { AssetParamsSchema, EventsQuerySchema, ListQuerySchema } from '../../lib/http/queries.ts'
import { call, json, nowhere, route, type RouteHandler } from '../../lib/http/route.ts'
import { wantsStream } from '../../lib/http/accept.ts'
import { fakeRoom } from '../support/fake-room.ts'
import { sampleBrief } from '../support/sample.ts'

const ask = (
  handler: RouteHandler,
  path: string,
  init: RequestInit = {},
  params: Record<string, string | string[]> = {},
): Promise<Response> => {
  const request = new Request(`http://127.0.0.1:3000${path}`, init)
  request.headers.set('host', '127.0.0.1:3000')
  return handler(request, { params: Promise.resolve(params) })
}
const send = (handler: RouteHandler, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
  ask(handler, '/', { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })

const briefs = route(fakeRoom(), { POST: call({ body: BriefSchema, run: ({ body }) => json(body, { status: 202 }) }) })
const brief = (over: object): string => JSON.stringify({ ...sampleBrief, ...over })
const problem = z.object({
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
})
const problemIn = async (response: Response): Promise<z.infer<typeof problem>> => {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  expect(response.headers.get('cache-control')).toBe('no-store')
  return problem.parse(await response.json())
}

test('every broken field of a brief is named with what to do', async () => {
  const broken = {
    business: 7,
    postCount: 31,
    visuals: { images: 'yes' },
    platforms: [],
    mood: 'sunny',
    tone: 'x'.repeat(201),
  }
  const response = await send(briefs.POST, brief(broken))
  const { status, code, errors } = await problemIn(response)
  expect([response.status, status, code]).toEqual([422, 422, 'invalid_input'])
  expect(Object.fromEntries(errors.map((error) => [error.path, error.message]))).toEqual({
    business: 'Write text here, not a number.',
    tone: 'At most 200 characters.',
    platforms: 'Choose at least one platform.',
    postCount: 'At most 30.',
    'visuals.images': 'Write true or false here, not text.',
    mood: 'There is no field "mood": remove it.',
  })
})

test.each([
  ['a list', '[]', 422],
  ['null', 'null', 422],
  ['a number', '7', 422],
  ['nothing', '', 400],
  ['no JSON', 'business=Bakery', 400],
  ['an empty object', '{}', 422],
  ['a short business', brief({ business: 'Shoes' }), 422],
  ['control characters alone', brief({ business: '\u0000\u0007'.repeat(20) }), 422],
  ['10,001 characters', brief({ business: 'x'.repeat(10_001) }), 422],
  ['no post', brief({ postCount: 0 }), 422],
  ['half a post', brief({ postCount: 1.5 }), 422],
  ['a script for a website', brief({ website: 'javascript:alert(1)' }), 422],
  ['a megabyte of nested lists', `{"business":${'['.repeat(500_000)}${']'.repeat(500_000)}}`, 422],
  [
    'a prototype',
    '{"__proto__":{"admin":true},"business":"A bakery in the old town of Leeds","objective":"sales"}',
    422,
  ],
  [
    'a thousand unknown fields',
    JSON.stringify(Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`f${at}`, at]))),
    422,
  ],
])('%s is refused without a 500', async (_, body, status) => {
  const response = await send(briefs.POST, body)
  expect(response.status).toBe(status)
  const answer = await problemIn(response)
  expect(answer.errors.length).toBeLessThanOrEqual(30)
  expect(JSON.stringify(answer)).not.toMatch(/node_modules|\.ts:\d/)
  expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false)
})

test('a field name of any length makes a short answer', async () => {
  const response = await send(briefs.POST, brief({ ['k'.repeat(100_000)]: 1 }))
  expect((await response.text()).length).toBeLessThan(1_000)
})

test.each([
  ['10,000 characters', brief({ business: 'ä'.repeat(10_000) })],
  ['one post', brief({ postCount: 1 })],
  ['thirty posts', brief({ postCount: 30 })],
  ['right-to-left text', brief({ business: 'مخبز صغير في قلب المدينة القديمة نخبز كل صباح' })],
  ['emoji of many parts', brief({ business: '👩🏽‍🍳👨‍👩‍👧‍👦🥐 A family bakery in Leeds 🥖' })],
  ['HTML', brief({ business: '<script>alert("hi")</script><b>Bakery</b> in Leeds' })],
  ['control characters between words', brief({ business: 'A bakery\u0000 in the old \u0007town of\tLeeds' })],
  ['half an emoji', `{"business":"A bakery in the old town \\ud83e of Leeds","objective":"sales"}`],
])('%s is taken', async (_, body) => {
  const response = await send(briefs.POST, body)
  expect(response.status).toBe(202)
  const taken: Brief = await response.json()
  // oxlint-disable-next-line no-control-regex
  expect(taken.business).not.toMatch(/[\u0000\u0007]/)
  expect(taken.business.isWellFormed()).toBe(true)
})

test('a form is not JSON', async () => {
  const response = await send(briefs.POST, 'business=x', { 'content-type': 'application/x-www-form-urlencoded' })
  expect((await problemIn(response)).status).toBe(415)
})

test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'] as const)(
  '%s is not a method of a path that only creates',
  async (method) => {
    const response = await ask(briefs[method], '/', { method })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST, OPTIONS')
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  },
)

test('OPTIONS says what a path takes, HEAD is GET without the bytes', async () => {
  const both = route(fakeRoom(), { GET: call({ run: () => json({ a: 1 }) }) })
  const options = await ask(both.OPTIONS, '/', { method: 'OPTIONS' })
  expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS'])
  const head = await ask(both.HEAD, '/', { method: 'HEAD' })
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'application/json', ''])
})

test('where nothing stands, every method finds nothing', async () => {
  for (const [method, handler] of Object.entries(nowhere(fakeRoom()))) {
    const response = await ask(handler, '/api/v2', { method })
    expect([method, response.status]).toEqual([method, 404])
  }
})

test('a foreign Host or Origin is refused before anything is read', async () => {
  for (const headers of [
    { host: 'evil.example' },
    { origin: 'http://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
  ]) {
    const request = new Request('http://127.0.0.1:3000/', { method: 'POST', body: '{' })
    for (const [name, value] of Object.entries({ host: '127.0.0.1:3000', ...headers })) request.headers.set(name, value)
    expect((await briefs.POST(request, { params: Promise.resolve({}) })).status).toBe(403)
  }
})

test('an id that is none does not exist, whatever path hides in it', async () => {
  const assets = route(fakeRoom(), { GET: call({ params: AssetParamsSchema, run: ({ params }) => json(params) }) })
  for (const id of [
    '../../unfold.db',
    '..%2f..%2fetc%2fpasswd',
    'ast_',
    'ast_../../../../../x',
    'cmp_00000000000000000000',
    '\0',
  ]) {
    const response = await ask(assets.GET, '/', {}, { id })
    expect((await problemIn(response)).code).toBe('not_found')
  }
})

test('a bug is a 500 that keeps its words, logged once', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const broken = route(fakeRoom(), {
    GET: call({
      run() {
        throw new TypeError('secret is not a function')
      },
    }),
  })
  const answer = await problemIn(await ask(broken.GET, '/'))
  expect(answer.status).toBe(500)
  expect(JSON.stringify(answer)).not.toContain('secret')
  expect(logged).toHaveBeenCalledOnce()
})

test('an Idempotency-Key is printable and not too long', () => {
  const read = (key: string) =>
    idempotencyOf(new Request('http://x/', { headers: { 'idempotency-key': key } }), 'POST /campaigns')
  expect(read('a'.repeat(255))).toEqual({ key: 'a'.repeat(255), route: 'POST /campaigns' })
  expect(idempotencyOf(new Request('http://x/'), 'POST /campaigns')).toBeNull()
  for (const key of ['', 'a'.repeat(256), 'ü']) {
    expect(() => read(key)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  }
})

test.each([
  [ListQuerySchema, 'limit=0'],
  [ListQuerySchema, 'limit=101'],
  [ListQuerySchema, 'limit=ten'],
  [ListQuerySchema, 'status=happy'],
  [EventsQuerySchema, 'after=-1'],
  [EventsQuerySchema, 'limit=5001'],
  [EventsQuerySchema, 'wait=31'],
])('a query out of bounds is refused: %#', async (query, text) => {
  const list = route(fakeRoom(), { GET: call({ query, run: ({ query: read }) => json(read) }) })
  const [path] = text.split('=')
  expect((await problemIn(await ask(list.GET, `/?${text}`))).errors).toMatchObject([{ path }])
})

test('an empty query has the defaults of the contract', async () => {
  expect(ListQuerySchema.parse({})).toEqual({ limit: 20, cursor: null, status: null })
  expect(EventsQuerySchema.parse({})).toEqual({ after: 0, limit: 500, wait: 0 })
})

test('a stream is for those who name it', () => {
  const wants = (accept?: string) => wantsStream(new Request('http://x/', { headers: accept ? { accept } : {} }))
  expect(wants('text/event-stream')).toBe(true)
  expect(wants('application/json;q=0.5, Text/Event-Stream;q=0.9')).toBe(true)
  expect(wants('text/event-stream;q=0')).toBe(false)
  expect(wants('*/*')).toBe(false)
  expect(wants()).toBe(false)
})
