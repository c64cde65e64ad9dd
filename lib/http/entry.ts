import { STATUS_CODES, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError, type ErrorCode } from '../domain/errors.ts'
import type { Unfold } from '../domain/room.ts'
import { admit, type Arrival } from './auth.ts'
import { carryLength } from './length.ts'
import { problemOf } from './problem.ts'

/**
 * The first thing that meets a request, pages included: refuses as problem+json what `admit` does not let in (foreign addresses, paths that
 * cannot be decoded, methods that nothing takes) and hands on the rest.
 */
export function guarded(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  hosts: Unfold['hosts'],
): RequestListener {
  return (request, response) => {
    try {
      admit(arrivalOf(request), hosts)
    } catch (error) {
      const problem = problemOf(error)
      response.writeHead(problem.status, problem.headers).end(request.method === 'HEAD' ? undefined : problem.body)
      return
    }
    carryLength(response)
    // Next would say no-store, and a page that may not be stored is not kept for going back: what was read and where comes back as it was.
    if (request.headers['sec-fetch-dest'] === 'document') response.setHeader('cache-control', 'private, no-cache')
    void handle(request, response)
  }
}

/**
 * What is no request (for 'clientError'): no HTTP, too slow, or with too long a head. Nobody can be asked who it is, so it is told as problem+json
 * on the bare connection, which ends.
 */
export function refuseBroken(error: NodeJS.ErrnoException, wire: Duplex): void {
  if (!wire.writable) {
    wire.destroy()
    return
  }
  const { status, headers, body } = problemOf(new AppError(brokenBy.get(error.code ?? '') ?? 'bad_request', notHttp))
  const head = Object.entries({ ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' })
  const lines = head.map(([name, value]) => `${name}: ${value}`)
  wire.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

const notHttp = { detail: 'This is not a request that can be answered. Nothing was done.' }
const brokenBy: ReadonlyMap<string, ErrorCode> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 'request_timeout'],
  ['HPE_HEADER_OVERFLOW', 'headers_too_large'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 'too_large'],
])

/** A request of node:http as the rules of the address see it. */
export function arrivalOf({ method = '', url = '', headers }: IncomingMessage): Arrival {
  return { method, url, headers: { get: (name) => headers[name]?.toString() ?? null } }
}
