import { offerChip } from './read-offer.ts'
import { hasVerb } from './read-phrases.ts'
import type { Fact, Facts } from './facts.ts'
import type { Topic } from './topic.ts'
import { capital, sameKey, tidied } from './wording.ts'

/** The longest headline, in characters. */
const longest = 90

/** Gives each topic a title of two to four words and a headline of 4 to 90 characters, both unlike all before it. */
export function namer(facts: Facts): (topic: Omit<Topic, 'title' | 'headline'>) => Pick<Topic, 'title' | 'headline'> {
  const titles = new Set<string>()
  const headlines = new Set<string>()
  const fresh = (used: Set<string>, options: readonly (string | null)[], index: number): string => {
    const found =
      options.find((one): one is string => one !== null && one.trim().length >= 4 && !used.has(sameKey(one))) ??
      `Post ${index}`
    used.add(sameKey(found))
    return found
  }
  return (topic) => ({
    title: fresh(
      titles,
      [
        ...titlesOf(topic, facts).map(twoToFour),
        topic.moment.title,
        ...topic.support.map((fact) => twoToFour(fact.clip)),
      ],
      topic.index,
    ),
    headline: fresh(
      headlines,
      [
        ...headlinesOf(topic, facts),
        ...(topic.frame === 'moment' ? [] : partsOfLead(topic.lead, facts)),
        ...(topic.frame === 'moment' ? [] : topic.support.map((fact) => fact.clip && capital(fact.clip))),
        topic.moment.hook.replace(/\.$/, ''),
        topic.moment.title,
        ...topic.support.map((fact) => fact.clip && capital(fact.clip)),
      ].filter((one) => one === null || one.length <= longest),
      topic.index,
    ),
  })
}

/** A sentence too long for a headline lends it one of its parts. */
const partsOfLead = (lead: Fact | null, facts: Facts): (string | null)[] =>
  lead?.full
    ? facts.all
        .filter((fact) => fact.full === null && sameKey(lead.text).includes(sameKey(fact.text)))
        .map((fact) => fact.clip && capital(fact.clip))
    : []

function titlesOf(topic: Omit<Topic, 'title' | 'headline'>, facts: Facts): (string | null)[] {
  const { lead, frame } = topic
  const ofLead = lead
    ? [
        ...lead.chips.filter((chip) => chip.includes(' ') && !chip.includes('%')),
        lead.clip && lead.clip.split(' ').length <= 4 ? lead.clip : null,
        lead.chips[0]?.includes('%') ? null : around(lead.text, lead.chips[0]),
      ]
    : []
  switch (frame) {
    case 'intro':
      return [
        facts.name && facts.name.split(' ').length <= 3 ? `Meet ${facts.name}` : null,
        facts.voice === 'I' ? 'Who I am' : 'Who we are',
        ...ofLead,
      ]
    case 'offer':
      return [facts.offer ? offerChip(facts.offer.text) : null, ...ofLead, 'The offer itself']
    case 'audience':
      return [facts.audience?.short ? `For ${facts.audience.short.split(/,|\sand\s|\sor\s/)[0] ?? ''}` : null]
    case 'fact':
      return ofLead
    case 'moment':
      return []
    default:
      return frame satisfies never
  }
}

function headlinesOf(topic: Omit<Topic, 'title' | 'headline'>, facts: Facts): (string | null)[] {
  const { lead, frame } = topic
  const short = lead?.clip ? capital(lead.clip) : null
  const whole = lead?.full && lead.full.length <= 72 ? lead.full.replace(/\.$/, '') : null
  const long = lead?.full && lead.full.length <= longest + 1 ? lead.full.replace(/\.$/, '') : null
  const part = lead ? clauseWithin(lead, 72) : null
  const hook = topic.moment.hook.replace(/\.$/, '')
  if (frame === 'moment') return [hook.length <= 60 ? hook : null, whole, short, long, part, hook]
  if (frame === 'intro')
    return [
      facts.identity && facts.identity.split(' ').length >= 4 ? capital(facts.identity) : null,
      facts.identity && facts.name ? `${facts.name}, ${facts.identity}` : null,
      whole,
      long,
      short,
      facts.name,
    ]
  if (frame === 'audience')
    return [whole, short, long, part, facts.audience?.head ? `For ${facts.audience.head}` : null]
  if (frame === 'offer') return [short, whole, long, part]
  return [
    whole && whole.length <= 56 ? whole : null,
    short && short.split(' ').length >= 3 && !misses(short, lead?.chips ?? []) ? short : null,
    whole,
    short,
    long,
    part,
  ]
}

/** Two to four words out of a phrase; null when it has no such part. */
function twoToFour(phrase: string | null): string | null {
  if (phrase === null) return null
  const words = tidied(phrase).split(' ')
  const text = capital(tidied(words.slice(0, 4).join(' ')))
  const count = text.split(' ').length
  return count >= 2 && count <= 4 && text.length <= 36 ? text : null
}

/** A headline about a number shows the number. */
const misses = (text: string, chips: readonly string[]): boolean =>
  chips.length > 0 && !chips.some((chip) => text.includes(chip))

/** The main clause of a long sentence, with its number when it has one: cut before a reason or a remark only, never inside a list. */
function clauseWithin(fact: Fact, max: number): string | null {
  const joints = [
    ...fact.text.matchAll(/[;:–—]\s|,?\s(?:so|which|because|while|but)\s|,\s(?:and|never|always)\s/gu),
  ].map((match) => match.index)
  const parts = joints
    .filter((at) => !/\b(?:if|unless|until|within|only|except|over|under|up to)\b/i.test(fact.text.slice(at)))
    .map((at) => tidied(fact.text.slice(0, at)))
    .filter((part) => part.length <= max && part.split(' ').length >= 4 && hasVerb(part))
  const best = parts.findLast((part) => !misses(part, fact.chips)) ?? null
  return best ? capital(best) : null
}

/** A number with the words before it, when they belong together: "within 40 miles". */
function around(text: string, chip: string | undefined): string | null {
  if (!chip) return null
  const at = text.indexOf(chip)
  if (at < 0) return null
  const before =
    /(?:^|\s)((?:within|under|over|for|in|from|up to|more than|less than|at least|by|every|only|after|until)\s(?:just\s|about\s)?)$/i.exec(
      text.slice(0, at),
    )?.[1] ?? ''
  return `${before}${chip}`
}
