import { ProviderError } from '../../domain/errors.ts'
import { googleAddress, type Gemini } from './client.ts'
import { mostFilmBytes } from './film-media.ts'
import { isBadKey } from './failures.ts'
import { readVendorError } from './vendor-error.ts'
import { watchedFetch } from './watched-fetch.ts'

const mostRedirects = 3

/**
 * Fetches what an interaction's `uri` names. The key goes to Google's own address alone, and to no address that is redirected to. The SDK's own
 * download is not used: it writes to a path and ends the process when the connection breaks in the middle.
 */
export async function downloadFilm(
  uri: string,
  { apiKey, baseUrl }: Pick<Gemini, 'apiKey' | 'baseUrl'>,
  signal: AbortSignal,
  heard: () => void,
): Promise<Uint8Array> {
  const watched = watchedFetch(signal, heard, mostFilmBytes)
  let address = addressOf(uri, baseUrl)
  for (let hops = 0; hops <= mostRedirects; hops++) {
    const isOwn = address.origin === new URL(baseUrl).origin
    if (address.protocol !== 'https:' && !isOwn) break
    const response = await watched(address, {
      redirect: 'manual',
      headers: isOwn && apiKey !== null ? { 'x-goog-api-key': apiKey } : {},
    })
    const next = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && next !== null) {
      await response.body?.cancel()
      address = new URL(next, address)
      continue
    }
    if (response.ok) return new Uint8Array(await response.arrayBuffer())
    const said = await response.text()
    // A 403 is said of a file that is no more, of an address that has run out, and of a key that is refused: only the first is the end of the film.
    const isDeleted = response.status === 404 || response.status === 410 || /\baccess the file\b/i.test(said)
    if (isDeleted) {
      throw new ProviderError({
        code: 'refused',
        message: 'The film was made, and Google has already deleted it. Retry makes it, and pays for it, again.',
        charged: true,
        gone: true,
      })
    }
    const refused = Object.assign(new Error(said), { status: response.status })
    // The very same key was good for the question that named this address.
    if (response.status === 403 && !isBadKey(readVendorError(refused))) throw new ProviderError(runOut)
    throw refused
  }
  throw new ProviderError({ code: 'unavailable', message: 'Google names an address for the film that cannot be used.' })
}

const runOut = {
  code: 'unavailable',
  message: 'The address that Google named for the film has run out. It is asked for anew.',
  charged: true,
} as const

/** A file of Google's own is asked for at the address in use: behind a gateway that is the gateway's. */
function addressOf(uri: string, baseUrl: string): URL {
  const file = /\/v\w+\/(files\/[\w-]+)(?::download)?(?:[?#]|$)/.exec(uri)?.[1]
  const isGoogles =
    URL.canParse(uri) && [new URL(googleAddress).origin, new URL(baseUrl).origin].includes(new URL(uri).origin)
  if (file !== undefined && isGoogles)
    return new URL(`${baseUrl.replace(/\/+$/, '')}/v1beta/${file}:download?alt=media`)
  if (URL.canParse(uri)) return new URL(uri)
  throw new ProviderError({ code: 'unavailable', message: 'Google names no address for the film.' })
}
