import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Unfold } from '../domain/room.ts'
import { admit } from './auth.ts'
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
    const { method = '', url = '', headers } = request
    try {
      admit({ method, url, headers: { get: (name) => headers[name]?.toString() ?? null } }, hosts)
    } catch (error) {
      const problem = problemOf(error)
      response.writeHead(problem.status, problem.headers).end(method === 'HEAD' ? undefined : problem.body)
      return
    }
    carryLength(response)
    void handle(request, response)
  }
}
