import net from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import { JobEventSchema } from '../../lib/domain/event.ts'
import { JobSchema } from '../../lib/domain/job.ts'
import { startHeldSite, type HeldSite } from '../support/held-site.ts'
import { rawRequest } from '../support/raw-request.ts'
import { sampleBrief } from '../support/sample.ts'
import { foldOf, ofCampaign, openSocket, says, seqsOf, type SocketMessage } from '../support/socket-client.ts'
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
const nobody = `cmp_${'0'.repeat(20)}`
const create = async (over: object = {}): Promise<CampaignView> => {
  const headers = { 'content-type': 'application/json' }
  const request = { method: 'POST', body: JSON.stringify({ ...brief, ...over }), headers }
  return CampaignViewSchema.parse(await (await fetch(`${server.url}/api/v1/campaigns`, request)).json())
}
const viewOf = async (id: string): Promise<CampaignView> =>
  CampaignViewSchema.parse(await (await fetch(`${server.url}/api/v1/campaigns/${id}`)).json())
const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1)
const codeOf = (reply: SocketMessage): string | null =>
  reply.type === 'reply' && !reply.ok ? reply.problem.code : null

test('from the first fact on, a socket tells the whole: as stored, in order, and the fold is the view', async () => {
  const { id } = await create()
  const client = await openSocket(server.url)
  const reply = await client.ask({ type: 'subscribe', campaigns: [{ id, after: 0 }] })
  expect(reply).toMatchObject({ ok: true, result: { campaigns: [id] } })
  expect(client.heard[0]).toEqual(reply)
  await client.until(says(id, 'settled'))
  const view = await viewOf(id)
  expect(seqsOf(client.heard, id)).toEqual(upTo(view.seq))
  expect(foldOf(client.heard, id)).toEqual(view)
  const page: unknown = await (await fetch(`${server.url}/api/v1/campaigns/${id}/events?limit=5000`)).json()
  const { items } = z.object({ items: z.array(JobEventSchema) }).parse(page)
  expect(client.heard.flatMap((one) => (one.type === 'fact' ? [one.event] : []))).toEqual(items)
  client.socket.close()
})

test('one socket follows many campaigns, each from its own cursor, and only as long as it wants', async () => {
  const [first, second, third] = [await create(), await create(), await create({ website: site.url })]
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id: first.id }, { id: second.id, after: second.seq }] })
  await client.ask({ type: 'subscribe', campaigns: [{ id: third.id, after: 999_999 }] })
  await client.until(says(third.id, 'live'))
  const left = await client.ask({ type: 'unsubscribe', campaigns: [third.id, nobody] })
  expect(left).toMatchObject({ ok: true, result: { campaigns: [first.id, second.id] } })
  const heardOfThird = ofCampaign(client.heard, third.id).length
  site.letGo()
  await client.until(says(first.id, 'settled'))
  await client.until(says(second.id, 'settled'))
  expect(ofCampaign(client.heard, first.id)[0]?.type).toBe('snapshot')
  expect(foldOf(client.heard, first.id)).toEqual(await viewOf(first.id))
  expect(seqsOf(client.heard, second.id)[0]).toBe(second.seq + 1)
  expect(ofCampaign(client.heard, third.id)[0]?.type).toBe('snapshot')
  expect(ofCampaign(client.heard, third.id)).toHaveLength(heardOfThird)
  client.socket.close()
})

test('a client that was cut off goes on where it stood, with nothing lost or repeated', async () => {
  const { id } = await create()
  const heard: SocketMessage[] = []
  let cuts = 0
  while (!heard.some(says(id, 'settled'))) {
    const client = await openSocket(server.url)
    client.say({ id: 1, type: 'subscribe', campaigns: [{ id, after: seqsOf(heard, id).at(-1) ?? 0 }] })
    await client.until(() => says(id, 'settled')(client.heard.at(-1) ?? fail()) || seqsOf(client.heard, id).length >= 5)
    client.socket.terminate()
    // What came in one piece with the fifth fact is lost in the cut.
    const fifth = client.heard.filter((one) => one.type === 'fact')[4]
    heard.push(...client.heard.slice(0, fifth ? client.heard.indexOf(fifth) + 1 : undefined))
    cuts += 1
  }
  expect(cuts).toBeGreaterThan(3)
  expect(seqsOf(heard, id)).toEqual(upTo((await viewOf(id)).seq))
  expect(foldOf(heard, id)).toEqual(await viewOf(id))
})

