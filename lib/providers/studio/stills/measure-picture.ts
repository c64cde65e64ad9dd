import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { measurePixels, type PixelsMeasured } from '../../../domain/measure-pixels.ts'

/** Measures a picture of any maker on all its pixels as they are decoded, in sRGB, on white. Throws when the bytes are no picture. */
export async function measurePicture(bytes: Uint8Array, palette: readonly string[]): Promise<PixelsMeasured> {
  const { data, info } = await sharp(bytes)
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const sha256 = createHash('sha256').update(data).digest('hex')
  return { ...measurePixels({ data, width, height }, palette), sha256, width, height }
}
