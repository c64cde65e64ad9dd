import { BufferTarget, EncodedPacket, EncodedVideoPacketSource, Mp4OutputFormat, Output } from 'mediabunny'
import sharp from 'sharp'
import type { Media } from '../../lib/domain/provider.ts'
import { digitalSource, type Making } from '../../lib/domain/recipe.ts'

const fps = 10
/** How the films and pictures of a test say that they were made. */
export const tinyMaking: Making = {
  digitalSourceType: digitalSource.trained,
  prompt: 'A loaf',
  parameters: { size: 'tiny' },
}
/** An avcC record without parameter sets: enough for whoever reads the container, and decodes nothing. */
const description = new Uint8Array([1, 0x42, 0, 0x1f, 0xff, 0xe0, 0])

/** A film that is whole as a container and shows nothing. */
export async function tinyFilm({ width = 720, height = 1280, frames = 20 } = {}): Promise<Media> {
  const target = new BufferTarget()
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target })
  const source = new EncodedVideoPacketSource('avc')
  output.addVideoTrack(source, { frameRate: fps })
  await output.start()
  const meta = { decoderConfig: { codec: 'avc1.42001f', codedWidth: width, codedHeight: height, description } }
  for (let frame = 0; frame < frames; frame++) {
    const data = new Uint8Array([0, 0, 0, 60, 0x65, ...Array.from({ length: 59 }, () => frame)])
    await source.add(new EncodedPacket(data, 'key', frame / fps, 1 / fps), frame === 0 ? meta : undefined)
  }
  await output.finalize()
  const bytes = new Uint8Array(target.buffer ?? new ArrayBuffer(0))
  return { bytes, mime: 'video/mp4', width, height, durationMs: (frames / fps) * 1_000 }
}

export async function tinyPicture(format: 'jpeg' | 'png' | 'webp' = 'jpeg', width = 40, height = 50): Promise<Media> {
  const blank = sharp({ create: { width, height, channels: 3, background: '#8a2b0f' } })
  return {
    bytes: new Uint8Array(await blank[format]().toBuffer()),
    mime: `image/${format}`,
    width,
    height,
    durationMs: null,
  }
}
