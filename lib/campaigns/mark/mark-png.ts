import { crc32 } from 'node:zlib'
import { joinBytes, startsWith, viewOf } from './join-bytes.ts'

/** XMP specification part 3 (2020), section 1.1.5: keyword, then no compression, no language and no translated keyword. */
const xmpKeyword = new TextEncoder().encode('XML:com.adobe.xmp\0')
const restOfHead = new Uint8Array(4)
const signatureLength = 8
const iTXt = 0x69_54_58_74
const header = 0x49_48_44_52

/** A PNG with this packet as its only one, behind its header, its pixels untouched. Throws RangeError when the bytes are no PNG. */
export function markPng(bytes: Uint8Array, packet: Uint8Array): Uint8Array {
  const view = viewOf(bytes)
  if (view.getUint32(0) !== 0x89_50_4e_47 || view.getUint32(12) !== header) throw new RangeError('Not a PNG.')
  const chunks: Uint8Array[] = []
  for (let at = signatureLength; at < bytes.byteLength;) {
    // PNG, section 5.3: length, type, content, checksum.
    const chunk = bytes.subarray(at, at + 12 + view.getUint32(at))
    const isXmp = view.getUint32(at + 4) === iTXt && startsWith(chunk.subarray(8), xmpKeyword)
    if (!isXmp) chunks.push(chunk)
    at += chunk.byteLength
  }
  const [first = new Uint8Array(), ...rest] = chunks
  return joinBytes([bytes.subarray(0, signatureLength), first, chunkOf(packet), ...rest])
}

function chunkOf(packet: Uint8Array): Uint8Array {
  const content = joinBytes([xmpKeyword, restOfHead, packet])
  const chunk = new Uint8Array(12 + content.byteLength)
  const view = viewOf(chunk)
  view.setUint32(0, content.byteLength)
  view.setUint32(4, iTXt)
  chunk.set(content, 8)
  view.setUint32(8 + content.byteLength, crc32(chunk.subarray(4, 8 + content.byteLength)))
  return chunk
}
