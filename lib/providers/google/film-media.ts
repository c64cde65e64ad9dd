import { BufferSource, Input, MP4, QTFF, WEBM } from 'mediabunny'
import { ProviderError } from '../../domain/errors.ts'
import type { Media } from '../../domain/provider.ts'

/** A film longer than this is no film of ours. */
export const mostFilmBytes = 200_000_000

const broken = (message: string): ProviderError => new ProviderError({ code: 'unavailable', message })

/**
 * What a film's own table of contents says of it. Whether all of it is there is looked at once, by whoever takes it: what cannot be opened at
 * all is `unavailable`, so that it is fetched again.
 */
export async function filmMedia(bytes: Uint8Array): Promise<Media> {
  if (bytes.byteLength === 0) throw broken('The film that Google sent is empty.')
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4, QTFF, WEBM] })
  try {
    const track = await input.getPrimaryVideoTrack()
    if (!track) throw broken('The file that Google sent has no film in it.')
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()]
    const durationMs = Math.round((await track.computeDuration()) * 1_000)
    return { bytes, mime: await mimeOf(input), width, height, durationMs }
  } catch (error) {
    throw error instanceof ProviderError ? error : broken('The film that Google sent cannot be opened.')
  } finally {
    input.dispose()
  }
}

const mimeOf = async (input: Input): Promise<string> =>
  (await input.getFormat()) === WEBM ? 'video/webm' : 'video/mp4'
