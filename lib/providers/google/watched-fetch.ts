import { ProviderError } from '../../domain/errors.ts'
import { mostFilmBytes } from './film-media.ts'

/**
 * A fetch whose answer may carry a film, as text unless `mostBytes` says otherwise: it ends with the signal, which the SDK hands on to no such question,
 * and each piece that comes is heard, so that only silence is too long. An answer without an end rejects with ProviderError.
 */
export function watchedFetch(signal: AbortSignal, heard: () => void, mostBytes = mostTextBytes): typeof fetch {
  return async (url, init) => {
    const response = await fetch(url, { ...init, signal })
    if (!response.body) return response
    let length = 0
    const watched = new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        heard()
        length += piece.byteLength
        if (length > mostBytes) controller.error(new ProviderError(endless))
        else controller.enqueue(piece)
      },
    })
    return new Response(response.body.pipeThrough(watched), response)
  }
}

/** Base64 takes four bytes for three. */
const mostTextBytes = (mostFilmBytes / 3) * 4 + 100_000

const endless = { code: 'unavailable', message: 'The file that Google sends has no end.' } as const
