import sharp from 'sharp'
import { composeStill } from './compose-still.ts'
import { paintScene } from './paint.ts'
import type { Still, StillSpec } from './still-spec.ts'

/** JPEG quality 0-100; full colour resolution, or coloured type would fray. */
const quality = 88

/**
 * Draws a still: composes it by measured glyphs, paints it, encodes it as JPEG in sRGB. The same spec gives the same bytes on one machine
 * and build of the libraries. Throws on an unknown template or a size outside 240..4096.
 */
export async function renderStill(spec: StillSpec): Promise<Still> {
  const page = composeStill(spec)
  const pixels = await paintScene(page.nodes, page.width, page.height)
  const bytes = await sharp(pixels, { raw: { width: page.width, height: page.height, channels: 4 } })
    .flatten({ background: page.scheme.ground.fill })
    .jpeg({ quality, chromaSubsampling: '4:4:4', optimiseCoding: true, progressive: true })
    .toBuffer()
  return { bytes, mime: 'image/jpeg', width: page.width, height: page.height, boxes: page.boxes }
}
