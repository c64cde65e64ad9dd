import { local, type Caller } from '../domain/caller.ts'
import { AppError } from '../domain/errors.ts'
import type { Unfold } from '../domain/room.ts'

type Headers = { get(name: string): string | null }

/** What is known of a request before anybody acts on it. `url` may be absolute or a path. */
export type Arrival = { method: string; url: string; headers: Headers }

const methods = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * Who asks. Local mode has one person and no sign-in, so the address is the lock: the Host must be loopback (else a name that was re-bound to
 * this machine could read along) and a browser must come from our own pages. Throws `forbidden`.
 */
export function callerOf(arrival: Arrival, hosts: Unfold['hosts']): Caller {
  if (hosts.loopbackOnly) {
    const host = hostOf(arrival.headers.get('host'))
    if (host === null || !isLoopback(host)) {
      throw new AppError('forbidden', {
        detail: 'This server answers on loopback addresses only: use http://127.0.0.1.',
      })
    }
  }
  refuseStrangers(arrival)
  return local
}

/**
 * The first look at any request, pages included, for the server entry: throws `bad_request` for what is no path (of this server) or cannot be decoded,
 * `method_not_allowed` for methods that nothing here takes, `forbidden` as `callerOf`.
 */
export function admit(arrival: Arrival, hosts: Unfold['hosts']): void {
  if (!arrival.url.startsWith('/'))
    throw new AppError('bad_request', { detail: 'Ask for a path of this server, e.g. /api/v1.' })
  try {
    if (decodeURIComponent(arrival.url.split('?', 1)[0] ?? '').includes('\0')) throw new URIError('NUL')
  } catch {
    throw new AppError('bad_request', { detail: 'The path cannot be decoded: check the % signs in it.' })
  }
  if (!methods.has(arrival.method)) {
    const headers = { allow: [...methods].join(', ') }
    throw new AppError('method_not_allowed', { detail: `Nothing here takes ${arrival.method}.`, headers })
  }
  callerOf(arrival, hosts)
}

function refuseStrangers({ method, headers }: Arrival): void {
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  if (origin !== null && !isOwn(origin, headers.get('host'))) {
    throw new AppError('forbidden', { detail: 'Pages of another origin may not call this server.' })
  }
  if (site === 'cross-site' || site === 'same-site') {
    // A link that a person follows changes nothing and its target is not readable by the page it stood on.
    const followed =
      method === 'GET' && headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document'
    if (!followed) throw new AppError('forbidden', { detail: 'Pages of another site may not call this server.' })
  }
}

const parseUrl = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null)

function isOwn(origin: string, host: string | null): boolean {
  const from = parseUrl(origin)
  if (from === null || host === null || !/^https?:$/.test(from.protocol)) return false
  return from.host === parseUrl(`${from.protocol}//${host}`)?.host
}

/** The name in a Host header, null when it is missing or holds more than a name and a port. */
function hostOf(header: string | null): string | null {
  if (header === null || !/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.test(header)) return null
  return parseUrl(`http://${header}`)?.hostname ?? null
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
