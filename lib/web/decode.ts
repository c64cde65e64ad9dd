/** The text of a page or a style sheet: by its byte order mark, its header, its own word, else UTF-8. Never throws. */
export function decode(bytes: Uint8Array, contentType: string): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1_024))
  const label = markOf(bytes) ?? charset.exec(contentType)?.[1] ?? ownWordOf(head) ?? 'utf-8'
  return decoderOf(label).decode(bytes)
}

/** Bounded spaces: a header of nothing else would be tried at each of them. */
const charset = /charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{1,40})/i

/** A word that could be read as bytes was not written in UTF-16 (HTML, 13.2.3.2). */
function ownWordOf(head: string): string | undefined {
  const label = charset.exec(head)?.[1]
  return label?.toLowerCase().startsWith('utf-16') ? 'utf-8' : label
}

function markOf(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8' : null
}

function decoderOf(label: string): TextDecoder {
  try {
    return new TextDecoder(label)
  } catch {
    // A name that nobody knows.
    return new TextDecoder('utf-8')
  }
}
