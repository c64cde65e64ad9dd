import { converter, differenceEuclidean, formatHex, parse } from 'culori'
import { uploadBounds } from '../domain/upload.ts'

const oklch = converter('oklch')
const distance = differenceEuclidean('oklab')
/** Two colours nearer than this are one to the eye. */
const same = 0.08
/** Below this a colour is a grey. */
const leastChroma = 0.04
/** A colour that covers less of a picture is an edge or an accident. */
const leastShare = 0.01

/** The colours a text names by their codes, the most named first: what a guideline says of itself. Greys are left out. */
export function coloursNamed(text: string): string[] {
  const weights = new Map<string, number>()
  for (const [code] of text.matchAll(/(?<![\p{L}\p{N}&#])#(?:[0-9a-f]{6}|[0-9a-f]{3})(?![\p{L}\p{N}])/giu)) {
    const hex = formatHex(parse(code.toLowerCase()))
    if (hex !== undefined) weights.set(hex, (weights.get(hex) ?? 0) + 1)
  }
  return strongest(weights)
}

/** The colours of a picture's pixels (RGBA, 8 bits each), the strongest first: by how much they cover and how colourful they are. */
export function coloursSeen(pixels: Uint8Array): string[] {
  const bins = new Map<number, { count: number; sum: [number, number, number] }>()
  let seen = 0
  for (let at = 0; at + 3 < pixels.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at, at + 4)
    if (alpha < 128) continue
    seen += 1
    const bin = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4)
    const so = bins.get(bin) ?? { count: 0, sum: [0, 0, 0] }
    so.count += 1
    so.sum = [so.sum[0] + red, so.sum[1] + green, so.sum[2] + blue]
    bins.set(bin, so)
  }
  const weights = new Map<string, number>()
  for (const { count, sum } of bins.values()) {
    if (count / seen < leastShare) continue
    const [r, g, b] = sum.map((total) => total / count / 255) as [number, number, number]
    const colour = { mode: 'rgb', r, g, b } as const
    weights.set(formatHex(colour), count * (oklch(colour).c ?? 0))
  }
  return strongest(weights)
}

function strongest(weights: ReadonlyMap<string, number>): string[] {
  const colours: string[] = []
  for (const [hex] of [...weights].toSorted(([, a], [, b]) => b - a)) {
    if (colours.length === uploadBounds.colours) break
    const isColourful = (oklch(hex)?.c ?? 0) >= leastChroma
    if (isColourful && colours.every((other) => distance(other, hex) >= same)) colours.push(hex)
  }
  return colours
}
