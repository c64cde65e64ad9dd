import { once } from 'node:events'
import http from 'node:http'

export type WireTap = {
  url: string
  /** Streams that are open now, as their addresses, the oldest first. */
  open(): readonly string[]
  /** Streams opened so far. */
  opened(): number
  stop(): Promise<void>
}

/**
 * Stands between a browser and the server, speaks HTTP/1.1 and counts the streams that pass. It knows no other protocol: a WebSocket does not
 * get through.
 */
export async function tapWire(target: string): Promise<WireTap> {
  const { hostname, port } = new URL(target)
  const open = new Set<string>()
  let opened = 0
  const proxy = http.createServer((request, response) => {
    const { method, url = '/', headers } = request
    const onward = http.request({ hostname, port, method, path: url, headers }, (answer) => {
      if (answer.headers['content-type']?.startsWith('text/event-stream')) {
        const name = `${(opened += 1)} ${url}`
        open.add(name)
        response.once('close', () => open.delete(name))
      }
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    response.once('close', () => onward.destroy())
    onward.once('error', () => response.destroy())
    request.pipe(onward)
  })
  proxy.on('upgrade', (_, socket) => socket.destroy())
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('The tap has no port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    open: () => [...open],
    opened: () => opened,
    async stop() {
      const closed = once(proxy, 'close')
      proxy.close()
      proxy.closeAllConnections()
      await closed
    },
  }
}
