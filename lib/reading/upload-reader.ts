import { cut, plain } from '../domain/plain-text.ts'
import { mostTextBytes, uploadBounds, type UploadMime, type UploadReader } from '../domain/upload.ts'
import { coloursNamed } from './colours.ts'
import { createPdfReader, type PdfLimits } from './read-pdf.ts'
import { refusals } from './refusals.ts'
import { isUtf16, sniff, textOf } from './sniff.ts'
import { wordsOf } from './words.ts'

/** Files that are read at once; more wait with whoever sent them. */
const mostAtOnce = 8

const endings: Record<UploadMime, string> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'text/plain': 'txt',
  'text/markdown': 'md',
}
const formats = { 'image/png': 'png', 'image/jpeg': 'jpeg', 'image/webp': 'webp' } as const

/** Reads PDFs, pictures and texts on this machine: no network, nothing of a file runs. */
export function createUploadReader(limits?: PdfLimits): UploadReader {
  const pdfs = createPdfReader(limits)
  let open = 0

  const readPdf: Read = async (bytes) => {
    const { pages, pagesRead, text: raw, more } = await pdfs.read(bytes)
    const { text, claims, cut: isCut } = wordsOf(raw)
    const said = { characters: text.length, cut: more || isCut, colours: coloursNamed(raw) }
    return { text, claims, reading: { kind: 'pdf', pages, pagesRead, ...said } }
  }
  const readText: Read = async (bytes) => {
    const raw = textOf(bytes) ?? ''
    const { text, claims, cut: isCut } = wordsOf(raw)
    if (text === '') throw refusals.blank()
    return { text, claims, reading: { kind: 'text', characters: text.length, cut: isCut, colours: coloursNamed(raw) } }
  }

  const readAs = async (bytes: Uint8Array, mime: UploadMime): ReturnType<Read> => {
    switch (mime) {
      case 'application/pdf':
        return readPdf(bytes)
      case 'text/plain':
      case 'text/markdown':
        return readText(bytes)
      default: {
        // What opens pictures takes 7 MB and an eighth of a second: it is loaded with the first.
        const { readImage } = await import('./read-image.ts')
        return { text: '', claims: [], reading: await readImage(bytes, formats[mime]) }
      }
    }
  }

  return {
    async read(bytes, { name, hint }) {
      const mime = mimeOf(bytes, name, hint)
      if (open >= mostAtOnce) throw refusals.busy()
      open += 1
      try {
        return { name: nameOf(name, mime), mime, ...(await readAs(bytes, mime)) }
      } finally {
        open -= 1
      }
    },
    close: pdfs.close,
  }
}

type Read = (
  bytes: Uint8Array,
) => Promise<Pick<Awaited<ReturnType<UploadReader['read']>>, 'reading' | 'text' | 'claims'>>

function mimeOf(bytes: Uint8Array, name: string | null, hint: string | null): UploadMime {
  if (bytes.length === 0) throw refusals.empty()
  const found = sniff(bytes)
  if (found === null) {
    const isText = /\.(?:txt|md|markdown|text)$/i.test(name ?? '') || /^text\//i.test(hint ?? '')
    throw isText || isUtf16(bytes) ? refusals.otherText() : refusals.unknownType()
  }
  if (found !== 'text') return found
  if (bytes.length > mostTextBytes) throw refusals.longText()
  return /\.(?:md|markdown)$/i.test(name ?? '') || /^text\/(?:x-)?markdown\b/i.test(hint ?? '')
    ? 'text/markdown'
    : 'text/plain'
}

/** A name that can be shown: no folders, no unseen signs, not too long. */
function nameOf(name: string | null, mime: UploadMime): string {
  const plainName = cut(plain((name ?? '').split(/[/\\]/).at(-1) ?? ''), uploadBounds.name)
  return plainName ?? `file.${endings[mime]}`
}
