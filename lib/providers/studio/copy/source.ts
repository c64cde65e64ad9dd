import type { Brief } from '../../../domain/brief.ts'
import type { UploadNote } from '../../../domain/upload.ts'
import type { WebsiteFacts } from '../../../domain/website.ts'
import { calmed, plainText, splitSentences, withoutAddresses } from './clean-brief.ts'
import { isEnglish } from './language.ts'

/** A brief, and what the page of its website and its files add: all that the studio may say stands in one of them. */
export type Source = Brief & { page?: Page }

type Page = { name: string | null; sentences: string[]; colours: string[] }

/** Sentences of a page, and of each file, at most: the brief's own come first. */
const mostSentences = 12

type Files = readonly Pick<UploadNote, 'mime' | 'claims' | 'reading'>[]

export function sourceOf(brief: Brief, website: WebsiteFacts | undefined, files: Files = []): Source {
  if (!website && files.length === 0) return brief
  const page = {
    name: (website?.name ?? null) && plainName(website?.name ?? ''),
    sentences: [
      ...(website ? sentencesOf(brief, website) : []),
      ...files.flatMap(({ claims }) => sentencesOf(brief, { language: null, description: null, claims })),
    ],
    colours: [...(website?.colours ?? []), ...coloursOf(files)],
  }
  return page.name === null && page.sentences.length === 0 && page.colours.length === 0 ? brief : { ...brief, page }
}

/** The codes that a guideline names come before what a picture shows. */
const coloursOf = (files: Files): string[] =>
  files
    .toSorted((a, b) => Number(a.reading.kind === 'image') - Number(b.reading.kind === 'image'))
    .flatMap(({ reading }) => reading.colours)

/** Said on the page when nothing of the website, or of a file, can be quoted. */
export function sourceNotes(brief: Brief, website: WebsiteFacts | undefined, files: Files = []): string[] {
  const isSilent = (facts: Parameters<typeof sentencesOf>[1]): boolean =>
    facts.claims.length > 0 && sentencesOf(brief, facts).length === 0
  const silentFile = files.some(({ claims }) => isSilent({ language: null, description: null, claims }))
  return [
    ...(website && isSilent(website)
      ? ['The website has no sentence in the language of the brief that the studio can quote.']
      : []),
    ...(silentFile ? [silentFileNote(brief)] : []),
  ]
}

/** Nothing says which language a file is in: English is told by its words, others are not. */
const silentFileNote = ({ language }: Brief): string =>
  isEnglish(language, '')
    ? 'A file has no sentence in English that the studio can quote.'
    : 'The studio quotes files in English campaigns only.'

/** A name as it can stand inside a sentence; null for a slogan. */
function plainName(name: string): string | null {
  const plain = withoutAddresses(plainText(calmed(name))).trim()
  return plain.length >= 2 && plain.length <= 48 && plain.split(' ').length <= 6 && !/[.!?:;|"“”]/.test(plain)
    ? plain
    : null
}

/** What the page says in the language of the brief, without headings in title case and what others are quoted with. */
function sentencesOf(
  brief: Brief,
  { language, description, claims }: Pick<WebsiteFacts, 'language' | 'description' | 'claims'>,
): string[] {
  const told = [description ?? '', ...claims].flatMap((text) =>
    splitSentences(withoutAddresses(calmed(plainText(text)))),
  )
  const tongue = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''
  const english = tongue(brief.language) === 'en'
  if (language === null ? !english : tongue(language) !== tongue(brief.language)) return []
  return told
    .filter((sentence) => (!english || isEnglish('en', sentence)) && !isTitled(sentence) && !/["“”„«»]/.test(sentence))
    .slice(0, mostSentences)
}

/** "Our Story Starts Here": capitals that are no names. */
function isTitled(sentence: string): boolean {
  const words = sentence
    .split(' ')
    .slice(1)
    .filter((word) => word.length > 3)
  return words.length >= 2 && words.filter((word) => /^\p{Lu}/u.test(word)).length / words.length > 0.6
}
