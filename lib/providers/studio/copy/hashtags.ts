import type { Facts } from './facts.ts'
import { wordsOf } from './wording.ts'

const asTag = (text: string): string =>
  text
    .replace(/&/g, ' and ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

/** Hashtags of one post, strongest first: the name, the place, then the trade's own in turn, so that posts do not all carry the same. */
export function hashtagsOf(facts: Facts, index: number): string[] {
  const own = facts.trade.hashtags
  const turned = own.map((_, at) => own[(at + index) % own.length] ?? '')
  const place = facts.place ? asTag(facts.place.replace(/^the\s/i, '').split(/,|\sand\s/)[0] ?? '') : ''
  const name = facts.name ? asTag(facts.name) : ''
  const [first = '', ...others] = turned
  const order = index % 2 === 0 ? [place, first, name, ...others] : [name, first, place, ...others]
  return distinct(order)
}

/** Hashtags out of the brief's own words, for languages whose habits the studio does not know. */
export function ownHashtags(facts: Facts): string[] {
  const counted = new Map<string, number>()
  for (const word of facts.sentences.flatMap((sentence) => wordsOf(sentence))) {
    if (word.length >= 6 && word.length <= 24 && /^[\p{L}\p{M}]+$/u.test(word))
      counted.set(word, (counted.get(word) ?? 0) + 1)
  }
  const frequent = [...counted]
    .toSorted((a, b) => b[1] - a[1] || b[0].length - a[0].length)
    .map(([word]) => asTag(word))
  return distinct([facts.name ? asTag(facts.name) : '', facts.place ? asTag(facts.place) : '', ...frequent.slice(0, 6)])
}

const distinct = (tags: readonly string[]): string[] => {
  const seen = new Set<string>()
  return tags.filter((tag) => {
    const key = tag.toLowerCase()
    if (tag.length < 2 || tag.length > 40 || /^\d+$/.test(tag) || seen.has(key)) return false
    seen.add(key)
    return true
  })
}
