import { detectTrade } from './detect-trade.ts'
import { clausesOf, hasVerb } from './read-phrases.ts'
import { tidied } from './wording.ts'

/** Text as a pattern that matches itself. */
export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** "a neighbourhood bakery in Leeds": what the business says it is. */
export function identityIn(
  sentences: readonly string[],
  name: string | null,
  names: ReadonlySet<string>,
): string | null {
  const subject = name ? `(?:${escaped(name)}|we|I)` : '(?:we|I)'
  const says = new RegExp(
    String.raw`^(?:${subject}(?:\s(?:is|are|am|was)|['’](?:re|m|s))|${name ? escaped(name) : '(?!)'}\s?[,:–—-]|we are ${name ? escaped(name) : '(?!)'},)\s+((?:an?|the|your)\s.+)$`,
    'iu',
  )
  for (const sentence of sentences.slice(0, 4)) {
    const said = says.exec(sentence)?.[1]
    if (!said) continue
    const np = tidied(
      said.split(
        /\s(?:that|which|who|where|whose|helping|built|based|offering|serving|specialising|specializing|making|selling|founded|run by|run|with|and we|dedicated)\s|[,;:(–—]|\.\s/u,
      )[0] ?? '',
    )
    if (np.split(' ').length >= 2 && np.split(' ').length <= 12) return np.charAt(0).toLowerCase() + np.slice(1)
  }
  const first = sentences[0] ?? ''
  const bare = tidied(first.split(/\s(?:that|which|who|with|for)\s|[,;:(–—]/u)[0] ?? '')
  const words = bare.split(' ')
  if (
    words.length < 2 ||
    words.length > 10 ||
    clausesOf(first).length > 1 ||
    /\b(?:we|our|I|is|are|my|you|it)\b/i.test(bare)
  )
    return null
  if (hasVerb(bare) || (name !== null && bare.includes(name))) return null
  if (!/\p{L}{3,}/u.test(bare) || detectTrade(bare, bare).id === 'general') return null
  const plain = names.has(words[0] ?? '') ? bare : bare.charAt(0).toLowerCase() + bare.slice(1)
  return /^(?:an?|the)\s/i.test(plain)
    ? plain
    : /(?:s|ing|food|music)\b(?=$|\s(?:in|for|from|near|at|by|on)\b)/.test(plain)
      ? null
      : `${/^[aeio]/i.test(plain) ? 'an' : 'a'} ${plain}`
}
