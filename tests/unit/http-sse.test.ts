import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { AppError } from '../../lib/domain/errors.ts'
import type { BoardMessage, LiveMessage } from '../../lib/domain/room.ts'
import { boardCursorsOf, cursorOf, unknownCursor } from '../../lib/http/cursor.ts'
import { campaignFrame, campaignFrames, createBoardFrame } from '../../lib/http/frames.ts'
import { createHeartbeat } from '../../lib/http/heartbeat.ts'
import { call, route } from '../../lib/http/route.ts'
import { bytesOf, eventStream, inOneGo } from '../../lib/http/sse.ts'
import { fakeRoom } from '../support/fake-room.ts'
import { createFakeViewer } from '../support/fake-viewer.ts'
import { sampleIds, sampleView } from '../support/sample.ts'

const fact = (seq: number): LiveMessage => ({
  type: 'fact',
  row: { seq, type: 'job.progress', json: `{"seq":${seq}}` },
})
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)

function open(over: { heartbeat?: ReturnType<typeof createHeartbeat> } = {}) {
  const viewer = createFakeViewer<LiveMessage>()
  const connection = new AbortController()
  const response = eventStream(viewer, campaignFrames, { signal: connection.signal, ...over })
  const reader = response.body?.getReader()
  if (!reader) throw new Error('The stream has no body.')
  const read = async (): Promise<string | null> => {
    const { done, value } = await reader.read()
    return done ? null : text(value)
  }
  return { viewer, connection, response, reader, read }
}

test('a stream opens with 2 KB of comment and the first wait, and is neither kept nor packed', async () => {
  const { response, read } = open()
  expect(Object.fromEntries(response.headers)).toEqual({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  })
  const opening = await read()
  expect(opening).toMatch(/^: {2048}\n\nretry: 1000\n\n$/)
})

test('snapshot, facts and controls have the shape of the contract, a batch in one write', async () => {
  const { viewer, read } = open()
  await read()
  const view = sampleView(undefined, { seq: 41 })
  viewer.push({ type: 'snapshot', view }, fact(42), fact(43), { type: 'control', state: 'live' })
  expect(await read()).toBe(
    `event: snapshot\nid: 41\ndata: ${JSON.stringify(view)}\n\n` +
      'id: 42\ndata: {"seq":42}\n\nid: 43\ndata: {"seq":43}\n\n' +
      'event: control\ndata: {"state":"live"}\n\n',
  )
})

test('a row that many viewers read is encoded once', () => {
  const message = fact(7)
  expect(campaignFrame(message)).toBe(campaignFrame(message))
})

test('the source is asked only as fast as the reader takes', async () => {
  const { viewer, read } = open()
  viewer.push(fact(1))
  viewer.push(fact(2))
  expect(viewer.asked()).toBe(0)
  await read()
  expect(viewer.asked()).toBe(0)
  await read()
  expect(viewer.asked()).toBe(1)
})

test('news go to the reader that waits for them, and wait for the one that does not', async () => {
  const { viewer, read } = open()
  await read()
  const waiting = read()
  viewer.push(fact(1))
  viewer.push(fact(2))
  expect(await waiting).toContain('id: 1')
  const asked = viewer.asked()
  await new Promise((resolve) => setImmediate(resolve))
  expect(viewer.asked()).toBe(asked)
  expect(await read()).toContain('id: 2')
})

test('a batch that many viewers are given is put together once', () => {
  const batch = [fact(7), fact(8)]
  expect(campaignFrames(batch)).toBe(campaignFrames(batch))
  expect(text(campaignFrames(batch))).toBe(batch.map((message) => text(campaignFrame(message))).join(''))
})

test('the stream ends when the source ends, and closes it once', async () => {
  const { viewer, read } = open()
  viewer.push({ type: 'control', state: 'closed' })
  viewer.end()
  await read()
  expect(await read()).toBe('event: control\ndata: {"state":"closed"}\n\n')
  expect(await read()).toBeNull()
  expect(viewer.closed()).toBe(1)
})

test('a lost connection closes the source, while it waits too', async () => {
  const { viewer, connection, read } = open()
  await read()
  const waiting = read()
  connection.abort()
  expect(await waiting).toBeNull()
  expect(viewer.closed()).toBe(1)
})

test('a reader that turns away closes the source', async () => {
  const { viewer, reader, connection } = open()
  await reader.cancel()
  connection.abort()
  expect(viewer.closed()).toBe(1)
})

test('a connection lost before the stream began closes the source', async () => {
  const viewer = createFakeViewer<LiveMessage>()
  const response = eventStream(viewer, campaignFrames, { signal: AbortSignal.abort() })
  expect(text(await response.bytes())).toMatch(/^:/)
  expect(viewer.closed()).toBe(1)
})

test('a connection that is lost and then turned away from closes the source once', async () => {
  const { viewer, reader, connection } = open()
  connection.abort()
  await reader.cancel()
  expect(viewer.closed()).toBe(1)
})

test('HEAD of a stream closes its source', async () => {
  const viewer = createFakeViewer<LiveMessage>()
  const streams = route(fakeRoom(), {
    GET: call({ run: ({ request }) => eventStream(viewer, campaignFrames, request) }),
  })
  const request = new Request('http://127.0.0.1/', { method: 'HEAD' })
  request.headers.set('host', '127.0.0.1')
  const response = await streams.HEAD(request, { params: Promise.resolve({}) })
  expect([response.status, response.body, viewer.closed()]).toEqual([200, null, 1])
})

