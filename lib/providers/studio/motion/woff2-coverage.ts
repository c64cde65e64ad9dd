import { brotliDecompressSync } from 'node:zlib'

/** Tables named by number in a WOFF2 directory (W3C WOFF2, section 4.1); only these two orders matter here. */
const cmapTag = 0
const glyfTag = 10
const locaTag = 11
const namedTag = 63

/**
 * The characters a WOFF2 file has glyphs for, read from its `cmap` (formats 4 and 12): the declared unicode-range of a web font only says what
 * it may hold. Throws when the bytes are no WOFF2 file.
 */
export function coverageOfWoff2(file: Buffer): Set<number> {
  if (file.toString('latin1', 0, 4) !== 'wOF2') throw new Error('This is not a WOFF2 font.')
  const tables = file.readUInt16BE(12)
  let at = 48
  const readBase128 = (): number => {
    let value = 0
    for (let byte = 0; byte < 5; byte++) {
      const next = file.readUInt8(at++)
      value = value * 128 + (next & 127)
      if (next < 128) return value
    }
    throw new Error('The table directory of this font is damaged.')
  }
  let offset = 0
  let cmap: { offset: number; length: number } | null = null
  for (let table = 0; table < tables; table++) {
    const flags = file.readUInt8(at++)
    const tag = flags & 63
    const name = tag === namedTag ? file.toString('latin1', at, (at += 4)) : null
    const version = flags >> 6
    const length = readBase128()
    const transformed = tag === glyfTag || tag === locaTag ? version !== 3 : version !== 0
    const stored = transformed ? readBase128() : length
    if (tag === cmapTag || name === 'cmap') cmap = { offset, length: stored }
    offset += stored
  }
  if (!cmap) throw new Error('This font has no character map.')
  const body = brotliDecompressSync(file.subarray(at))
  return charactersOf(body.subarray(cmap.offset, cmap.offset + cmap.length))
}

function charactersOf(cmap: Buffer): Set<number> {
  const found = new Set<number>()
  for (let record = 0; record < cmap.readUInt16BE(2); record++) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + record * 8 + 4))
    const format = table.readUInt16BE(0)
    if (format === 4) addSegments(table, found)
    if (format === 12) addGroups(table, found)
  }
  return found
}

function addSegments(table: Buffer, found: Set<number>): void {
  const twice = table.readUInt16BE(6)
  for (let at = 0; at < twice; at += 2) {
    const end = table.readUInt16BE(14 + at)
    const start = table.readUInt16BE(16 + twice + at)
    const delta = table.readUInt16BE(16 + twice * 2 + at)
    const rangeAt = 16 + twice * 3 + at
    const range = table.readUInt16BE(rangeAt)
    for (let code = start; code <= end && code < 0xffff; code++) {
      const listed = range === 0 ? code : table.readUInt16BE(rangeAt + range + (code - start) * 2)
      if (range === 0 ? ((code + delta) & 0xffff) !== 0 : listed !== 0) found.add(code)
    }
  }
}

function addGroups(table: Buffer, found: Set<number>): void {
  for (let group = 0; group < table.readUInt32BE(12); group++) {
    const at = 16 + group * 12
    for (let code = table.readUInt32BE(at); code <= table.readUInt32BE(at + 4); code++) found.add(code)
  }
}
