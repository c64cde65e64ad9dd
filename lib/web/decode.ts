/** The text of a page or a style sheet: by its byte order mark, its header, its own word, else UTF-8. Never throws. */
export function decode(bytes: Uint8Array, contentType: string): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1_024))
  const marked = markOf(bytes)
  const said = /charset\s*=\s*["']?\s*([\w:.-]{1,40})/i
  const label = marked ?? said.exec(contentType)?.[1] ?? said.exec(head)?.[1] ?? 'utf-8'
  return decoderOf(label).decode(bytes)
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
