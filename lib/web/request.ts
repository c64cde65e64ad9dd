import http from 'node:http'
import https from 'node:https'
import { isIPv6, type LookupFunction } from 'node:net'
import type { Readable } from 'node:stream'
import { createBrotliDecompress, createInflate, createUnzip } from 'node:zlib'
import type { Target } from './guard.ts'
import { Unread } from './unread.ts'

export type Answer = { kind: 'body'; bytes: Uint8Array; contentType: string } | { kind: 'redirect'; to: string }

export type Asking = {
  accept: string
  /** Which content types are read; others are not even downloaded. */
  takes(contentType: string): boolean
  /** What is read at most, packed and unpacked; the rest stays where it is. */
  mostBytes: number
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/**
 * One request, to the addresses that were checked and to no other: whatever the name means a moment later, nobody asks. No cookie, no connection that
 * is kept, no proxy. Throws Unread, or the signal's reason.
 */
export async function request({ url, addresses }: Target, asking: Asking, signal: AbortSignal): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>()
  const sent = (url.protocol === 'https:' ? https : http).request(url, {
    agent: false,
    signal,
    lookup: pinnedTo(addresses),
    maxHeaderSize: 16_384,
    headers: {
      accept: asking.accept,
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'Unfold (reads the page that a brief names)',
    },
  })
  sent.on('response', resolve)
  sent.on('error', reject)
  // Nobody asked for another protocol. Without a listener node would close the connection and say nothing.
  sent.on('upgrade', (_, socket) => {
    socket.destroy()
    reject(new Unread('broken'))
  })
  sent.end()
  try {
    const response = await promise
    try {
      return await answerOf(response, asking)
    } finally {
      response.destroy()
    }
  } catch (error) {
    signal.throwIfAborted()
    throw error instanceof Unread ? error : new Unread(reasonOf(error), error)
  } finally {
    sent.destroy()
  }
}

function pinnedTo(addresses: readonly string[]): LookupFunction {
  const list = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (_, options, callback) => {
    const first = list[0]
    if (options.all || first === undefined) callback(null, list)
    else callback(null, first.address, first.family)
  }
}

async function answerOf(response: http.IncomingMessage, { takes, mostBytes }: Asking): Promise<Answer> {
  const { statusCode: status = 0, headers } = response
  if (redirects.has(status) && headers.location !== undefined) return { kind: 'redirect', to: headers.location }
  if (status === 404 || status === 410) throw new Unread('missing')
  if (status === 401 || status === 403 || status === 429 || status === 451) throw new Unread('closed')
  if (status < 200 || status > 299) throw new Unread('broken')
  const contentType = headers['content-type'] ?? ''
  if (!takes(contentType)) throw new Unread('not_a_page')
  const bytes = await beginningOf(unpacked(response, headers['content-encoding']), mostBytes)
  return { kind: 'body', bytes, contentType }
}

function unpacked(response: http.IncomingMessage, encoding = 'identity'): Readable {
  const decoder = decoderOf(encoding.trim().toLowerCase())
  if (decoder === null) return response
  response.on('error', (error) => decoder.destroy(error))
  // A decoder that has been given enough leaves nobody to read the rest.
  decoder.on('close', () => response.destroy())
  return response.pipe(decoder)
}

function decoderOf(encoding: string) {
  switch (encoding) {
    case 'identity':
    case '':
      return null
    case 'gzip':
    case 'x-gzip':
      return createUnzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    default:
      throw new Unread('garbled')
  }
}

/** The first bytes of a body, as many as are taken. Memory stays bounded: what is not read is not unpacked. */
async function beginningOf(body: Readable, mostBytes: number): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) continue
    chunks.push(chunk)
    length += chunk.byteLength
    if (length >= mostBytes) break
  }
  return Buffer.concat(chunks).subarray(0, mostBytes)
}

function reasonOf(error: unknown): 'bad_certificate' | 'garbled' | 'unreachable' {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/CERT|UNABLE_TO_VERIFY/.test(code)) return 'bad_certificate'
  return /^Z_|^ERR_.*BROTLI|^ERR__ERROR|^HPE_/.test(code) ? 'garbled' : 'unreachable'
}
