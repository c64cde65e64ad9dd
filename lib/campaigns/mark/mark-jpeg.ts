import { joinBytes, startsWith, viewOf } from './join-bytes.ts'

/** XMP specification part 3 (2020), section 1.1.3: the name that an APP1 segment with a packet begins with. */
const xmpName = new TextEncoder().encode('http://ns.adobe.com/xap/1.0/\0')
const app0 = 0xe0
const app1 = 0xe1
/** A segment counts its own length in two bytes, themselves included. */
const longestPacket = 0xff_ff - 2 - xmpName.byteLength

/**
 * A JPEG with this packet as its only one, its pixels untouched. It stands behind what must be first: JFIF, then Exif. Throws RangeError when the
 * bytes are no JPEG, or the packet is longer than one segment takes.
 */
export function markJpeg(bytes: Uint8Array, packet: Uint8Array): Uint8Array {
  const view = viewOf(bytes)
  if (view.getUint16(0) !== 0xff_d8) throw new RangeError('Not a JPEG.')
  if (packet.byteLength > longestPacket) throw new RangeError('The packet is too long for a JPEG.')
  const first: Uint8Array[] = [bytes.subarray(0, 2)]
  const rest: Uint8Array[] = []
  let at = 2
  // ITU T.81, annex B: application segments come before all else; other markers, and the pixels, stay as they are.
  while (view.getUint8(at) === 0xff && view.getUint8(at + 1) >= app0 && view.getUint8(at + 1) <= 0xef) {
    const marker = view.getUint8(at + 1)
    const segment = bytes.subarray(at, at + 2 + view.getUint16(at + 2))
    at += segment.byteLength
    const content = segment.subarray(4)
    if (marker === app1 && startsWith(content, xmpName)) continue
    const leads = marker === app0 || (marker === app1 && startsWith(content, exifName))
    ;(leads && rest.length === 0 ? first : rest).push(segment)
  }
  return joinBytes([...first, segmentOf(packet), ...rest, bytes.subarray(at)])
}

const exifName = new TextEncoder().encode('Exif\0')

function segmentOf(packet: Uint8Array): Uint8Array {
  const head = new Uint8Array(4)
  const view = viewOf(head)
  view.setUint16(0, 0xff_00 | app1)
  view.setUint16(2, 2 + xmpName.byteLength + packet.byteLength)
  return joinBytes([head, xmpName, packet])
}