const fail = (): never => {
  throw new Error('Nothing was heard.')
}

test('cancel and retry by command answer what REST answers, and their facts arrive', async () => {
  // Nothing is made before it is canceled, nor when it is retried.
  const { id, jobs } = await create({ website: site.url })
  const jobId = jobs[0]?.id
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id }] })
  const canceled = await client.ask({ type: 'command', name: 'cancel', params: { campaignId: id } })
  expect(canceled.ok && CampaignViewSchema.parse(canceled.result).status).toBe('canceled')
  await client.until(says(id, 'settled'))
  // Made anew: what was made of the same brief before would be there at once, and nothing left to cancel.
  const retried = await client.ask({ type: 'command', name: 'retry', params: { jobId, reuse: false } })
  expect(retried.ok && JobSchema.parse(retried.result)).toMatchObject({ id: jobId })
  await client.until((one) => one.type === 'fact' && one.event.type === 'campaign.reopened')
  const again = await client.ask({ type: 'command', name: 'retry', params: { jobId } })
  expect(again).toMatchObject({ ok: false, problem: { code: 'conflict', status: 409 } })
  const stopped = await client.ask({ type: 'command', name: 'cancel', params: { jobId } })
  expect(stopped.ok && JobSchema.parse(stopped.result)).toMatchObject({ id: jobId, status: 'canceled' })
  expect(foldOf(client.heard, id)?.seq).toBeGreaterThan(1)
  client.socket.close()
})

test('pause and resume by command answer the view, and the facts say so', async () => {
  const { id } = await create()
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id }] })
  const paused = await client.ask({ type: 'command', name: 'pause', params: { campaignId: id } })
  expect(paused.ok && CampaignViewSchema.parse(paused.result).status).toBe('paused')
  const resumed = await client.ask({ type: 'command', name: 'resume', params: { campaignId: id } })
  expect(resumed.ok && CampaignViewSchema.parse(resumed.result).status).toBe('running')
  await client.until(says(id, 'settled'))
  expect(foldOf(client.heard, id)).toEqual(await viewOf(id))
  client.socket.close()
})

test('a post is approved as it was seen and made again by command; a stale version is refused', async () => {
  const { id } = await create()
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id }] })
  await client.until(says(id, 'settled'))
  const post = (await viewOf(id)).posts[0]
  const approve = { type: 'command', name: 'approve', params: { postId: post?.id, version: post?.version } } as const
  expect(await client.ask(approve)).toMatchObject({ ok: true, result: { approval: 'approved' } })
  expect(await client.ask(approve)).toMatchObject({ ok: false, problem: { status: 412 } })
  const again = { type: 'command', name: 'regenerate', params: { postId: post?.id, parts: ['text'] } } as const
  expect(await client.ask(again)).toMatchObject({ ok: true, result: { jobs: [{ kind: 'text' }] } })
  await client.until((one) => one.type === 'fact' && one.event.type === 'campaign.reopened')
  client.socket.close()
})

