export type ByteRange = { start: number; end: number }

/** Which bytes of `size` to send: all of them, one part (both ends included), or none that exist. */
export type RangeAnswer = 'whole' | 'unsatisfiable' | ByteRange

/**
 * Reads a Range header (RFC 9110, 14). One range is served, with an open end or as a suffix too. Several ranges at once and other units are
 * answered with the whole, which the RFC allows; a range that cannot be read or holds no byte is unsatisfiable.
 */
export function readRange(header: string | null, size: number): RangeAnswer {
  if (header === null || !/^bytes\s*=/i.test(header) || header.includes(',')) return 'whole'
  const match = /^bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header)
  const [, first = '', last = ''] = match ?? []
  if (match === null || (first === '' && last === '')) return 'unsatisfiable'
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start >= size || end < start ? 'unsatisfiable' : { start, end }
}
