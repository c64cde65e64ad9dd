import type { Brief } from '../../../domain/brief.ts'
import type { WebsiteFacts } from '../../../domain/website.ts'
import { calmed, plainText, splitSentences, withoutAddresses } from './clean-brief.ts'
import { isEnglish } from './language.ts'

/** A brief, and what the page of its website adds: all that the studio may say stands in one of them. */
export type Source = Brief & { page?: Page }

type Page = { name: string | null; sentences: string[]; colours: string[] }

/** Sentences of a page, at most: the brief's own come first. */
const mostSentences = 12

export function sourceOf(brief: Brief, website: WebsiteFacts | undefined): Source {
  if (!website) return brief
  const { name, colours } = website
  const page = { name: name && plainName(name), sentences: sentencesOf(brief, website), colours }
  return page.name === null && page.sentences.length === 0 && colours.length === 0 ? brief : { ...brief, page }
}

/** Said on the page when nothing of the website can be quoted. */
export function pageNotes({ page }: Source, website: WebsiteFacts | undefined): string[] {
  const silent = website !== undefined && website.claims.length > 0 && (page?.sentences ?? []).length === 0
  return silent ? ['The website has no sentence in the language of the brief that the studio can quote.'] : []
}

/** A name as it can stand inside a sentence; null for a slogan. */
function plainName(name: string): string | null {
  const plain = withoutAddresses(plainText(calmed(name))).trim()
  return plain.length >= 2 && plain.length <= 48 && plain.split(' ').length <= 6 && !/[.!?:;|"“”]/.test(plain)
    ? plain
    : null
}

/** What the page says in the language of the brief, without headings in title case and what others are quoted with. */
function sentencesOf(brief: Brief, { language, description, claims }: WebsiteFacts): string[] {
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
