import { once } from 'node:events'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

export const headerOf = (request: IncomingMessage, name: string): string => {
  const value = request.headers[name]
  return typeof value === 'string' ? value : ''
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' })
  response.end(JSON.stringify(body))
}

/** Over a thin line: the answer takes more than a second, and is never silent for long. */
export async function slowly(response: ServerResponse, body: unknown): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' })
  const bytes = Buffer.from(JSON.stringify(body))
  const piece = Math.ceil(bytes.length / 15)
  for (let at = 0; at < bytes.length; at += piece) {
    response.write(bytes.subarray(at, at + piece))
    await wait(100)
  }
  response.end()
}

/** Serves on loopback, on a free port when 0 is given. */
export async function listen(server: Server, port: number): Promise<{ url: string; close(): Promise<void> }> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const taken = server.address()
  if (taken === null || typeof taken === 'string') throw new Error('The server has no address.')
  return {
    url: `http://127.0.0.1:${taken.port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}