test('whatever is said wrong is answered under its id, and the socket lives on', async () => {
  const client = await openSocket(server.url)
  const wrong: [said: unknown, id: unknown, code: string, path?: string][] = [
    ['{', null, 'malformed_json'],
    ['', null, 'malformed_json'],
    ['null', null, 'invalid_input', ''],
    ['[]', null, 'invalid_input', ''],
    [{ id: 1 }, 1, 'invalid_input', 'type'],
    [{ id: 'a', type: 'publish' }, 'a', 'invalid_input', 'type'],
    [{ type: 'unsubscribe', campaigns: [nobody] }, null, 'invalid_input', 'id'],
    [{ id: { deep: 1 }, type: 'unsubscribe', campaigns: [nobody] }, null, 'invalid_input', 'id'],
    [{ id: 2, type: 'subscribe', campaigns: [] }, 2, 'invalid_input', 'campaigns'],
    [{ id: 3, type: 'subscribe', campaigns: [{ id: 'hello' }] }, 3, 'invalid_input', 'campaigns.0.id'],
    [{ id: 4, type: 'subscribe', campaigns: [{ id: nobody, after: -1 }] }, 4, 'invalid_input', 'campaigns.0.after'],
    [{ id: 5, type: 'subscribe', campaigns: [{ id: nobody }, { id: nobody }] }, 5, 'invalid_input', 'campaigns'],
    [{ id: 6, type: 'subscribe', campaigns: [{ id: nobody }] }, 6, 'not_found', 'campaigns.0.id'],
    [{ id: 7, type: 'command', name: 'explode', params: {} }, 7, 'invalid_input', 'name'],
    [{ id: 8, type: 'command', name: 'cancel' }, 8, 'invalid_input', 'params'],
    [{ id: 9, type: 'command', name: 'cancel', params: { campaignId: nobody } }, 9, 'not_found'],
    [{ id: 10, type: 'command', name: 'retry', params: { jobId: nobody } }, 10, 'invalid_input', 'params.jobId'],
    [{ id: 11, type: 'command', name: 'retry', params: { jobId: `job_${'0'.repeat(20)}` } }, 11, 'not_found'],
    [{ id: 12, type: 'unsubscribe', campaigns: [nobody], more: 1 }, 12, 'invalid_input', 'more'],
  ]
  for (const [said] of wrong) client.say(said)
  client.socket.send(Buffer.from('{}'), { binary: true })
  expect(await client.ask({ type: 'unsubscribe', campaigns: [nobody] })).toMatchObject({ ok: true })
  expect(
    client.heard.map(
      (one) => one.type === 'reply' && !one.ok && [one.id, one.problem.code, one.problem.errors?.[0]?.path],
    ),
  ).toEqual([...wrong.map(([, id, code, path]) => [id, code, path]), [null, 'malformed_json', undefined], false])
  client.socket.close()
})

test('a socket follows 50 campaigns and no more, and of a refused subscription nothing stays', async () => {
  const [{ id: known }, { id: other }] = [await create(), await create()]
  const client = await openSocket(server.url)
  const many = Array.from({ length: 51 }, (_, at) => ({ id: `cmp_${String(at).padStart(20, '0')}` }))
  expect(codeOf(await client.ask({ type: 'subscribe', campaigns: many }))).toBe('invalid_input')
  await client.ask({ type: 'subscribe', campaigns: [{ id: known }] })
  const others = many.slice(0, 49)
  expect(codeOf(await client.ask({ type: 'subscribe', campaigns: [{ id: other }, ...others] }))).toBe('invalid_input')
  expect(codeOf(await client.ask({ type: 'subscribe', campaigns: [{ id: other }, { id: nobody }] }))).toBe('not_found')
  expect(await client.ask({ type: 'unsubscribe', campaigns: [nobody] })).toMatchObject({
    result: { campaigns: [known] },
  })
  expect(ofCampaign(client.heard, other)).toEqual([])
  client.socket.close()
})

test('a message over 64 KB closes its socket, and no other', async () => {
  const [loud, quiet] = [await openSocket(server.url), await openSocket(server.url)]
  loud.say('x'.repeat(65 * 1024))
  expect((await loud.closed).code).toBe(1009)
  expect(codeOf(await quiet.ask({ type: 'say', text: 'x'.repeat(60 * 1024) }))).toBe('invalid_input')
  quiet.socket.close()
})

const handshake = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
}
const path = '/api/v1/ws'

