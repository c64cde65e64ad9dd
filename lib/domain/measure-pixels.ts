/** Pixels of a decoded picture, RGB, 8 bits each, row by row. */
export type Pixels = { data: Uint8Array; width: number; height: number }

/** All means and shares over every pixel, in double precision: another pixel gives another number. */
export type PixelFacts = {
  /** Mean distance to the nearest colour of the palette in OKLab, 0 for nothing but these colours. */
  distance: number
  /** Share of pixels within `nearEnough` of one of them. */
  near: number
  /** From the darkest to the lightest hundredth, OKLab lightness, 0 to 1. */
  contrast: number
  /** Mean absolute Laplacian of the lightness in 255 levels: 0 is blank, and blur takes it down. */
  detail: number
}

/** With what the picture was measured on: `sha256` of its pixels, row by row. */
export type PixelsMeasured = PixelFacts & { sha256: string; width: number; height: number }

/** Distance in OKLab at which colours still look akin; about four times what is just seen (0.02, B. Ottosson 2020). */
export const nearEnough = 0.08

type Lab = readonly [number, number, number]

/** IEC 61966-2-1, for each of 256 levels. */
const linear = Float64Array.from({ length: 256 }, (_, level) => {
  const value = level / 255
  return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
})

/** B. Ottosson, "A perceptual color space for image processing", 2020: constants as published. */
function oklabOf(r: number, g: number, b: number): Lab {
  const [red, green, blue] = [linear[r] ?? 0, linear[g] ?? 0, linear[b] ?? 0]
  const l = Math.cbrt(0.412_221_470_8 * red + 0.536_332_536_3 * green + 0.051_445_992_9 * blue)
  const m = Math.cbrt(0.211_903_498_2 * red + 0.680_699_545_1 * green + 0.107_396_956_6 * blue)
  const s = Math.cbrt(0.088_302_461_9 * red + 0.281_718_837_6 * green + 0.629_978_700_5 * blue)
  return [
    0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s,
    1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s,
    0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s,
  ]
}

const labOf = (hex: string): Lab => {
  const value = Number.parseInt(hex.slice(1), 16)
  return oklabOf((value >> 16) & 255, (value >> 8) & 255, value & 255)
}

/**
 * Measures a picture against a palette of #rrggbb colours. Pure; about a tenth of a second for a megapixel. Of the lightness it keeps three rows:
 * a whole picture's would weigh three times what its pixels do.
 */
export function measurePixels({ data, width, height }: Pixels, palette: readonly string[]): PixelFacts {
  const colours = palette.map(labOf)
  const count = width * height
  const levels = new Uint32Array(1_001)
  let [above, here, below] = [new Float64Array(width), new Float64Array(width), new Float64Array(width)]
  let sum = 0
  let near = 0
  let bends = 0
  for (let y = 0; y < height; y++) {
    ;[above, here, below] = [here, below, above]
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * width + x)
      const lab = oklabOf(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0)
      const distance = distanceOf(lab, colours)
      sum += distance
      if (distance <= nearEnough) near += 1
      const [light] = lab
      below[x] = light
      const level = Math.max(0, Math.min(1_000, Math.round(light * 1_000)))
      levels[level] = (levels[level] ?? 0) + 1
    }
    if (y >= 2) bends = addBends(bends, above, here, below)
  }
  const inside = (width - 2) * (height - 2)
  return {
    distance: sum / count,
    near: near / count,
    contrast: (levelAt(levels, count * 0.99) - levelAt(levels, count * 0.01)) / 1_000,
    detail: width < 3 || height < 3 ? 0 : (bends / inside) * 255,
  }
}

/** To the nearest of the colours. */
function distanceOf([light, a, b]: Lab, colours: readonly Lab[]): number {
  let least = Number.POSITIVE_INFINITY
  for (const [l, ca, cb] of colours) {
    const square = (light - l) ** 2 + (a - ca) ** 2 + (b - cb) ** 2
    if (square < least) least = square
  }
  return Math.sqrt(least)
}

/** The level under which so many pixels lie. */
function levelAt(levels: Uint32Array, pixels: number): number {
  let under = 0
  const found = levels.findIndex((count) => (under += count) >= pixels)
  return Math.max(0, found)
}

/** Adds the absolute Laplacian of each place of a row that has neighbours on all sides, from left to right. */
function addBends(sum: number, above: Float64Array, row: Float64Array, below: Float64Array): number {
  for (let x = 1; x < row.length - 1; x++) {
    const here = row[x] ?? 0
    // One difference after the other: where all are equal this is exactly nothing.
    const across = here - (row[x - 1] ?? 0) + (here - (row[x + 1] ?? 0))
    const down = here - (above[x] ?? 0) + (here - (below[x] ?? 0))
    sum += Math.abs(across + down)
  }
  return sum
}
