/** Words as they are counted: letters and digits, with what holds them together. */
export const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu) ?? []

/** Words to compare by: lower case, without what stands around them. */
export const plainWords = (text: string): string[] =>
  wordsIn(text.toLowerCase()).map((word) =>
    word
      .replaceAll('’', "'")
      .replace(/'s$/, '')
      .replace(/['-]+$/, ''),
  )

/** Sentences by their marks, and lines. */
export const sentencesIn = (text: string): string[] =>
  text
    .split(/\n+|(?<=[.!?…])\s+|(?<=[。！？])/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))

/** Written without spaces between words: what counts words says nothing of them. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u

/**
 * LIX, readability for any language that writes words apart: words per sentence and the percentage of words of more than six letters (C. H.
 * Björnsson, Läsbarhet, 1968). Null where it does not apply.
 */
export function lixOf(text: string): number | null {
  const words = wordsIn(text)
  const sentences = sentencesIn(text).length
  if (words.length === 0 || sentences === 0 || unspaced.test(text)) return null
  const long = words.filter((word) => (word.match(/[\p{L}\p{N}]/gu)?.length ?? 0) > 6).length
  return words.length / sentences + (100 * long) / words.length
}

/** Runs of four words, each once. */
export function runsOf(text: string): Set<string> {
  const words = plainWords(text)
  return new Set(words.slice(0, Math.max(0, words.length - 3)).map((_, at) => words.slice(at, at + 4).join(' ')))
}

/** How often each run of three letters stands in a text: what it is about shows in it, in any language (M. Damashek, Science 267, 1995). */
export function trigramsOf(text: string): Map<string, number> {
  const letters = ` ${plainWords(text).join(' ')} `
  const counts = new Map<string, number>()
  for (let at = 0; at + 3 <= letters.length; at++) {
    const three = letters.slice(at, at + 3)
    counts.set(three, (counts.get(three) ?? 0) + 1)
  }
  return counts
}

/** From 0, nothing in common, to 1, the same shares. */
export function cosineOf(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const square = (counts: ReadonlyMap<string, number>): number =>
    [...counts.values()].reduce((sum, count) => sum + count * count, 0)
  let product = 0
  for (const [three, count] of one) product += count * (other.get(three) ?? 0)
  return product === 0 ? 0 : product / Math.sqrt(square(one) * square(other))
}

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))
