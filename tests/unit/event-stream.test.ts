import { describe, expect, it } from 'vitest'
import { createEventStream, type StreamMessage, type StreamStatus } from '../../hooks/event-stream.ts'
import { createScriptedFetch, settled } from '../support/scripted-fetch.ts'

function begin(random = 0) {
  const network = createScriptedFetch(random)
  const heard: StreamMessage[] = []
  const states: StreamStatus[] = []
  const stream = createEventStream(network.deps, {
    url: '/events?after=3',
    hear: (message) => heard.push(message),
    changed: (status) => states.push(status),
  })
  stream.start()
  const status = (): StreamStatus => {
    const now = states.at(-1)
    if (!now) throw new Error('The stream said nothing of itself.')
    return now
  }
  return { ...network, heard, status, stream }
}

describe('the event stream', () => {
  it('hears messages with their event, id and data, whatever the chunks', async () => {
    const { open, heard, status } = begin()
    const server = await open()
    expect(server.headers['last-event-id']).toBeUndefined()
    await server.send(': hello\n\nid: 4\ndata: {"seq":4}\n\nevent: control\ndata: {"state":"live"}\n\n', 17)
    expect(heard).toEqual([
      { event: null, id: '4', data: '{"seq":4}' },
      { event: 'control', id: null, data: '{"state":"live"}' },
    ])
    expect(status().phase).toBe('open')
  })

  it('hears letters whose bytes came in two chunks', async () => {
    const { open, heard } = begin()
    const server = await open()
    await server.send('data: Zażółć\n\n', 9)
    expect(heard[0]?.data).toBe('Zażółć')
  })

  it('comes back after a cut and names the last id it heard', async () => {
    const { open, clock, tries, status } = begin()
    const server = await open()
    await server.send('id: 7\ndata: {}\n\n')
    await server.break()
    expect(status()).toMatchObject({ phase: 'connecting', nextTryAt: clock.now() + 250 })
    clock.advance(249)
    expect(tries()).toBe(1)
    clock.advance(1)
    expect(tries()).toBe(2)
    const again = await open()
    expect(again.headers['last-event-id']).toBe('7')
  })

  it('is offline only when a try failed, and remembers since when', async () => {
    const { open, refuse, clock, status } = begin()
    const server = await open()
    await server.send('id: 7\ndata: {}\n\n')
    const heardAt = clock.now()
    clock.advance(3_000)
    await server.end()
    expect(status().phase).toBe('connecting')
    clock.advance(250)
    await refuse()
    expect(status()).toMatchObject({ phase: 'offline', since: heardAt })
  })

  it('waits longer from try to try, from 0.25 to at most 8 s', async () => {
    const waits: number[] = []
    const { refuse, clock, status } = begin(1)
    for (let attempt = 0; attempt < 8; attempt++) {
      await refuse()
      const wait = (status().nextTryAt ?? 0) - clock.now()
      waits.push(wait)
      clock.advance(wait)
      await settled()
    }
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000])
  })

  it('spreads its tries over the whole wait', async () => {
    const { refuse, clock, status } = begin(0)
    await refuse()
    expect((status().nextTryAt ?? 0) - clock.now()).toBe(250)
  })

  it('keeps to Retry-After in seconds and as a date', async () => {
    const { answer, clock, status } = begin()
    await answer(503, { 'retry-after': '7' })
    expect(status()).toMatchObject({ phase: 'offline', nextTryAt: clock.now() + 7_000 })
    clock.advance(7_000)
    await settled()
    await answer(429, { 'retry-after': new Date(clock.now() + 60_000).toUTCString() })
    expect((status().nextTryAt ?? 0) - clock.now()).toBeGreaterThan(58_000)
  })

  it('ends at 204, 404 and 401 and does not come back', async () => {
    for (const [code, end] of [
      [204, 'nothing-left'],
      [404, 'gone'],
      [401, 'unauthorized'],
    ] as const) {
      const { answer, clock, status, tries, stream } = begin()
      await answer(code)
      expect(status()).toMatchObject({ phase: 'ended', end })
      stream.retryNow()
      clock.advance(600_000)
      expect(tries()).toBe(1)
    }
  })

  it('gives a connection up that was silent for 40 s, comments included', async () => {
    const { open, clock, status, tries } = begin()
    const server = await open()
    await server.send(': hello\n\n')
    clock.advance(39_000)
    await server.send(': still here\n\n')
    clock.advance(39_999)
    expect(status().phase).toBe('open')
    clock.advance(1)
    expect(server.aborted()).toBe(true)
    expect(status().phase).toBe('offline')
    clock.advance(250)
    expect(tries()).toBe(2)
  })

  it('gives up a server that takes the request and never answers', async () => {
    const { clock, status } = begin()
    clock.advance(40_000)
    await settled()
    expect(status().phase).toBe('offline')
  })

  it('tries at once when told so, and never keeps two connections', async () => {
    const { open, stream, tries, heard, status } = begin()
    const first = await open()
    stream.retryNow()
    await settled()
    expect(first.aborted()).toBe(true)
    expect(tries()).toBe(2)
    await first.send('id: 9\ndata: late\n\n')
    expect(status().phase).toBe('connecting')
    const second = await open()
    await second.send('id: 9\ndata: once\n\n')
    expect(heard.map((message) => message.data)).toEqual(['once'])
  })

  it('says nothing more after it was stopped', async () => {
    const { open, stream, clock, tries, heard } = begin()
    const server = await open()
    stream.stop()
    await server.send('id: 9\ndata: late\n\n')
    clock.advance(600_000)
    expect(tries()).toBe(1)
    expect(heard).toEqual([])
  })
})
