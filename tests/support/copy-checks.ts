import type { Brief } from '../../lib/domain/brief.ts'

/** Written apart from the code it checks, on purpose. */

const tokens = (text: string): string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}£$€%]+(?:[.,'’-][\p{L}\p{N}]+)*/gu) ?? []

/** Sentences by full stops and lines, in lower case without punctuation. */
export const sentencesIn = (text: string): string[] =>
  text
    .split(/\n+|(?<=[.!?])\s+/u)
    .map((sentence) => tokens(sentence).join(' '))
    .filter((sentence) => sentence !== '')

export const openerOf = (text: string): string => sentencesIn(text)[0] ?? ''

const runs = (text: string): Set<string> => {
  const words = tokens(text)
  return new Set(words.slice(0, Math.max(0, words.length - 3)).map((_, at) => words.slice(at, at + 4).join(' ')))
}

/** Shared four-word runs as a share of the shorter text's. */
export function gramOverlap(a: string, b: string): number {
  const [small, large] = [runs(a), runs(b)].toSorted((x, y) => x.size - y.size)
  if (!small || !large || small.size === 0) return 0
  return [...small].filter((run) => large.has(run)).length / small.size
}

const little = new Set(
  'about above after again also any are because been before being both but does down each every for from have here into its just more most much not now off once one only other our out over own per same some such than that the their them then there these they this those through too under until very was way were what when where which while who why will with you your'.split(
    ' ',
  ),
)
const matters = (word: string): boolean => /\d/.test(word) || (word.length > 2 && !little.has(word))

/**
 * How many different facts of the brief a text tells. A fact is a field, a sentence or a clause of it, or the name of a place or person inside one;
 * it is told when the text holds a number of it, most of the words that matter, three words in a row of it with two that matter, or the name.
 */
export function factsTold(text: string, brief: Brief): number {
  const parts = [brief.business, brief.audience ?? '', brief.offer ?? '', ...brief.proofPoints]
    .flatMap((field) => field.split(/(?<=[.!?])\s+|\n+|[;,]\s|\s(?:and|so|with)\s/u))
    .map(tokens)
    .concat(
      [...brief.business.matchAll(/(?<=\p{Ll} )\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)*/gu)].map((match) => tokens(match[0])),
    )
    .filter((words) => words.filter(matters).length >= 1)
  const said = ` ${tokens(text).join(' ')} `
  return parts.filter((words) => {
    if (words.some((word) => /\d/.test(word) && said.includes(` ${word} `))) return true
    const run = (size: number, least: number): boolean =>
      words.some((_, at) => {
        const slice = words.slice(at, at + size)
        return slice.length === size && slice.filter(matters).length >= least && said.includes(` ${slice.join(' ')} `)
      })
    const weight = words.filter(matters)
    if (weight.length >= 2 && weight.filter((word) => said.includes(` ${word} `)).length / weight.length >= 0.6)
      return true
    return (
      run(3, 2) ||
      (run(2, 2) && weight.length <= 4) ||
      (weight.length <= 2 && weight.every((word) => said.includes(` ${word} `)))
    )
  }).length
}

/**
 * Numbers and capitalised words of a text that the source does not have. Words that open a sentence, a line, a quotation or what follows a
 * colon may be capitalised; so may "I". Everything else must stand in the source, case aside.
 */
export function inventedWords(text: string, source: string): string[] {
  const known = new Set(
    tokens(source).flatMap((word) => [
      word,
      word.replace(/['’]s$/, ''),
      ...word.split(/[-'’]/),
      word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''),
    ]),
  )
  const invented: string[] = []
  for (const match of text.matchAll(/[\p{L}\p{N}][\p{L}\p{N}.,'’-]*[\p{L}\p{N}]|[\p{L}\p{N}]/gu)) {
    const word = match[0]
    const before = text.slice(0, match.index)
    const opens = /(?:^|[.!?…:]["”’]?\s+|\n\s*|[“"])$/u.test(before)
    const numeric = /\d/.test(word)
    const capital = /^\p{Lu}/u.test(word) && !opens && word !== 'I' && !/^I['’]/.test(word)
    if (!numeric && !capital) continue
    const plain = word.toLowerCase().replace(/['’]s$/, '')
    if (!known.has(plain) && !plain.split(/[-'’]/).every((part) => known.has(part))) invented.push(word)
  }
  return invented
}
