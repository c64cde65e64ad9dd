import { joinBytes, startsWith, viewOf } from './join-bytes.ts'

/** XMP specification part 3 (2020), section 1.2.4.1: the extended type of the box that holds a packet. */
const xmpType = Uint8Array.of(
  0xbe,
  0x7a,
  0xcf,
  0xcb,
  0x97,
  0xa9,
  0x42,
  0xe8,
  0x9c,
  0x71,
  0x99,
  0x94,
  0x91,
  0xe3,
  0xaf,
  0xac,
)
const uuid = 0x75_75_69_64
const free = 0x66_72_65_65
const fileType = 0x66_74_79_70

/**
 * A film with this packet as its only one, in a box behind all others: no other byte moves, so the places of its pictures stay true. A packet that
 * was there is made free space, its length kept. Throws RangeError when the bytes are no MP4, or its boxes end in their middle.
 */
export function markMp4(bytes: Uint8Array, packet: Uint8Array): Uint8Array {
  const film = bytes.slice()
  const view = viewOf(film)
  if (film.byteLength < 8 || view.getUint32(4) !== fileType) throw new RangeError('Not an MP4.')
  for (let at = 0; at < film.byteLength;) {
    const size = sizeAt(view, at)
    if (size < 8 || at + size > film.byteLength) throw new RangeError('A box ends in its middle.')
    // A box without a size runs to the end of the file: now it ends where the film did.
    if (view.getUint32(at) === 0) view.setUint32(at, size)
    if (view.getUint32(at + 4) === uuid && startsWith(film.subarray(at + 8), xmpType)) view.setUint32(at + 4, free)
    at += size
  }
  return joinBytes([film, boxOf(packet)])
}

/** ISO/IEC 14496-12, section 4.2: 1 means that the size stands in eight bytes behind the type, 0 that the box is the last. */
function sizeAt(view: DataView, at: number): number {
  const size = view.getUint32(at)
  if (size === 1) return Number(view.getBigUint64(at + 8))
  return size === 0 ? view.byteLength - at : size
}

function boxOf(packet: Uint8Array): Uint8Array {
  const head = new Uint8Array(8)
  const view = viewOf(head)
  view.setUint32(0, 24 + packet.byteLength)
  view.setUint32(4, uuid)
  return joinBytes([head, xmpType, packet])
}
