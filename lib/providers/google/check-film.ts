import { BufferSource, EncodedPacketSink, Input, MP4, QTFF, WEBM } from 'mediabunny'
import { ProviderError } from '../../domain/errors.ts'
import type { Media } from '../../domain/provider.ts'

const broken = (message: string): ProviderError => new ProviderError({ code: 'unavailable', message })

/** Reads a film to its last packet: what cannot be played from end to end is `unavailable`, so that it is fetched again. */
export async function checkFilm(bytes: Uint8Array): Promise<Media> {
  if (bytes.byteLength === 0) throw broken('The film that Google sent is empty.')
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4, QTFF, WEBM] })
  try {
    const track = await input.getPrimaryVideoTrack()
    if (!track) throw broken('The file that Google sent has no film in it.')
    let frames = 0
    for await (const packet of new EncodedPacketSink(track).packets()) if (packet.data.byteLength > 0) frames += 1
    // Packets simply end where the file does; the table of contents still names them all.
    if (frames < (await track.computePacketStats()).packetCount) throw broken('The film that Google sent is cut off.')
    const durationMs = Math.round((await track.computeDuration()) * 1_000)
    if (frames === 0 || durationMs <= 0) throw broken('The film that Google sent shows nothing.')
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()]
    return { bytes, mime: await mimeOf(input), width, height, durationMs }
  } catch (error) {
    throw error instanceof ProviderError ? error : broken('The film that Google sent cannot be opened.')
  } finally {
    input.dispose()
  }
}

const mimeOf = async (input: Input): Promise<string> =>
  (await input.getFormat()) === WEBM ? 'video/webm' : 'video/mp4'
