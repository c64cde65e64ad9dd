import { createCanvas } from '@napi-rs/canvas'
import type { Canvas } from '@napi-rs/canvas'
import sharp from 'sharp'
import { motifFile } from './motif-file.ts'

/** A decoded motif, cropped to what is visible of it. */
export type Picture = { canvas: Canvas; width: number; height: number }

const kept = new Map<string, Promise<Picture>>()
const keptLimit = 48

async function decode(file: string): Promise<Picture> {
  const { data, info } = await sharp(motifFile(file)).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const box = { left: info.width, top: info.height, right: 0, bottom: 0 }
  for (let y = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      if ((data[(y * info.width + x) * 4 + 3] ?? 0) < 40) continue
      box.left = Math.min(box.left, x)
      box.right = Math.max(box.right, x + 1)
      box.top = Math.min(box.top, y)
      box.bottom = Math.max(box.bottom, y + 1)
    }
  }
  const width = Math.max(1, box.right - box.left)
  const height = Math.max(1, box.bottom - box.top)
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  const pixels = context.createImageData(info.width, info.height)
  pixels.data.set(data)
  context.putImageData(pixels, -box.left, -box.top)
  return { canvas, width, height }
}

/** Reads and crops a motif once; the 48 latest stay in memory. */
export function loadPicture(file: string): Promise<Picture> {
  const known = kept.get(file)
  if (known !== undefined) return known
  const picture = decode(file)
  if (kept.size >= keptLimit) kept.clear()
  kept.set(file, picture)
  return picture
}
