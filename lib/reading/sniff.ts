import type { UploadMime } from '../domain/upload.ts'

export type Sniffed = Exclude<UploadMime, 'text/plain' | 'text/markdown'> | 'text'

/** A PDF may begin with a few bytes of something else (ISO 32000, Annex H). */
const pdfWithin = 1_024
/** Signs that no text has: all controls but tab, newline, form feed and return. */
// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/

/** What bytes are, by themselves; null for what is not taken here. */
export function sniff(bytes: Uint8Array): Sniffed | null {
  const begins = (signature: readonly number[], at = 0): boolean =>
    signature.every((byte, index) => bytes[at + index] === byte)
  if (begins([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (begins([0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (begins([0x52, 0x49, 0x46, 0x46]) && begins([0x57, 0x45, 0x42, 0x50], 8)) return 'image/webp'
  const beginning = Buffer.from(bytes.subarray(0, pdfWithin)).toString('latin1')
  if (beginning.startsWith('%PDF-')) return 'application/pdf'
  if (textOf(bytes) !== null) return 'text'
  return beginning.includes('%PDF-') ? 'application/pdf' : null
}

/** The bytes as text in UTF-8, its mark taken off; null when they are none. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return controls.test(text) ? null : text
  } catch {
    return null
  }
}

/** A text in UTF-16, as old editors save it: by its mark. */
export const isUtf16 = ([first, second]: Uint8Array): boolean =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
