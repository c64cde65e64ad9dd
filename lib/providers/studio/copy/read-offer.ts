import type { Fact } from './facts.ts'
import { clipOf, hasVerb } from './read-phrases.ts'
import { tidied } from './wording.ts'

const shapes = [
  /\b(?:two|three|2|3|four|4) for (?:one|two|three|1|2|3|the price of \p{L}+)\b/iu,
  /\bbuy (?:one|two|1|2)\b.{0,30}\b(?:get|free)\b/iu,
  /\d+\s?% (?:off|discount)\b/iu,
  /[£$€]\s?\d[\d.,]* off\b/iu,
  /\d+(?:[.,]\d+)?\s?€ off\b/iu,
  /\b(?:half price|half-price)\b/iu,
  /\bfirst (?:[\p{L}-]+ ){1,3}(?:is |are |comes? )?(?:free|on us|for free)\b/iu,
  /\bfree (?:[\p{L}-]+ )?(?:trial|delivery|shipping|consultation|class|lesson|demo|session|quote|quotes|survey|call|check|check-up|tasting|workshop|entry|visit|sample|fitting|returns?)\b/iu,
  /\b(?:early[- ]bird|introductory|intro|launch) (?:price|offer|ticket|tickets|discount|rate)\b/iu,
  /\b(?:discount|voucher|gift card|special offer)\b/iu,
]

/** Whether the words make an offer: a saving or something for nothing. */
export const isOffer = (text: string): boolean => shapes.some((shape) => shape.test(text))

/** The offer in as few words as the brief allows: "two for one", "10% off". */
export function offerChip(text: string): string | null {
  for (const shape of shapes) {
    const found = shape.exec(text)?.[0]
    if (found && found.length <= 32) return found.charAt(0) + found.slice(1)
  }
  return null
}

/** Whether it says until when it holds. */
export const hasEnd = (text: string): boolean =>
  /\b(?:until|till|ends?|through|before|by)\s(?:the\s)?(?:end|\d|\p{Lu})|\b(?:every|each|always|on)\s(?:\p{Lu}\p{L}+day|week)|\bfirst (?:\p{L}+ ){0,2}(?:class|visit|order|month|lesson|session)|\b(?:\d+|[a-z]+)[- ](?:day|week|month)s?\b/u.test(
    text,
  )

/** The offer as a phrase: from where the saving begins, else what the sentence gives. */
export function offerPhrase(fact: Fact): string | null {
  const chip = offerChip(fact.text)
  const half = /^(.{3,60}?) (?:is|are) half price(.{0,40})$/i.exec(fact.text)
  if (half && !half[1]?.includes(',')) return `${half[1] ?? ''} at half price${half[2] ?? ''}`
  if (!hasVerb(fact.text) && fact.text.split(' ').length <= 10 && !/[,;:]\s/.test(fact.text)) return fact.text
  const at = chip === null ? -1 : fact.text.indexOf(chip)
  const clip = fact.clip ?? clipOf(fact.text)
  const lead = /^((?:on|every|until|from|in|with|for|at|this|through)\s[^,]{2,40}),\s/i.exec(fact.text)?.[1] ?? null
  if (clip && lead === null && (chip === null || clip.includes(chip) || /^free\b/.test(clip))) return clip
  if (at < 0 || /\bfirst\b.*\b(?:is|are|on us)\b/i.test(chip ?? '')) return null
  const rest = tidied(fact.text.slice(at))
  const phrase = lead ? `${rest} ${lead.charAt(0).toLowerCase()}${lead.slice(1)}` : rest
  const before = fact.text
    .slice(0, at)
    .replace(/^(?:there (?:is|are)|get|enjoy|take|an?|the|we offer|our)\s+/gi, '')
    .trim()
  if (!lead && before !== '' && !/^(?:an?|the|your|our|get)$/i.test(before))
    return fact.text.split(' ').length <= 8 && !hasVerb(fact.text) ? fact.text : null
  return phrase.split(' ').length >= 2 && phrase.split(' ').length <= 11 && !/[;:(.]/.test(phrase) ? phrase : null
}
