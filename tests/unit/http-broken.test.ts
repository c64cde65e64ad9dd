import { once } from 'node:events'
import http from 'node:http'
import net from 'node:net'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { refuseBroken } from '../../lib/http/broken.ts'

let server: http.Server
let asked: http.ServerResponse[]
let isAnswering: (wire: Duplex) => boolean
beforeEach(async () => {
  asked = []
  server = http.createServer(
    { connectionsCheckingInterval: 20, shouldUpgradeCallback: ({ socket }) => !isAnswering(socket) },
    (request, response) => {
      asked.push(response)
      if (request.url === '/now') response.end('good')
      if (request.url === '/stream') response.write('one ')
    },
  )
  ;({ isAnswering } = refuseBroken(server, { lingerMs: 60 }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const dial = (options: { allowHalfOpen?: boolean } = {}): net.Socket => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  const wire = net.connect({ port: address.port, host: '127.0.0.1', ...options })
  wire.on('error', () => undefined)
  return wire
}
const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nhost: a\r\n${more}\r\n`
const heads = (said: string): string[] => said.match(/HTTP\/1\.1 \d+/g) ?? []
/** Everything that a connection says until it ends, however it ends. */
const allOf = (wire: net.Socket): Promise<string> => {
  let said = ''
  wire.on('data', (bytes: Buffer) => void (said += bytes.toString()))
  return once(wire, 'close').then(() => said)
}
const seen = (wire: net.Socket, part: string): Promise<unknown> => {
  let said = ''
  const found = Promise.withResolvers<void>()
  wire.on('data', (bytes: Buffer) => {
    said += bytes.toString()
    if (said.includes(part)) found.resolve()
  })
  return found.promise
}

describe('what is no request', () => {
  test('is told so, and its connection is closed though the other side keeps its own end open', async () => {
    const closed = once(server, 'connection').then(([wire]) => once(wire, 'close'))
    const wire = dial({ allowHalfOpen: true })
    wire.write('hello there\r\n\r\n')
    expect(heads(await text(wire))).toEqual(['HTTP/1.1 400'])
    await closed
    wire.destroy()
  })

  test('is no upgrade either while an answer is under way: that comes in its turn, as if nobody had asked for one', async () => {
    let upgrades = 0
    server.on('upgrade', (_, wire: net.Socket) => {
      upgrades += 1
      wire.end('HTTP/1.1 101 Switching Protocols\r\n\r\n')
    })
    const wire = dial()
    const all = allOf(wire)
    const upgrade = 'connection: upgrade, close\r\nupgrade: websocket\r\n'
    wire.write(get('/stream'))
    await seen(wire, 'one ')
    wire.write(get('/now', upgrade))
    await expect.poll(() => asked.length).toBe(2)
    asked[0]?.end('two')
    expect(heads(await all)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200'])
    expect(upgrades).toBe(0)
    const other = dial()
    other.write(get('/now', upgrade))
    expect(heads(await allOf(other))).toEqual(['HTTP/1.1 101'])
  })

  test('is told so once, in however many pieces it comes', async () => {
    const wire = dial()
    const all = allOf(wire)
    for (let piece = 0; piece < 5; piece++) wire.write('hello there\r\n\r\n')
    await seen(wire, '"bad_request"}')
    wire.write('hello again\r\n\r\n')
    expect(heads(await all)).toEqual(['HTTP/1.1 400'])
  })

  test('is told so after a good request, whose answer comes first', async () => {
    const wire = dial()
    const all = allOf(wire)
    wire.write(get('/now'))
    await seen(wire, 'good')
    wire.write('hello there\r\n\r\n')
    expect(heads(await all)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400'])
  })

  test('gets no head into an answer that is under way: that one is cut off', async () => {
    const wire = dial()
    const all = allOf(wire)
    wire.write(get('/stream'))
    await seen(wire, 'one ')
    wire.write('hello there\r\n\r\n')
    const said = await all
    expect(heads(said)).toEqual(['HTTP/1.1 200'])
    expect(said.endsWith('4\r\none \r\n')).toBe(true)
  })

  test('gets no head into a stream when the body that goes with it does not come in time', async () => {
    // Node takes the longer of the two for a whole request.
    server.headersTimeout = server.requestTimeout = 50
    const wire = dial()
    wire.write(get('/stream', 'content-length: 5\r\n'))
    expect(heads(await allOf(wire))).toEqual(['HTTP/1.1 200'])
  })

  test('does not answer for the good request before it, of which something may have been done', async () => {
    const wire = dial()
    const all = allOf(wire)
    wire.write(`POST /later HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}hello there\r\n\r\n`)
    await expect.poll(() => asked.length).toBe(1)
    asked[0]?.writeHead(202).end('done')
    const said = await all
    expect(heads(said)).toEqual(['HTTP/1.1 202'])
    expect(said).toContain('done')
  })

  test.each([
    ['too slow', 'content-length: 5\r\n\r\n{', 'request_timeout'],
    ['in bad pieces', 'transfer-encoding: chunked\r\n\r\nnot a length\r\n', 'bad_request'],
  ])('is told so in place of an answer when its body is %s', async (_, rest, code) => {
    server.headersTimeout = server.requestTimeout = 50
    const wire = dial()
    wire.write(`POST /later HTTP/1.1\r\nhost: a\r\n${rest}`)
    const said = await allOf(wire)
    expect(heads(said)).toHaveLength(1)
    expect(said).toContain(`"code":"${code}"`)
  })

  test('is not taken after all when the rest of it comes once it was given up', async () => {
    server.headersTimeout = 50
    const wire = dial()
    const all = allOf(wire)
    wire.write('POST /now HTTP/1.1\r\nhost: a\r\n')
    await seen(wire, '"request_timeout"}')
    wire.write('content-length: 0\r\n\r\n')
    expect(heads(await all)).toEqual(['HTTP/1.1 408'])
    expect(asked.length).toBe(0)
  })
})
