import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
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
      const { status, headers, body } = problemOf(error)
      const length = { 'content-length': Buffer.byteLength(body) }
      response.writeHead(status, { ...headers, ...length }).end(request.method === 'HEAD' ? undefined : body)
      return
    }
    carryLength(response)
    // Next would say no-store, and a page that may not be stored is not kept for going back: what was read and where comes back as it was.
    if (request.headers['sec-fetch-dest'] === 'document') response.setHeader('cache-control', 'private, no-cache')
    void handle(request, response)
  }
}

/** A request of node:http as the rules of the address see it. */
export function arrivalOf({ method = '', url = '', headers }: IncomingMessage): Arrival {
  return { method, url, headers: { get: (name) => headers[name]?.toString() ?? null } }
}
