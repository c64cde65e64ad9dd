/** Boxes that hold others, on the way to those that hold a date (ISO/IEC 14496-12, sections 8.2 and 8.4). */
const holders = new Set(['moov', 'trak', 'mdia'])
const dated = new Set(['mvhd', 'tkhd', 'mdhd'])

/** Sets the creation and modification times of an MP4 to none, in place: the same film is the same bytes whenever it is made. */
export function undate(mp4: Uint8Array): void {
  const view = new DataView(mp4.buffer, mp4.byteOffset, mp4.byteLength)
  const walk = (from: number, to: number): void => {
    for (let at = from; at + 8 <= to; at += Math.max(8, view.getUint32(at))) {
      const kind = String.fromCharCode(...mp4.subarray(at + 4, at + 8))
      if (holders.has(kind)) walk(at + 8, at + view.getUint32(at))
      if (dated.has(kind)) mp4.fill(0, at + 12, at + 12 + (view.getUint8(at + 8) === 1 ? 16 : 8))
    }
  }
  walk(0, mp4.byteLength)
}
