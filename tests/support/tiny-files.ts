import zlib from 'node:zlib'
import sharp from 'sharp'

const escaped = (text: string): string => text.replace(/[()\\]/g, '\\$&')

type PdfOptions = {
  /** What the content streams of the pages hold, in place of the lines. */
  content?: (page: number) => Buffer
  filter?: string
  /** More for the trailer, e.g. /Encrypt. */
  trailer?: string
}

/** A whole PDF with one string per line and page, made here. */
export function pdfOf(
  pages: readonly (readonly string[])[],
  { content, filter, trailer = '' }: PdfOptions = {},
): Buffer {
  const objects: Buffer[] = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from(''),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
  ]
  const kids: string[] = []
  for (const [at, lines] of pages.entries()) {
    const drawn = lines.map((line) => `(${escaped(line)}) Tj 0 -16 Td`).join('\n')
    const stream = content?.(at) ?? Buffer.from(`BT /F1 12 Tf 72 720 Td\n${drawn}\nET`, 'latin1')
    objects.push(
      Buffer.concat([
        Buffer.from(`<< /Length ${stream.length}${filter ? ` /Filter /${filter}` : ''} >>\nstream\n`),
        stream,
        Buffer.from('\nendstream'),
      ]),
    )
    const contents = objects.length
    objects.push(
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${contents} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
      ),
    )
    kids.push(`${objects.length} 0 R`)
  }
  objects[1] = Buffer.from(`<< /Type /Pages /Count ${kids.length} /Kids [${kids.join(' ')}] >>`)
  const parts = [Buffer.from('%PDF-1.4\n')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  for (const [at, body] of objects.entries()) {
    const object = Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')])
    offsets.push(length)
    parts.push(object)
    length += object.length
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer << /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

/** A PDF that wants a password before it says anything. */
export const lockedPdf = (): Buffer =>
  pdfOf([['Nobody reads this.']], {
    trailer: `/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <${'ab'.repeat(32)}> /U <${'cd'.repeat(32)}> >>`,
  })

/** A PDF of a few hundred kB whose one page unpacks to `megabytes`. */
export const swellingPdf = (megabytes: number): Buffer =>
  pdfOf([[]], {
    filter: 'FlateDecode',
    content: () => zlib.deflateSync(Buffer.alloc(megabytes * 1_048_576, ' '), { level: 1 }),
  })

/** A PDF whose one page says that many words, each by itself: it takes long to read. */
export const slowPdf = (words: number): Buffer =>
  pdfOf([[]], {
    filter: 'FlateDecode',
    content: () => zlib.deflateSync(Buffer.from(`BT /F1 12 Tf ${'1 0 0 1 9 9 Tm (x) Tj '.repeat(words)} ET`)),
  })

/** A logo: a mark in one colour on white. */
export const logoOf = (colour: string, format: 'png' | 'jpeg' | 'webp' = 'png'): Promise<Buffer> =>
  sharp({ create: { width: 120, height: 60, channels: 3, background: '#ffffff' } })
    .composite([{ input: { create: { width: 60, height: 30, channels: 3, background: colour } }, gravity: 'centre' }])
    .toFormat(format)
    .toBuffer()

/** A picture of a few hundred kB that unpacks to more pixels than anybody should. */
export const swellingPng = (side: number): Promise<Buffer> =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#b4451f' } })
    .png({ palette: true, compressionLevel: 9 })
    .toBuffer()
