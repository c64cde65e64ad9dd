import { lookup } from 'node:dns/promises'
import { Unread } from './unread.ts'

/**
 * The system's resolver, the hosts file included. Names that RFC 6761 sets apart are not asked for: .localhost is this machine, .example and .invalid
 * are nowhere. Throws Unread.
 */
export async function resolveHost(host: string): Promise<string[]> {
  if (host === 'localhost' || host.endsWith('.localhost')) return ['127.0.0.1']
  if (/\.(?:example|invalid)$/.test(host)) throw new Unread('unknown_host')
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch (error) {
    throw new Unread('unknown_host', error)
  }
}
