import { createCanvas, loadImage, type Canvas, type SKRSContext2D } from '@napi-rs/canvas'
import type { Focus } from './card.ts'

/** A picture that floats over its shadow. `lift` and `turn` are small: units and radians. */
export type Motif = { paint(ctx: SKRSContext2D, focus: Focus, shown: number, lift: number, turn: number): void }

const shadowSize = 256

function shadowCanvas(): Canvas {
  const canvas = createCanvas(shadowSize, shadowSize)
  const ctx = canvas.getContext('2d')
  const middle = shadowSize / 2
  const fade = ctx.createRadialGradient(middle, middle, 0, middle, middle, middle)
  for (const [at, alpha] of [
    [0, 0.42],
    [0.45, 0.26],
    [0.75, 0.08],
    [1, 0],
  ] as const)
    fade.addColorStop(at, `rgba(20, 12, 8, ${alpha})`)
  ctx.fillStyle = fade
  ctx.fillRect(0, 0, shadowSize, shadowSize)
  return canvas
}

/** Loads a motif's picture. Throws when the file cannot be read as a picture. */
export async function loadMotif(file: string): Promise<Motif> {
  const image = await loadImage(file)
  const shadow = shadowCanvas()
  return {
    paint(ctx, { x, y, size }, shown, lift, turn) {
      if (shown <= 0) return
      const near = 1 - lift / size
      const wide = size * 0.78 * shown * near
      ctx.drawImage(shadow, x - wide / 2, y + size * 0.4 - wide * 0.1, wide, wide * 0.24)
      ctx.save()
      ctx.translate(x, y - lift)
      ctx.rotate(turn)
      ctx.scale(shown, shown)
      ctx.imageSmoothingQuality = 'high'
      ctx.drawImage(image, -size / 2, -size / 2, size, size)
      ctx.restore()
    },
  }
}
