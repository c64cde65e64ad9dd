import { once } from 'node:events'
import http from 'node:http'
import type { Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import { AppError } from '../../lib/domain/errors.ts'
import type { Campaigns, Live, LiveMessage, Viewer } from '../../lib/domain/room.ts'
import type { Heartbeat } from '../../lib/http/heartbeat.ts'
import { createSockets } from '../../lib/http/ws.ts'
import { createEngine, settle } from '../support/engine.ts'
import { fakeRoom } from '../support/fake-room.ts'
import { createFakeViewer } from '../support/fake-viewer.ts'
import { sampleIds, sampleView } from '../support/sample.ts'
import { foldOf, ofCampaign, openSocket, says } from '../support/socket-client.ts'

const id = sampleIds.campaign()
const other = sampleIds.campaign()
const kilobytes = 1_024
const large = sampleView(id, { name: 'x'.repeat(64 * kilobytes) })
/** What may wait in our memory for one reader: a full pipe and the batch that filled it. */
const mostWaiting = 256 * kilobytes + 80 * kilobytes
/** More than the system keeps for a connection. */
const endless = 1_000

/** A campaign that always has more to tell, until it is stopped. */
function createFlood() {
  let asked = 0
  let stopped = false
  const take = (): LiveMessage[] | null => {
    if (stopped || asked === endless) return null
    asked += 1
    return [{ type: 'snapshot', view: large }]
  }
  const viewer: Viewer = {
    take,
    next: async () => take(),
    onNews: () => undefined,
    close() {
      stopped = true
    },
  }
  return { viewer, asked: () => asked, stop: viewer.close }
}

let close: () => Promise<void>
afterEach(() => close())

/** Sockets over real connections; hearts beat when the test says so. */
async function serve(live: Partial<Live>, campaigns: Partial<Campaigns> = {}) {
  const beats = new Set<() => void>()
  const heartbeat: Heartbeat = {
    watch(beat) {
      beats.add(beat)
      return { touch: () => undefined, stop: () => beats.delete(beat) }
    },
  }
  const sockets = createSockets({ room: fakeRoom({ live, campaigns })(), heartbeat })
  const server = http.createServer({ shouldUpgradeCallback: sockets.takes })
  const wires: Socket[] = []
  server.on('connection', (wire) => wires.push(wire))
  server.on('upgrade', sockets.upgrade)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  close = async () => {
    const closed = once(server, 'close')
    server.close()
    sockets.close()
    await closed
  }
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('The server has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    watched: () => beats.size,
    beat: (times = 1) => {
      for (let time = 0; time < times; time++) for (const call of beats) call()
    },
    waiting: () => wires.reduce((sum, wire) => sum + wire.writableLength, 0),
  }
}

const following = (viewer: Viewer): Partial<Live> => ({ follow: () => Promise.resolve(viewer) })

/** Waits until a count stands still: nothing more happens by itself. */
async function standstill(count: () => number): Promise<void> {
  let before = -1
  while (before !== count()) {
    before = count()
    await settle(200)
  }
}

test('a reader that stops reading is asked nothing more for, and what waits for it is bounded', async () => {
  const flood = createFlood()
  const server = await serve(following(flood.viewer))
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id }] })
  client.socket.pause()
  await standstill(flood.asked)
  expect(flood.asked()).toBeLessThan(endless)
  expect(server.waiting()).toBeGreaterThan(0)
  expect(server.waiting()).toBeLessThan(mostWaiting)
  const asked = flood.asked()
  client.socket.resume()
  await client.until(() => flood.asked() > asked)
  flood.stop()
  await client.until(() => ofCampaign(client.heard, id).length === flood.asked())
})

test('a reader that was away gets a snapshot of what it missed when it returns, not a queue', async () => {
  const engine = await createEngine({
    text: async (context) => {
      for (const part of ['x.text', 'linkedin.text']) context.say(part, 'A long sentence. '.repeat(100))
      return engine.plain(context)
    },
  })
  const missed = await engine.create({ postCount: 30 })
  const flood = createFlood()
  const server = await serve({
    follow: (caller, one, query) =>
      one === id ? Promise.resolve(flood.viewer) : engine.live.follow(caller, one, query),
  })
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id: missed, after: 0 }] })
  await client.until(says(missed, 'live'))
  await client.ask({ type: 'subscribe', campaigns: [{ id }] })
  client.socket.pause()
  await standstill(flood.asked)
  await engine.hire().runUntilIdle()
  flood.stop()
  client.socket.resume()
  await client.until(says(missed, 'settled'))
  const told = ofCampaign(client.heard, missed)
  const { seq = 0 } = (await engine.reader.view(local, missed)) ?? {}
  expect(told.findLast((one) => one.type === 'snapshot')).toMatchObject({ seq })
  expect(told.filter((one) => one.type === 'fact').length).toBeLessThan(seq / 2)
  expect(foldOf(client.heard, missed)).toEqual(await engine.reader.view(local, missed))
  await close()
  await engine.close()
  close = () => Promise.resolve()
})

