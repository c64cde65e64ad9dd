import { hasVerb } from './read-phrases.ts'
import { tidied } from './wording.ts'

const price = String.raw`[£$€]\s?\d[\d.,]*(?:\s(?:per|a|an)\s\p{L}+)?`
const subject = String.raw`(?!(?:we|i|it|you|they|there|this|that|these|those|nobody|no)\b)(?![^,]{0,34}\b(?:and|or|takes?|costs?|means?)\s)[\p{L}\d][\p{L}\p{N}'’ -]{1,34}?`
const plain = (text: string): string => text.replace(/^(?:the|our|my|all(?: our)?)\s/i, '')

type Rule = { pattern: RegExp; say(...parts: string[]): string }

/** A sentence and the same as a phrase: nothing is cut, so no condition is lost. */
const rules: readonly Rule[] = [
  {
    pattern: new RegExp(String.raw`^(an?) (\p{L}+) costs (${price})(?: (including .+|with .+))?$`, 'iu'),
    say: (article, one, cost, rest) => `${cost} ${article.toLowerCase()} ${one}${rest ? `, ${rest}` : ''}`,
  },
  {
    pattern: new RegExp(
      String.raw`^(${subject}) (?:costs?|is|are) (${price}(?: (?:including|with|for|per) [^,;]+)?)$`,
      'iu',
    ),
    say: (what, cost) => `${plain(what)} for ${cost}`,
  },
  {
    pattern: new RegExp(String.raw`^(${subject}) starts? (?:at|from) (${price}(?: [^,;]+)?)$`, 'iu'),
    say: (what, cost) => `${plain(what)} from ${cost}`,
  },
  {
    pattern: /^(?:the )?(\p{L}+) (?:is|are) free( (?:for|with|until|on|every|behind|within|at) [^,;]+)?$/iu,
    say: (what, rest) => `free ${what.toLowerCase()}${rest}`,
  },
  {
    pattern:
      /^(?:we|I|(?:the|our|my)\s\p{L}+) (?:open|opens|(?:is|are|am) open)( (?:at|from|every|on|until|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|daily|to)\b.+)$/iu,
    say: (when) => `open${when.replace(/^ at /, ' from ')}`,
  },
  {
    pattern: new RegExp(
      String.raw`^(${subject}) (?:is|are) ((?:ready|valid|available|behind|next to|in stock|made from|made of|limited to)\b[^,;]+)$`,
      'iu',
    ),
    say: (what, rest) => `${plain(what)} ${rest}`,
  },
  {
    pattern: new RegExp(
      String.raw`^(${subject}) (?:has|have) ((?:an?|the|\d+|two|three|four|five|six|seven|eight|nine|ten) [^,;]+)$`,
      'iu',
    ),
    say: (what, rest) => `${plain(what)} with ${rest}`,
  },
  {
    pattern: new RegExp(
      String.raw`^(${subject}) (?:are|is|last|lasts|take|takes) (\d+ (?:minutes|hours|days))(?:(?:,| and) .*)?$`,
      'iu',
    ),
    say: (what, time) => `${plain(what).replace(/^an?\s/i, '')} of ${time}`,
  },
]

const twisted = /\b(?:if|unless|when|which|who|that|because|so|but|not|never|been)\b|n['’]t\b/i

/** The sentence as a phrase in its own words ("guides with the Mountain Leader award", "€48 a class, including clay"); null when no rule fits. */
export function shortFormOf(sentence: string): string | null {
  if (twisted.test(sentence)) return null
  for (const { pattern, say } of rules) {
    const found = pattern.exec(sentence)
    if (!found) continue
    const text = tidied(say(...found.slice(1).map((part: string | undefined) => part ?? '')))
    if (text.length > 72 || (/ and /.test(text) && hasVerb(text.slice(text.indexOf(' and ') + 5)))) continue
    return text
  }
  return null
}

const both = /^(.+?)(?:,| and) (.+)$/iu
const subjectFirst =
  /^(?:we|our|the|an?|you|your|every|each|all|most|[\p{L}-]+ (?:is|are|has|have|opens?|costs?|takes?|comes?|starts?|gets?|lasts?))\s/iu
const leaning = /^(?:it|they|them|he|she|this|that|these|those|so|but|then|also|which|who|never|not)\b|\b(?:it|them)\b/i

/**
 * Parts of a sentence that can stand beside other sentences without losing anything: a price at its end, the last item of an enumeration,
 * each of two clauses. As the brief has them.
 */
export function partsOf(sentence: string): string[] {
  const tail = new RegExp(String.raw`,\s(?:and\s)?((?:from |for |at )?${price}(?:\s(?:a|per)\s\p{L}+)?)$`, 'iu').exec(
    sentence,
  )?.[1]
  if (tail) return [tail]
  if (twisted.test(sentence)) return []
  if (!hasVerb(sentence)) {
    const [, head, own] = /^(.{18,60}), with (.{18,60})$/iu.exec(sentence) ?? []
    if (head && own && !/,/.test(own)) return [head, own]
    const last = /(?:,| and) ((?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d+) (?:[^\s,]+ ?){3,7})$/iu.exec(
      sentence,
    )?.[1]
    return last && !/\b(?:each|and)\b|\d\s?[ap]m\b/.test(last) ? [last.trim()] : []
  }
  const [, left = '', right = ''] = both.exec(sentence) ?? []
  const stands = (half: string): boolean =>
    half.split(' ').length >= 3 && half.split(' ').length <= 10 && hasVerb(half) && !leaning.test(half)
  return stands(left) &&
    stands(right) &&
    subjectFirst.test(right) &&
    !/^(?:when|as|while|after|before|for|in|on|at|from|with)\b/i.test(left)
    ? [left, right]
    : []
}
