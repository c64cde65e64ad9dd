import { STATUS_CODES, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError, type ErrorCode } from '../domain/errors.ts'
import { problemOf } from './problem.ts'

/** How long a client may take to read a refusal before its connection is closed for it, ms. */
const usualLingerMs = 300

const notHttp = { detail: 'This is not a request that can be answered. Nothing was done.' }
const brokenBy: ReadonlyMap<string, ErrorCode> = new Map([
  ['ERR_HTTP_REQUEST_TIMEOUT', 'request_timeout'],
  ['HPE_HEADER_OVERFLOW', 'headers_too_large'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 'too_large'],
])

/**
 * What is no request: no HTTP, too slow, or with too long a head. Nobody can be asked who it is, so it is told as problem+json on the bare
 * connection, which ends. An answer that is under way is cut off, and one to a whole request before it goes out as the last: neither is to be
 * mistaken for the refusal. `isAnswering` says of a connection whether an answer on it is still to end: another protocol may not begin there.
 */
export function refuseBroken(
  server: Server,
  { lingerMs = usualLingerMs } = {},
): { isAnswering(wire: Duplex): boolean } {
  const answering = new WeakMap<Duplex, Set<ServerResponse>>()
  server.prependListener('request', ({ socket: wire }, response) => {
    const open = answering.get(wire) ?? new Set()
    answering.set(wire, open.add(response))
    response.once('close', () => open.delete(response))
  })
  server.on('clientError', (error: NodeJS.ErrnoException, wire) => {
    const open = [...(answering.get(wire) ?? [])]
    const last = open.at(-1)
    if (!wire.writable || open.some(({ headersSent }) => headersSent)) wire.destroy()
    else if (last?.req.complete) last.setHeader('connection', 'close')
    else if (open.length > 1) wire.destroy()
    else endWith(wire, new AppError(brokenBy.get(error.code ?? '') ?? 'bad_request', notHttp), lingerMs)
  })
  return { isAnswering: (wire) => (answering.get(wire)?.size ?? 0) > 0 }
}

/** Answers in HTTP on a bare connection, as its last. Nothing more is read of it, and it is closed in a moment, whether or not the other side closes. */
export function endWith(wire: Duplex, error: unknown, lingerMs = usualLingerMs): void {
  const { status, headers, body } = problemOf(error)
  const fields = { ...headers, 'content-length': String(Buffer.byteLength(body)), connection: 'close' }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  // What still comes is not to be taken for a request.
  wire.pause()
  wire.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`)
  const closing = setTimeout(() => wire.destroy(), lingerMs)
  wire.once('close', () => clearTimeout(closing))
}
