import type { Brief } from '../../domain/brief.ts'
import { sourceText } from '../../domain/sources.ts'
import type { UploadMaterial } from '../../domain/upload.ts'
import type { WebsiteFacts } from '../../domain/website.ts'

/** What an answer may name: hosts, mail addresses, accounts, telephone numbers and names that stand in the brief, on its page or in its files. */
export type Sources = {
  words: ReadonlySet<string>
  contacts: ReadonlySet<string>
  hasNouns: boolean
  /** Names are not looked at, nor are numbers: only addresses and accounts. */
  addressesAlone: boolean
}

/** No part of it begins within a run of its own letters: a long word is read once. */
const contact =
  /\b[a-z][a-z\d+.-]{1,20}:\/\/[^\s<>"']+|(?<![\w.+-])[\w.+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}|(?<![\p{L}\p{N}@./-])(?:[\p{L}\p{N}-]+\.)+\p{L}{2,24}(?![\p{L}\p{N}])(?:\/[^\s<>"']*)?|(?<![\p{L}\p{N}])@[\p{L}\p{N}_.]{2,}|\+?\d[\d ()./-]{6,}\d/giu
const wordIn = /\p{L}[\p{L}\p{M}\p{N}'’-]*/gu

/** Capitalised in English without being a name of anybody. */
const everybodys: ReadonlySet<string> = new Set(
  'i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december instagram linkedin x facebook tiktok twitter english christmas easter'.split(
    ' ',
  ),
)

/** `more` is what else may be named from: the words of files, and of who asks for it. */
export function sourcesOf(brief: Brief, website: WebsiteFacts | undefined, more: readonly string[] = []): Sources {
  const text = sourceText(brief, website, more)
  return {
    words: new Set(wordsOf(text)),
    contacts: new Set(contactsIn(text).flatMap(keysOf)),
    hasNouns: /^(?:de|lb|nds)\b/i.test(brief.language),
    addressesAlone: false,
  }
}

/** Where nothing but the brief was read, a model may name the town that a reader knows; where to go it has from the brief, and `more`, alone. */
export const addressesOf = (brief: Brief, more: readonly string[] = []): Sources => ({
  ...sourcesOf(brief, undefined, more),
  addressesAlone: true,
})

/** All that files say: of a long one, the sentences that were kept as well. */
export const wordsIn = (uploads: readonly Pick<UploadMaterial, 'name' | 'text' | 'claims'>[]): string[] =>
  uploads.flatMap(({ name, text, claims }) => [name, text, ...claims])

/** What a text names that stands in no source. In languages that capitalise all nouns names cannot be told apart: contacts alone are. */
export function straysIn(text: string, sources: Sources): string[] {
  const { words, hasNouns, addressesAlone } = sources
  const strange = contactsIn(text).filter((one) => !isNamed(one, sources) && !(addressesAlone && isNumber(one)))
  if (hasNouns || addressesAlone || isTitled(text)) return strange
  const bare = text.replace(contact, (found) => ' '.repeat(found.length))
  const names = [...bare.matchAll(wordIn)].filter(({ 0: word, index }) => {
    if (!/^\p{Lu}/u.test(word) || opens(bare.slice(0, index))) return false
    return wordsOf(word).some((part) => !words.has(part) && !everybodys.has(part))
  })
  return [...strange, ...names.map(([word]) => word)]
}

/** Whether a source names this contact: the host of an address, a mail address, an account, a number. */
export const isNamed = (contact: string, { contacts }: Sources): boolean =>
  keysOf(contact).every((key) => contacts.has(key))

/** "Ready.Then" is a full stop without its space, not a host. */
const isContact = (found: string): boolean => !/^[\p{L}\p{N}-]+\.\p{Lu}\p{Ll}+$/u.test(found)

const contactsIn = (text: string): string[] =>
  [...text.matchAll(contact)].map(([found]) => found).filter((found) => isContact(found))

const small: ReadonlySet<string> = new Set(['a', 'and', 'at', 'for', 'in', 'of', 'the', 'to', 'with'])

/** A hashtag hides names without spaces: each of its words stands in a source. */
export const isStrayTag = (tag: string, { words, addressesAlone }: Sources): boolean =>
  !addressesAlone &&
  tag
    .split(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})|_/u)
    .flatMap(wordsOf)
    .some((word) => !words.has(word) && !small.has(word) && !everybodys.has(word))

/** The text without the sentences that name what stands in no source. */
export function withoutStrays(text: string, sources: Sources): string {
  if (straysIn(text, sources).length === 0) return text
  return text
    .split('\n')
    .map((line) =>
      line
        .split(/(?<=[.!?…])\s+(?=\P{Ll})|(?<=[。！？])/u)
        .filter((sentence) => straysIn(sentence, sources).length === 0)
        .join(' '),
    )
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** The text without the contacts that stand in no source, for where whole sentences leave nothing. Empty when it names more than that. */
export function withoutContacts(text: string, sources: Sources): string {
  const bare = text.replace(contact, (found) => (isContact(found) && !isNamed(found, sources) ? '' : found))
  return straysIn(bare, sources).length === 0 ? bare.replaceAll(/ {2,}/g, ' ').trim() : ''
}

/** A word may be capitalised where a sentence, a line, a quotation or what follows a colon begins. */
const opens = (before: string): boolean => /(?:^|[.!?…:。！？]["”’)]?\s*|\n\s*|["“„«‘(–—]\s*)$/u.test(before)

/** "Bread For Early Risers": every word is capitalised, and none is known by it. */
function isTitled(text: string): boolean {
  const long = [...text.matchAll(wordIn)].map(([word]) => word).filter((word) => word.length > 3)
  return long.length >= 4 && long.every((word) => /^\p{Lu}/u.test(word))
}

const wordsOf = (text: string): string[] =>
  [...text.toLowerCase().matchAll(wordIn)].flatMap(([word]) => {
    const plain = word.replace(/['’]s$/, '').replace(/['’-]+$/, '')
    return [plain, ...plain.split(/['’-]/)].filter((part) => part !== '')
  })

/** An address is known by its host, a mail address and an account by themselves, a number by its digits. */
function keysOf(found: string): string[] {
  const plain = found.toLowerCase().replace(/[.,;:!?)]+$/, '')
  if (isNumber(plain)) return [plain.replace(/\D/g, '')]
  if (plain.includes('@')) return [plain]
  const host = plain.replace(/^[a-z][a-z\d+.-]*:\/\//, '').split(/[/?#:]/)[0] ?? ''
  return [host.replace(/^www\./, '')]
}

const isNumber = (found: string): boolean => /^\+?\d/.test(found) && !/\p{L}/u.test(found)
