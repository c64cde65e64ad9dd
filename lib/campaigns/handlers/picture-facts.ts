/** What stands in the header of a picture's file; `whole` when the file also ends as its format ends. */
export type PictureFacts = { mime: string; width: number; height: number; whole: boolean }

/** Reads JPEG, PNG and WebP without decoding; null for anything else. */
export function pictureFacts(bytes: Uint8Array): PictureFacts | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return jpeg(view) ?? png(view) ?? webp(view)
  } catch (error) {
    // A header that ends in its middle.
    if (error instanceof RangeError) return null
    throw error
  }
}

/** ITU T.81, annex B: segments up to the frame header, which any of these markers begins. */
function jpeg(view: DataView): PictureFacts | null {
  if (view.getUint16(0) !== 0xff_d8) return null
  for (let at = 2; ; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at) !== 0xff) return null
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (!isFrame) continue
    const whole = view.getUint16(view.byteLength - 2) === 0xff_d9
    return { mime: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5), whole }
  }
}

/** PNG, sections 5.2, 11.2.2 and 11.2.5: signature, IHDR first, IEND last. */
function png(view: DataView): PictureFacts | null {
  if (view.getUint32(0) !== 0x89_50_4e_47 || view.getUint32(12) !== 0x49_48_44_52) return null
  const whole = view.getUint32(view.byteLength - 8) === 0x49_45_4e_44
  return { mime: 'image/png', width: view.getUint32(16), height: view.getUint32(20), whole }
}

/** RFC 9649: the size of the file, and the canvas as one of three first chunks says it. */
function webp(view: DataView): PictureFacts | null {
  if (view.getUint32(0) !== 0x52_49_46_46 || view.getUint32(8) !== 0x57_45_42_50) return null
  const size = canvasOf(view)
  return size && { mime: 'image/webp', ...size, whole: view.getUint32(4, true) + 8 <= view.byteLength }
}

function canvasOf(view: DataView): { width: number; height: number } | null {
  const three = (at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
  switch (view.getUint32(12)) {
    case 0x56_50_38_58:
      return { width: three(24) + 1, height: three(27) + 1 }
    case 0x56_50_38_4c: {
      const bits = view.getUint32(21, true)
      return { width: (bits & 0x3f_ff) + 1, height: ((bits >>> 14) & 0x3f_ff) + 1 }
    }
    case 0x56_50_38_20:
      return { width: view.getUint16(26, true) & 0x3f_ff, height: view.getUint16(28, true) & 0x3f_ff }
    default:
      return null
  }
}
