import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Unread } from './unread.ts'

/** All addresses of a host, as the system's resolver gives them. */
export type Resolve = (host: string) => Promise<string[]>

/** Where one request may go: the connection is made to these addresses and to no other. */
export type Target = { url: URL; addresses: string[] }

export type Guard = {
  /** Throws Unread. `trusted` says that the way here began at a host that the installation names. */
  check(address: string, trusted: boolean): Promise<Target>
  isNamed(url: URL): boolean
}

const usualPorts: ReadonlySet<string> = new Set(['', '80', '443'])
/** Of an address, characters, as it is sent. */
const longest = 2_048
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an address belongs to a machine on the open internet. Everything else is refused: loopback, private, link-local, shared and reserved
 * networks, multicast, and every IPv6 form that carries an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo).
 */
export function isPublic(address: string): boolean {
  // The library also takes shorter spellings, which a connection would look up as names.
  if (isIP(address) === 0 || !ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed.range() !== 'unicast') return false
  return parsed instanceof ipaddr.IPv6 ? parsed.zoneId === undefined && parsed.match(globalUnicast) : true
}

/** A URL leaves out the usual port of its scheme. */
const portOf = ({ port, protocol }: URL): string => port || (protocol === 'https:' ? '443' : '80')

/** `named` holds the hosts ("host" or "host:port") that may stand on any address, as the environment says. */
export function createGuard(named: readonly string[], resolve: Resolve): Guard {
  const isPortNamed = (url: URL): boolean => named.includes(`${url.hostname}:${portOf(url)}`)
  const isNamed = (url: URL): boolean => named.includes(url.hostname) || isPortNamed(url)
  return {
    isNamed,
    async check(address, trusted) {
      if (!URL.canParse(address)) throw new Unread('unusable_address')
      const url = new URL(address)
      if (url.href.length > longest) throw new Unread('unusable_address')
      if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Unread('unusable_address')
      if (url.username !== '' || url.password !== '') throw new Unread('unusable_address')
      const free = trusted && isNamed(url)
      if (!usualPorts.has(url.port) && !(free && isPortNamed(url))) throw new Unread('unusable_address')
      const host = url.hostname.replace(/^\[|\]$/g, '')
      const addresses = isIP(host) > 0 ? [host] : await resolve(host)
      if (addresses.length === 0) throw new Unread('unknown_host')
      // One bad address is enough: which of them a connection takes is not for the page's owner to choose.
      if (!free && !addresses.every(isPublic)) throw new Unread('private_address')
      return { url, addresses }
    },
  }
}
