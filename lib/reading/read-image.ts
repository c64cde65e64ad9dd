import sharp from 'sharp'
import type { UploadReading } from '../domain/upload.ts'
import { coloursSeen } from './colours.ts'
import { refusals } from './refusals.ts'

/** Pictures are looked at up to this many pixels: three times a camera's, and far from what would fill the memory when unpacked. */
const mostPixels = 50_000_000
const longest = { seconds: 10 }
const thumb = 96

/** Size and colours of a picture of a known format. Throws AppError `invalid_input`. */
export async function readImage(
  bytes: Uint8Array,
  format: 'png' | 'jpeg' | 'webp',
): Promise<Extract<UploadReading, { kind: 'image' }>> {
  const facts = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw refusals.brokenImage(error)
    })
  if (facts.format !== format) throw refusals.brokenImage()
  if (facts.width * facts.height > mostPixels) throw refusals.hugeImage()
  const pixels = await sharp(bytes, { limitInputPixels: mostPixels, failOn: 'truncated' })
    .timeout(longest)
    .resize(thumb, thumb, { fit: 'inside', withoutEnlargement: true, kernel: 'nearest' })
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer()
    .catch((error: unknown) => {
      throw refusals.brokenImage(error)
    })
  const { width, height } = facts.autoOrient ?? facts
  return { kind: 'image', width, height, colours: coloursSeen(pixels) }
}
