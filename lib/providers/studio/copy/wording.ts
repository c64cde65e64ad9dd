/** First letter raised, the rest as it stands. */
export const capital = (text: string): string => text.charAt(0).toLocaleUpperCase('en') + text.slice(1)

/** First letter lowered, unless the first word is a name, an initialism or "I". `names` are words that keep their capital. */
export function lowered(text: string, names: ReadonlySet<string>): string {
  const first = /^[\p{L}\p{N}'’&.-]+/u.exec(text)?.[0] ?? ''
  const plain = first.replace(/['’]s$/, '')
  if (
    /^\S+\s\p{Lu}\p{Ll}/u.test(text) &&
    !/^(?:a|an|the|last|first|every|in|on|at|from|our|we|my|for|every|with|to)\s/i.test(text)
  )
    return text
  if (first === 'I' || /^I['’]/.test(first) || names.has(plain) || /\p{Lu}/u.test(first.slice(1))) return text
  return text.charAt(0).toLocaleLowerCase('en') + text.slice(1)
}

/** Ends a sentence with a full stop when nothing ends it yet. */
export const ended = (text: string): string => (/[.!?…。！？؟]["'”’)]?$/u.test(text) ? text : `${text}.`)

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  const last = items.at(-1) ?? ''
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`
}

/** Words in lower case, with digits, without punctuation. */
export const wordsOf = (text: string): string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}]+(?:[.,'’-][\p{L}\p{N}]+)*/gu) ?? []

/** What two sentences are compared by. */
export const sameKey = (text: string): string => wordsOf(text).join(' ')

export function gramsOf(text: string, size = 4): Set<string> {
  const words = wordsOf(text)
  const grams = new Set<string>()
  for (let at = 0; at + size <= words.length; at++) grams.add(words.slice(at, at + size).join(' '))
  return grams
}

/** Share of the smaller set that stands in the other, 0..1. */
export function overlapOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  if (small.size === 0) return 0
  let shared = 0
  for (const gram of small) if (large.has(gram)) shared += 1
  return shared / small.size
}

/** Sentences of a text as a reader would count them: by full stops and by lines. */
export const sentencesOf = (text: string): string[] =>
  text
    .split(/\n+|(?<=[.!?…])["'”’)]?\s+/u)
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** FNV-1a, 32 bit: the same number for the same text, everywhere. */
export function hashOf(text: string): number {
  let hash = 2_166_136_261
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619)
  return hash >>> 0
}

/** A new list in an order that depends on the seed alone. */
export function shuffled<T>(list: readonly T[], seed: string): T[] {
  return list
    .map((item, at) => ({ item, rank: hashOf(`${seed}|${at}`) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item)
}

/** The first `best` of a list shuffled among themselves, then the rest likewise: better words come first whatever the seed. */
export const ranked = <T>(list: readonly T[], best: number, seed: string): T[] => [
  ...shuffled(list.slice(0, best), seed),
  ...shuffled(list.slice(best), `${seed}|rest`),
]

/** Cut to a length in UTF-16 units at a word, with an ellipsis; words longer than the room are cut inside, never inside a character. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text
  const room = text.slice(0, Math.max(0, max - 1))
  const space = room.lastIndexOf(' ')
  const cut = (space > max * 0.5 ? room.slice(0, space) : room).replace(/[\s,;:.–—-]+$/u, '')
  return `${cut.replace(/[\ud800-\udbff]$/, '')}…`.toWellFormed()
}

/** Words a phrase must not end with. */
const dangling =
  /(?:^|[\s,])(?:a|an|the|and|or|but|of|in|on|at|to|for|from|with|by|as|than|that|which|who|our|your|my|their|its|is|are|was|were|be|we|you|so|if|when|while|per|into|each|every|more|only|just|within|until|between|over|under|about|including|plus|without|up|all|any|no|not|very|most|has|have)$/i

/** A phrase without loose ends: stray punctuation and small words at its end are dropped. */
export function tidied(phrase: string): string {
  let text = phrase.replace(/\s+/g, ' ').replace(/^[\s,;:–—·•-]+|[\s,;:.!?–—·•-]+$/gu, '')
  while (dangling.test(text)) text = text.replace(dangling, '').replace(/[\s,;:.–—-]+$/u, '')
  return text
}