test('a source that breaks asks the reader to come back', async () => {
  const { viewer, read } = open()
  await read()
  viewer.fail(new AppError('store_unavailable'))
  expect(await read()).toBe('event: control\ndata: {"state":"reconnect"}\n\n')
  expect(await read()).toBeNull()
  expect(viewer.closed()).toBe(1)
})

test('messages that change nothing for this reader are not written', async () => {
  const viewer = createFakeViewer<number>()
  const frame = (message: number): Uint8Array => bytesOf(message % 2 === 0 ? `data: ${message}\n\n` : '')
  const reader = eventStream(viewer, inOneGo(frame), { signal: new AbortController().signal }).body?.getReader()
  await reader?.read()
  viewer.push(1)
  viewer.push(3, 4)
  expect(text((await reader?.read())?.value)).toBe('data: 4\n\n')
})

test('the board says with every fact where all its campaigns stand', () => {
  const [a, b] = [sampleIds.campaign(), sampleIds.campaign()]
  const frame = createBoardFrame(
    new Map([
      [a, 12],
      [b, unknownCursor],
    ]),
  )
  const say = (message: BoardMessage): string => text(frame(message))
  const row = { seq: 13, type: 'job.queued', json: '{"seq":13}' }
  expect(say({ type: 'fact', campaignId: a, row })).toBe(`id: ${a}:13\ndata: {"seq":13}\n\n`)
  const view = sampleView(b, { seq: 7 })
  expect(say({ type: 'snapshot', campaignId: b, view })).toBe(
    `event: snapshot\nid: ${a}:13,${b}:7\ndata: ${JSON.stringify(view)}\n\n`,
  )
  expect(say({ type: 'control', campaignId: b, state: 'live' })).toBe(
    `event: control\ndata: {"campaignId":"${b}","state":"live"}\n\n`,
  )
  expect(say({ type: 'control', campaignId: null, state: 'reconnect' })).toBe(
    'event: control\ndata: {"state":"reconnect"}\n\n',
  )
})

test('Last-Event-ID wins over ?after=, and what cannot be read counts as no cursor', () => {
  const ask = (query: string, headers: Record<string, string> = {}) =>
    cursorOf(new Request(`http://x/${query}`, { headers }))
  expect(ask('')).toBeNull()
  expect(ask('?after=0')).toBe(0)
  expect(ask('?after=5', { 'last-event-id': '9' })).toBe(9)
  expect(ask('?after=5', { 'last-event-id': 'what' })).toBeNull()
  expect(ask('?after=-1')).toBeNull()
  expect(ask('?after=1e3')).toBeNull()
})

test('the board reads its cursors from the query and from what was last seen', () => {
  const ids = Array.from({ length: 51 }, () => sampleIds.campaign())
  const [a, b] = ids
  const ask = (campaigns: string, seen?: string) =>
    boardCursorsOf(new Request(`http://x/?campaigns=${campaigns}`, { headers: seen ? { 'last-event-id': seen } : {} }))
  expect([...ask(`${a}:12,${b}`)]).toEqual([
    [a, 12],
    [b, unknownCursor],
  ])
  expect([...ask(`${a}:12,${b}:1`, `${a}:20,rubbish,${b}:x`)]).toEqual([
    [a, 20],
    [b, 1],
  ])
  expect(ask('').size).toBe(0)
  expect(() => ask('cmp_../../etc:1')).toThrow(expect.objectContaining({ code: 'invalid_input' }))
  expect(() => ask(ids.map((id) => `${id}:1`).join(','))).toThrow(/50/)
})

describe('after a silence', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('of 15 s a comment is written, but not while facts flow', async () => {
    const { viewer, read } = open({ heartbeat: createHeartbeat() })
    await read()
    const quiet = read()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await quiet).toBe(':\n\n')
    const busy = read()
    await vi.advanceTimersByTimeAsync(10_000)
    viewer.push(fact(1))
    expect(await busy).toContain('id: 1')
    const next = read()
    await vi.advanceTimersByTimeAsync(10_000)
    viewer.push(fact(2))
    expect(await next).toContain('id: 2')
  })

  test('a comment is all that the reader gets who asked once', async () => {
    const { viewer, read } = open({ heartbeat: createHeartbeat() })
    await read()
    const quiet = read()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await quiet).toBe(':\n\n')
    const asked = viewer.asked()
    viewer.push(fact(1))
    await vi.advanceTimersByTimeAsync(10)
    expect(viewer.asked()).toBe(asked)
    expect(await read()).toContain('id: 1')
  })

  test('a reader that does not read collects one comment and no more', async () => {
    const { read, viewer } = open({ heartbeat: createHeartbeat() })
    await vi.advanceTimersByTimeAsync(120_000)
    expect(await read()).toMatch(/^: {2048}/)
    viewer.push(fact(1))
    expect(await read()).toContain('id: 1')
  })

  test('a thousand streams share one timer, and none is left behind', async () => {
    const heartbeat = createHeartbeat()
    const streams = Array.from({ length: 1_000 }, () => open({ heartbeat }))
    expect(vi.getTimerCount()).toBe(1)
    for (const { connection } of streams) connection.abort()
    expect(vi.getTimerCount()).toBe(0)
  })
})
