import { WebsiteFactsSchema, type WebsiteReader, type WebsiteReading } from '../domain/website.ts'
import { decode } from './decode.ts'
import { createGuard, type Guard, type Resolve } from './guard.ts'
import { request, type Asking } from './request.ts'
import { resolveHost } from './resolve.ts'
import { Unread } from './unread.ts'

export type ReaderOptions = {
  /** Hosts ("host" or "host:port") that may stand on any address: the intranet, and tests. */
  named: readonly string[]
  resolve?: Resolve
  /** For the page with all its redirects and style sheets, ms. */
  limitMs?: number
}

const mostRedirects = 5
const mostSheets = 2
const page: Asking = {
  accept: 'text/html,application/xhtml+xml;q=0.9',
  takes: (type) => /^\s*(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i.test(type),
  mostBytes: 1_000_000,
}
const sheet: Asking = {
  accept: 'text/css',
  takes: (type) => /^\s*text\/css\s*(?:;|$)/i.test(type),
  mostBytes: 400_000,
}

/** Reads pages over the network. Every address, the redirects' too, is checked before a connection is made to it, and to nothing else. */
export function createWebsiteReader({ named, resolve = resolveHost, limitMs = 10_000 }: ReaderOptions): WebsiteReader {
  return {
    async read(address, caller) {
      caller.throwIfAborted()
      const late = AbortSignal.timeout(limitMs)
      const signal = AbortSignal.any([caller, late])
      const guard = createGuard(named, (host) => orAborted(resolve(host), signal))
      try {
        return await reading(address, guard, signal)
      } catch (error) {
        caller.throwIfAborted()
        if (error instanceof Unread) return { status: 'unread', url: address, reason: error.reason }
        // Whatever else a page does to its reader, the job goes on.
        return { status: 'unread', url: address, reason: late.aborted ? 'too_slow' : 'garbled' }
      }
    },
  }
}

async function reading(address: string, guard: Guard, signal: AbortSignal): Promise<WebsiteReading> {
  const trusted = URL.canParse(address) && guard.isNamed(new URL(address))
  const { bytes, contentType, url } = await follow(address, page, { guard, signal, trusted })
  // Loaded where there is a page: most installations read few.
  const [{ readPage }, { looksOf }] = await Promise.all([import('./read-page.ts'), import('./looks.ts')])
  const found = readPage(decode(bytes, contentType), url)
  const sheets = found.sheets.slice(0, mostSheets).map(async (one) => {
    const css = await follow(one, sheet, { guard, signal, trusted })
    return decode(css.bytes, css.contentType)
  })
  // A page without its style sheets is a page still.
  const styles = (await Promise.allSettled(sheets)).map((one) => (one.status === 'fulfilled' ? one.value : ''))
  const { colours, fonts } = looksOf({ ...found, css: [...found.css, ...styles].join('\n') })
  const { language, name, description, claims, logo } = found
  if (name === null && description === null && claims.length === 0) throw new Unread('empty')
  const facts = { url: url.href, language, name, description, claims, colours, fonts, logo }
  return { status: 'read', ...WebsiteFactsSchema.parse(facts) }
}

type Way = { guard: Guard; signal: AbortSignal; trusted: boolean }

async function follow(address: string, asking: Asking, { guard, signal, trusted }: Way) {
  let next = address
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const target = await guard.check(next, trusted)
    const answer = await request(target, asking, signal)
    if (answer.kind === 'body') return { ...answer, url: target.url }
    if (!URL.canParse(answer.to, target.url)) throw new Unread('unusable_address')
    next = new URL(answer.to, target.url).href
  }
  throw new Unread('too_many_redirects')
}

/** The resolver cannot be stopped; it is not waited for. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const leave = (): void => reject(signal.reason)
  signal.addEventListener('abort', leave, { once: true })
  try {
    signal.throwIfAborted()
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', leave)
    work.catch(() => {})
  }
}
