const opaque = (tag: string): string => tag.trim().replace(/^W\//, '')

/** If-None-Match, compared weakly: true when the reader already has it. */
export function isKnown(header: string | null, etag: string): boolean {
  if (header === null) return false
  return header.trim() === '*' || header.split(',').some((tag) => opaque(tag) === opaque(etag))
}

/** If-Range, compared strongly: true when a part may be sent. A date never matches, because none is given out. */
export function mayResume(header: string | null, etag: string): boolean {
  return header === null || (header === etag && !etag.startsWith('W/'))
}
