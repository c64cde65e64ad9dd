import type { ServerResponse } from 'node:http'

/** Where a route handler writes the length of its body: Next drops Content-Length from what handlers answer. */
export const lengthHeader = 'x-body-length'

/** Puts that length where HTTP wants it, just before the head is written. Called by the server entry on each response before Next sees it. */
export function carryLength(response: ServerResponse): void {
  const writeHead = response.writeHead
  response.writeHead = (...head: never[]) => {
    const length = response.getHeader(lengthHeader)
    if (length !== undefined) {
      response.removeHeader(lengthHeader)
      response.setHeader('content-length', length)
    }
    return Reflect.apply(writeHead, response, head)
  }
}
