import type { ServerResponse } from 'node:http'

/** Where a route handler writes the length of its body: Next drops Content-Length from what handlers answer. */
export const lengthHeader = 'x-body-length'

/** Sends that length as Content-Length after all. Called by the server entry on each response before Next sees it. */
export function carryLength(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response)
  response.setHeader = (name, value) => setHeader(name.toLowerCase() === lengthHeader ? 'content-length' : name, value)
}
