import sharp from 'sharp'
import { createWasmEncoder } from '../../../lib/providers/studio/motion/encode-wasm.ts'
import { remux } from '../../../lib/providers/studio/motion/remux.ts'

const sides: Record<string, [number, number]> = {
  '1:1': [512, 512],
  '2:3': [416, 624],
  '3:2': [624, 416],
  '3:4': [448, 600],
  '4:3': [600, 448],
  '9:16': [384, 688],
  '16:9': [688, 384],
  '21:9': [784, 336],
}

/** A real picture of the asked ratio: a JPEG when the ratio is high, a PNG otherwise, so that both are met. */
export async function paintPicture(ratio: string): Promise<{ data: string; mimeType: string }> {
  const [width, height] = sides[ratio] ?? [512, 512]
  const drawing = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#f0e3cf"/><stop offset="1" stop-color="#b4531f"/></linearGradient></defs><rect width="100%" height="100%" fill="url(#g)"/><circle cx="50%" cy="50%" r="22%" fill="#2a1d12"/></svg>`,
  )
  const picture = sharp(drawing)
  const isJpeg = height > width
  const bytes = await (isJpeg ? picture.jpeg({ quality: 80 }) : picture.png()).toBuffer()
  return { data: bytes.toString('base64'), mimeType: isJpeg ? 'image/jpeg' : 'image/png' }
}

/** The smallest picture there is. */
export async function paintTiny(): Promise<{ data: string; mimeType: string }> {
  const bytes = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#b4531f' } })
    .png()
    .toBuffer()
  return { data: bytes.toString('base64'), mimeType: 'image/png' }
}

const film = { width: 144, height: 256, fps: 10, frames: 20 } as const
let filmed: Promise<Uint8Array> | undefined

/** A real film, small and short, made once in a process. */
export function makeFilm(): Promise<Uint8Array> {
  filmed ??= encode()
  return filmed
}

async function encode(): Promise<Uint8Array> {
  const { width, height, fps, frames } = film
  const encoder = await createWasmEncoder({ width, height, fps, onEncoded: () => {} })
  const planes = new Uint8Array((width * height * 3) / 2).fill(128)
  for (let frame = 0; frame < frames; frame++) {
    for (let at = 0; at < width * height; at++) planes[at] = 40 + ((at * 7 + frame * 9) % 160)
    await encoder.add(planes)
  }
  return remux(await encoder.finish(), { fps, frames })
}
