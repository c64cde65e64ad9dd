import type { UploadNote, UploadReading } from '../../lib/domain/upload.ts'
import { en } from '../messages/en.ts'

const words = en.uploads

/** What was read of a file. */
export function readingWords(reading: UploadReading): string {
  const { colours } = reading
  const coloured = colours.length === 0 ? [] : [words.colours(colours.length)]
  switch (reading.kind) {
    case 'image':
      return words.read([words.size(reading.width, reading.height), ...coloured])
    case 'text':
      return words.read([words.characters(reading.characters, reading.cut), ...coloured])
    case 'pdf': {
      const { pages, pagesRead, characters, cut } = reading
      const text = characters === 0 ? words.noText : words.characters(characters, cut && pagesRead === pages)
      return words.read([words.pages(pagesRead, pages), text, ...coloured])
    }
    default:
      return reading satisfies never
  }
}

/** What the analysis had of a file. */
export const uploadWords = ({ reading, shown }: UploadNote): string =>
  shown ? `${readingWords(reading)} ${words.shown}` : readingWords(reading)
