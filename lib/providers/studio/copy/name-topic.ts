import { offerChip } from './read-offer.ts'
import type { Fact, Facts } from './facts.ts'
import type { Topic } from './topic.ts'
import { capital, sameKey, shortened, tidied } from './wording.ts'

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
        topic.moment.hook.replace(/\.$/, ''),
        topic.moment.title,
        ...topic.support.map((fact) => fact.clip && capital(fact.clip)),
      ].map((one) => (one === null ? null : shortened(one, 90))),
      topic.index,
    ),
  })
}

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
  const part = lead ? clauseWithin(lead, 68) : null
  const hook = topic.moment.hook.replace(/\.$/, '')
  if (frame === 'moment') return [hook.length <= 60 ? hook : null, whole, part, short, hook]
  if (frame === 'intro')
    return [
      facts.identity && facts.identity.split(' ').length >= 4 ? capital(facts.identity) : null,
      facts.identity && facts.name ? `${facts.name}, ${facts.identity}` : null,
      whole,
      lead?.full && lead.full.length <= 91 ? lead.full.replace(/\.$/, '') : null,
      short,
      facts.name,
    ]
  if (frame === 'audience') return [whole, part, short, facts.audience?.head ? `For ${facts.audience.head}` : null]
  if (frame === 'offer') return [short, whole, part]
  return [
    short && short.split(' ').length >= 3 && !misses(short, lead?.chips ?? []) ? short : null,
    whole,
    part,
    short,
    lead ? capital(firstClause(lead.text)) : null,
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

/** As much of a sentence as fits, up to a comma or another joint, with its number when it has one. */
function clauseWithin(fact: Fact, max: number): string | null {
  const joints = [...fact.text.matchAll(/[,;:–—]\s|\s(?:that|which|so|because|with|while)\s/gu)].map(
    (match) => match.index,
  )
  const parts = joints
    .map((at) => tidied(fact.text.slice(0, at)))
    .filter((part) => part.length <= max && part.split(' ').length >= 4)
  const best = parts.findLast((part) => !misses(part, fact.chips)) ?? parts.at(-1)
  return best ? capital(best) : null
}

const firstClause = (text: string): string => tidied(text.split(/[,;:–—]\s/)[0] ?? text)

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
