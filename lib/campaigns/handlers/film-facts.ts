import { BufferSource, EncodedPacketSink, Input, MP4, QTFF, WEBM } from 'mediabunny'

/** What stands in a film's file; `whole` when every picture that its table of contents names is there. */
export type FilmFacts = {
  mime: string
  width: number
  height: number
  durationMs: number
  frames: number
  whole: boolean
}

/** Reads a film to its last packet, without decoding; null for what is no film. */
export async function filmFacts(bytes: Uint8Array): Promise<FilmFacts | null> {
  const input = new Input({ source: new BufferSource(bytes), formats: [MP4, QTFF, WEBM] })
  try {
    const track = await input.getPrimaryVideoTrack()
    if (!track) return null
    let frames = 0
    // Packets simply end where the file does.
    for await (const packet of new EncodedPacketSink(track).packets()) if (packet.data.byteLength > 0) frames += 1
    return {
      mime: (await input.getFormat()) === WEBM ? 'video/webm' : 'video/mp4',
      width: await track.getDisplayWidth(),
      height: await track.getDisplayHeight(),
      durationMs: Math.round((await track.computeDuration()) * 1_000),
      frames,
      whole: frames > 0 && frames === (await track.computePacketStats()).packetCount,
    }
  } catch {
    // The reader has many words for a file that it cannot read; none of them helps anybody here.
    return null
  } finally {
    input.dispose()
  }
}