test('who would be refused as a request is refused before the upgrade', async () => {
  const strangers = [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { host: 'evil.example' },
    { 'sec-fetch-site': 'cross-site' },
  ]
  for (const headers of strangers) {
    const response = await rawRequest(server.url, { path, headers: { ...handshake, ...headers } })
    expect([headers, response.status]).toEqual([headers, 403])
    expect(response.headers['content-type']).toBe('application/problem+json')
    expect(JSON.parse(response.body)).toMatchObject({ status: 403, code: 'forbidden' })
  }
  const own = await openSocket(server.url, { headers: { origin: server.url, 'sec-fetch-site': 'same-origin' } })
  expect(codeOf(await own.ask({}))).toBe('invalid_input')
  own.socket.close()
})

test('who asks for something else than a socket is told so, as everywhere', async () => {
  const { host } = new URL(server.url)
  const ask = (over: object, method = 'GET', where = path) =>
    rawRequest(server.url, { method, path: where, headers: { host, ...over } })
  const noKey = await ask({ ...handshake, 'sec-websocket-key': 'no key' })
  expect([noKey.status, JSON.parse(noKey.body)]).toMatchObject([400, { code: 'bad_request' }])
  const plain = await ask({})
  expect([plain.status, plain.headers.upgrade, JSON.parse(plain.body)]).toMatchObject([
    426,
    'websocket',
    { code: 'upgrade_required' },
  ])
  expect((await ask(handshake, 'POST')).status).toBe(405)
  expect((await ask(handshake, 'GET', '/api/v1/nowhere')).status).toBe(404)
  expect((await ask({ connection: 'Upgrade', upgrade: 'h2c' }, 'GET', '/api/v1/campaigns')).status).toBe(200)
})

test('a client that hangs up in the middle of the handshake harms nobody', async () => {
  const { hostname, port, host } = new URL(server.url)
  const cut = net.connect(Number(port), hostname)
  const fields = Object.entries({ host, ...handshake }).map(([name, value]) => `${name}: ${value}\r\n`)
  cut.write(`GET ${path} HTTP/1.1\r\n${fields.join('')}\r\n`)
  cut.resetAndDestroy()
  const broken = net.connect(Number(port), hostname)
  broken.write(`GET ${path} HTTP/1.1\r\n${fields.join('')}\r\n${'\xff'.repeat(500)}`)
  await text(broken)
  const client = await openSocket(server.url)
  expect(codeOf(await client.ask({}))).toBe('invalid_input')
  client.socket.close()
})

test('a reader that pauses while its campaign is made has all of it when it returns', async () => {
  const { id } = await create()
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id }] })
  client.socket.pause()
  const other = await openSocket(server.url)
  await other.ask({ type: 'subscribe', campaigns: [{ id }] })
  await other.until(says(id, 'settled'))
  expect(client.heard.some(says(id, 'settled'))).toBe(false)
  client.socket.resume()
  await client.until(says(id, 'settled'))
  expect(foldOf(client.heard, id)).toEqual(await viewOf(id))
  for (const one of [client, other]) one.socket.close()
})

test('a server that goes down tells every socket to come back, and ends at once', async () => {
  const other = await startServer()
  const response = await fetch(`${other.url}/api/v1/campaigns`, {
    method: 'POST',
    body: JSON.stringify(brief),
    headers: { 'content-type': 'application/json' },
  })
  const { id } = CampaignViewSchema.parse(await response.json())
  const [idle, reader, asleep] = [await openSocket(other.url), await openSocket(other.url), await openSocket(other.url)]
  await reader.ask({ type: 'subscribe', campaigns: [{ id }] })
  await reader.until(says(id, 'settled'))
  asleep.socket.pause()
  const asked = performance.now()
  expect(await other.stop()).toBe(0)
  // Who waits for the readers ends after the ten seconds of DRAIN_S or never; a busy machine needs a second.
  expect(performance.now() - asked).toBeLessThan(6_000)
  expect([await idle.closed, await reader.closed]).toMatchObject([{ code: 1001 }, { code: 1001 }])
  expect(idle.heard.at(-1)).toEqual({ type: 'control', campaignId: null, state: 'reconnect' })
  expect(reader.heard.at(-1)).toEqual({ type: 'control', campaignId: id, state: 'reconnect' })
  asleep.socket.terminate()
})
