import { describe, expect, it } from 'vitest'
import { createEventStream, type StreamMessage, type StreamStatus } from '../../hooks/event-stream.ts'
import { createScriptedFetch, settled } from '../support/scripted-fetch.ts'

function begin(random = 0) {
  const network = createScriptedFetch(random)
  const heard: StreamMessage[] = []
  let after = 3
  const states: StreamStatus[] = []
  const stream = createEventStream(network.deps, {
    url: () => `/events?after=${after}`,
    hear: (messages) => heard.push(...messages),
    changed: (status) => states.push(status),
  })
  stream.start()
  const status = (): StreamStatus => {
    const now = states.at(-1)
    if (!now) throw new Error('The stream said nothing of itself.')
    return now
  }
  const moveTo = (seq: number): void => {
    after = seq
  }
  return { ...network, heard, status, stream, states, moveTo }
}

describe('the event stream', () => {
  it('hears messages with their event and data, whatever the chunks', async () => {
    const { open, heard, status } = begin()
    const server = await open()
    expect(server.url).toBe('/events?after=3')
    await server.send(': hello\n\nid: 4\ndata: {"seq":4}\n\nevent: control\ndata: {"state":"live"}\n\n', 17)
    expect(heard).toEqual([
      { event: null, data: '{"seq":4}' },
      { event: 'control', data: '{"state":"live"}' },
    ])
    expect(status().phase).toBe('open')
  })

  it('hears letters whose bytes came in two chunks', async () => {
    const { open, heard } = begin()
    const server = await open()
    await server.send('data: Zażółć\n\n', 9)
    expect(heard[0]?.data).toBe('Zażółć')
  })

  it('comes back after a cut and asks for what comes next', async () => {
    const { open, clock, tries, status, moveTo } = begin()
    const server = await open()
    await server.send('id: 7\ndata: {}\n\n')
    moveTo(7)
    await server.break()
    expect(status()).toMatchObject({ phase: 'connecting', nextTryAt: clock.now() + 250 })
    clock.advance(249)
    expect(tries()).toBe(1)
    clock.advance(1)
    expect(tries()).toBe(2)
    const again = await open()
    expect(again.url).toBe('/events?after=7')
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

  it('notices within 10 s that the machine slept', async () => {
    const { open, clock, status, tries } = begin()
    const server = await open()
    await server.send(': hello\n\n')
    clock.sleep(3_600_000)
    clock.advance(10_000)
    expect(status().phase).toBe('offline')
    clock.advance(250)
    expect(tries()).toBe(2)
  })

  it('asks anew when its address says something else, and counts as open meanwhile', async () => {
    const { open, stream, states, tries, heard, moveTo } = begin()
    const server = await open()
    await server.send('id: 4\ndata: four\n\n')
    moveTo(1)
    stream.askAnew()
    await settled()
    expect(server.aborted()).toBe(true)
    expect(tries()).toBe(2)
    const again = await open()
    expect(again.url).toBe('/events?after=1')
    await again.send('id: 2\ndata: two\n\n')
    expect(heard.map(({ data }) => data)).toEqual(['four', 'two'])
    expect(states.map(({ phase }) => phase)).toEqual(['connecting', 'open', 'open'])
  })

  it('cuts no wait short to ask anew', async () => {
    const { refuse, stream, clock, tries } = begin()
    await refuse()
    stream.askAnew()
    expect(tries()).toBe(1)
    clock.advance(250)
    expect(tries()).toBe(2)
  })

  it('leaves a connection alone that is doubted and was heard not long ago', async () => {
    const { open, stream, clock, tries } = begin()
    const server = await open()
    await server.send(': hello\n\n')
    clock.advance(15_000)
    stream.doubt()
    expect(tries()).toBe(1)
    clock.advance(2_000)
    stream.doubt()
    expect(tries()).toBe(2)
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
