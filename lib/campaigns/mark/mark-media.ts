import { markJpeg } from './mark-jpeg.ts'
import { markMp4 } from './mark-mp4.ts'
import { markPng } from './mark-png.ts'
import { xmpPacket, type Mark } from './xmp-packet.ts'

const writers: Readonly<Record<string, (bytes: Uint8Array, packet: Uint8Array) => Uint8Array>> = {
  'image/jpeg': markJpeg,
  'image/png': markPng,
  'video/mp4': markMp4,
}

/**
 * The same media, saying inside the file how it was made; nothing is encoded again, and the same input gives the same bytes. Other types than
 * JPEG, PNG and MP4, and bytes that cannot be read, come back as they are: what was paid for is not lost for want of a mark.
 */
export function markMedia<Media extends { bytes: Uint8Array; mime: string }>(media: Media, mark: Mark): Media {
  const write = writers[media.mime]
  if (!write) return media
  try {
    return { ...media, bytes: write(media.bytes, xmpPacket(mark)) }
  } catch (error) {
    if (error instanceof RangeError) return media
    throw error
  }
}