test('a client that asks without reading its answers is not listened to', async () => {
  let canceled = 0
  const cancel = (): Promise<typeof large> => {
    canceled += 1
    return Promise.resolve(large)
  }
  const server = await serve({}, { cancel })
  const client = await openSocket(server.url)
  client.socket.pause()
  const blank = ' '.repeat(32 * kilobytes)
  for (let at = 0; at < endless; at++)
    client.say(`${JSON.stringify({ id: at, type: 'command', name: 'cancel', params: { campaignId: id } })}${blank}`)
  await standstill(() => canceled)
  expect(canceled).toBeLessThan(endless)
  // Most of what it says is still with itself, not in our memory.
  expect(client.socket.bufferedAmount).toBeGreaterThan((endless / 2) * blank.length)
  expect(server.waiting()).toBeLessThan(mostWaiting)
  client.socket.resume()
  await client.until((one) => one.type === 'reply' && one.id === endless - 1)
  expect(client.heard.map((one) => one.type === 'reply' && one.id)).toEqual(
    Array.from({ length: endless }, (_, at) => at),
  )
})

test('a client that answers no ping is given up, one that does is kept', async () => {
  const server = await serve({})
  const [dead, alive] = [await openSocket(server.url, { autoPong: false }), await openSocket(server.url)]
  for (let beat = 0; beat < 6; beat++) {
    const pinged = once(alive.socket, 'ping')
    server.beat()
    await pinged
    await settle()
  }
  expect((await dead.closed).code).toBe(1006)
  expect(alive.socket.readyState).toBe(alive.socket.OPEN)
  expect(server.watched()).toBe(1)
})

test('a reader that pauses may be silent for longer, but not for ever', async () => {
  const flood = createFlood()
  const server = await serve(following(flood.viewer))
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id }] })
  client.socket.pause()
  await standstill(flood.asked)
  server.beat(20)
  await standstill(server.watched)
  expect(server.watched()).toBe(1)
  server.beat()
  await standstill(server.watched)
  expect(server.watched()).toBe(0)
  client.socket.terminate()
})

test('a campaign that cannot be read on asks for a new subscription; the socket lives on', async () => {
  const viewer = createFakeViewer<LiveMessage>()
  const server = await serve(following(viewer))
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id }] })
  viewer.fail(new AppError('store_unavailable'))
  await client.until(says(id, 'reconnect'))
  expect(viewer.closed()).toBe(1)
  expect(await client.ask({ type: 'unsubscribe', campaigns: [other] })).toMatchObject({ result: { campaigns: [] } })
})

test('a campaign that ends is not followed any more', async () => {
  const viewer = createFakeViewer<LiveMessage>()
  const server = await serve(following(viewer))
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id }] })
  viewer.push({ type: 'control', state: 'closed' })
  viewer.end()
  await client.until(says(id, 'closed'))
  expect(await client.ask({ type: 'unsubscribe', campaigns: [other] })).toMatchObject({ result: { campaigns: [] } })
})

test('subscribing again begins again, and nothing of the first time is heard', async () => {
  const [first, second] = [createFakeViewer<LiveMessage>(), createFakeViewer<LiveMessage>()]
  const viewers = [first, second]
  const server = await serve({ follow: () => Promise.resolve(viewers.shift() ?? null) })
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id }] })
  await client.ask({ type: 'subscribe', campaigns: [{ id, after: 0 }] })
  expect(first.closed()).toBe(1)
  first.push({ type: 'control', state: 'settled' })
  second.push({ type: 'control', state: 'live' })
  await client.until(says(id, 'live'))
  expect(ofCampaign(client.heard, id)).toHaveLength(1)
})

test('a socket that closes leaves nothing behind', async () => {
  const viewer = createFakeViewer<LiveMessage>()
  const server = await serve(following(viewer))
  const client = await openSocket(server.url)
  await client.ask({ type: 'subscribe', campaigns: [{ id }] })
  expect(server.watched()).toBe(1)
  client.socket.close()
  await client.closed
  await standstill(server.watched)
  expect([server.watched(), viewer.closed()]).toEqual([0, 1])
})
