/**
 * Turns frames into what encoders take: planar YUV 4:2:0, BT.709, limited range (ITU-R BT.709-6, section 3). Only blocks of 2 x 2 pixels that
 * changed since the last frame are computed again. The returned planes are the same memory each time.
 */
export function createYuvConverter(width: number, height: number): (rgba: Uint8Array) => Uint8Array {
  const planes = new Uint8Array((width * height * 3) / 2)
  const uAt = width * height
  const vAt = uAt + (width * height) / 4
  let last: Uint32Array | null = null

  return (rgba) => {
    const now = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height)
    for (let y = 0; y < height; y += 2) {
      for (let x = 0; x < width; x += 2) {
        const at = y * width + x
        const below = at + width
        const a = now[at] ?? 0
        const b = now[at + 1] ?? 0
        const c = now[below] ?? 0
        const d = now[below + 1] ?? 0
        if (last !== null && a === last[at] && b === last[at + 1] && c === last[below] && d === last[below + 1])
          continue
        planes[at] = lumaOf(a)
        planes[at + 1] = lumaOf(b)
        planes[below] = lumaOf(c)
        planes[below + 1] = lumaOf(d)
        const red = (a & 255) + (b & 255) + (c & 255) + (d & 255)
        const green = ((a >> 8) & 255) + ((b >> 8) & 255) + ((c >> 8) & 255) + ((d >> 8) & 255)
        const blue = ((a >> 16) & 255) + ((b >> 16) & 255) + ((c >> 16) & 255) + ((d >> 16) & 255)
        const chroma = (y >> 1) * (width >> 1) + (x >> 1)
        planes[uAt + chroma] = (-6_596 * red - 22_189 * green + 28_784 * blue + 33_685_504) >> 18
        planes[vAt + chroma] = (28_784 * red - 26_145 * green - 2_639 * blue + 33_685_504) >> 18
      }
    }
    last = now
    return planes
  }
}

/** 16.16 fixed point; pixels are little-endian RGBA. */
const lumaOf = (pixel: number): number =>
  (11_966 * (pixel & 255) + 40_254 * ((pixel >> 8) & 255) + 4_064 * ((pixel >> 16) & 255) + 1_081_344) >> 16
