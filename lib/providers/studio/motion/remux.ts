import {
  BufferSource,
  BufferTarget,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  MP4,
  Mp4OutputFormat,
  Output,
} from 'mediabunny'
import { undate } from './undated.ts'

/** What stands in a video file: read from it, not remembered. */
export type FilmFacts = {
  width: number
  height: number
  durationMs: number
  frames: number
  keyframes: number[]
  codec: string
}

const bt709 = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false } as const

const instantRefresh = 5

/** True when players can start at this packet. Read from the H.264 itself: the built-in encoder's file calls every packet a keyframe. */
function isKeyframe(packet: Uint8Array): boolean {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
  for (let at = 0; at + 4 < packet.byteLength; at += 4 + view.getUint32(at)) {
    if ((view.getUint8(at + 4) & 31) === instantRefresh) return true
  }
  return false
}

/**
 * The same pictures in a file that starts playing at once: `moov` first, exact times from the frame rate, colours named. Throws when the file
 * holds another number of frames than `frames`.
 */
export async function remux(mp4: Uint8Array, { fps, frames }: { fps: number; frames: number }): Promise<Uint8Array> {
  const input = new Input({ source: new BufferSource(mp4), formats: [MP4] })
  const track = await input.getPrimaryVideoTrack()
  const config = await track?.getDecoderConfig()
  if (!track || !config) throw new Error('The encoder gave no video.')
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  const source = new EncodedVideoPacketSource('avc')
  output.addVideoTrack(source, { frameRate: fps })
  await output.start()
  let count = 0
  for await (const packet of new EncodedPacketSink(track).packets()) {
    const timed = packet.clone({
      type: isKeyframe(packet.data) ? 'key' : 'delta',
      timestamp: count / fps,
      duration: 1 / fps,
    })
    await source.add(timed, count === 0 ? { decoderConfig: { ...config, colorSpace: bt709 } } : undefined)
    count++
  }
  if (count !== frames) throw new Error(`The encoder was given ${frames} frames and kept ${count}.`)
  await output.finalize()
  input.dispose()
  if (!target.buffer) throw new Error('The film could not be written.')
  const film = new Uint8Array(target.buffer)
  undate(film)
  return film
}

/** Reads a film's facts from its bytes. Throws when there is no video in them. */
export async function factsOf(mp4: Uint8Array): Promise<FilmFacts> {
  const input = new Input({ source: new BufferSource(mp4), formats: [MP4] })
  const track = await input.getPrimaryVideoTrack()
  const config = await track?.getDecoderConfig()
  if (!track || !config) throw new Error('There is no video in this file.')
  let frames = 0
  const keyframes: number[] = []
  for await (const packet of new EncodedPacketSink(track).packets()) {
    if (packet.type === 'key') keyframes.push(packet.timestamp)
    frames++
  }
  const durationMs = Math.round((await track.computeDuration()) * 1_000)
  return {
    width: await track.getCodedWidth(),
    height: await track.getCodedHeight(),
    durationMs,
    frames,
    keyframes,
    codec: config.codec,
  }
}
