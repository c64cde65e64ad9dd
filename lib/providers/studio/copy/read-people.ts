import type { Facts } from './facts.ts'
import { listed, lowered, tidied } from './wording.ts'

const people =
  'people|families|parents|mums|dads|professionals|commuters|students|beginners|learners|teams|founders|owners|companies|businesses|startups|freelancers|couples|neighbou?rs|locals|residents|visitors|travell?ers|customers|clients|patients|cyclists|runners|walkers|hikers|readers|children|kids|teenagers|adults|seniors|women|men|homeowners|tenants|landlords|buyers|makers|managers|directors|leaders|controllers|developers|engineers|designers|marketers|teachers|nurses|doctors|drivers|riders|gardeners|cooks|brides|hosts|offices|schools|restaurants|cafes|cafés|shops|retailers|farmers|dogs|pets|newcomers|workers|employees|groups|guests|members|fans|lovers|collectors|musicians|artists|athletes|players|pensioners|carers|organisers|organizers|planners|agencies|firms|practices|clinics|hotels|households|first-timers|graduates|pupils|twenty-somethings|expats|manufacturers|producers|homes|holidaymakers|volunteers'
const before = String.raw`(?:(?!(?:and|or|the|of|to|up|that|which|who|is|are|we|you|your|our|more|most|any|all|every|these|those)\b)\p{L}[\p{L}'’-]*\s){0,3}`
const group = String.raw`${before}(?:${people})\b(?:\s(?:over|under|aged)\s\d{1,2}(?:\s?(?:to|–|-)\s?\d{1,2})?)?`
const groups = String.raw`${group}(?:(?:,\s${group})*,?\s(?:and|or)\s${group})?`
const sought = new RegExp(
  String.raw`\b(?:for|helps?|help|serv(?:es?|ing)|aimed at|made for|built for|designed for|reach(?:ing)?|attract(?:ing)?|target(?:ing)?|speak(?:ing)? to|welcom(?:es?|ing))\s(?:more\s|new\s)?(${groups})`,
  'iu',
)
const opening = new RegExp(String.raw`^(?:our audience is |mostly |mainly |primarily |the )?(${groups})`, 'iu')

/** Whom the business is for, from the field, else from the text. `head` is a plural that can stand after "for". */
export function audienceOf(field: string | null, text: string, names: ReadonlySet<string>): Facts['audience'] {
  if (field) {
    const full = field.trim().replace(/[\s,;:.!?–—-]+$/u, '')
    const head =
      opening.exec(full)?.[1] ?? (full.length <= 48 && !/[,.;:]/.test(full) && full.endsWith('s') ? full : null)
    const short = plural(head, names)
    const whole =
      short !== null &&
      full.split(' ').length <= 13 &&
      /^\p{L}/u.test(full) &&
      !/[.;:()]/.test(full) &&
      opening.exec(full)?.index === 0 &&
      !/^(?:our|mostly|mainly|primarily|the)\b/i.test(full)
    return full === '' ? null : { full, head: whole ? lowered(full, names) : short, short }
  }
  const found = sought.exec(text)
  const head = found?.[1]
  const after = found ? text.slice(found.index + found[0].length) : ''
  const short = plural(head ?? null, names)
  // "Groups of up to 8" is a size, and "guests" alone could be anybody.
  if (/^\s(?:of|up|a|per)\b/.test(after) || weak.test(short ?? '')) return null
  return short ? { full: tidied(head ?? ''), head: short, short } : null
}

const weak =
  /^(?:small |large |private |our |new )?(?:groups|guests|members|visitors|customers|clients|companies|businesses|homes|households|workers|employees|teams|buyers|fans|shops|offices|owners|hosts|makers|drivers)$/i

/** The plural to address, without a bare "people" at its end. */
function plural(head: string | null, names: ReadonlySet<string>): string | null {
  if (!head) return null
  const parts = tidied(head)
    .split(/,\s|,?\sand\s|,?\sor\s/)
    .filter((part) => part !== '' && !/^people$/i.test(part))
  return parts.length === 0 ? null : lowered(listed(parts), names)
}

const cap = String.raw`\p{Lu}[\p{L}'’.-]*[\p{L}]`
const spot = String.raw`(?:the\s)?${cap}(?:[ -](?:(?:upon|on|of|le|la|de|am|an der|sur)[ -])?${cap}){0,3}`
const situated = new RegExp(
  String.raw`(?<![\p{L}])(in|near|around|across|outside|serving|throughout)\s(${spot}(?:,\s${cap})?(?:\sand\s${spot})?)`,
  'gu',
)
const noPlace =
  /^(?:the\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|January|February|March|April|May|June|July|August|September|October|November|December|Spring|Summer|Autumn|Winter|Christmas|Easter|English|German|French|Spanish|Italian|[A-Z]{2,}\b(?!K))(?![\p{L}])/u
const whole = new RegExp(String.raw`^(${cap}(?:\sand\s${cap})?)\.?$`, 'u')

type Place = { place: string; placed: Facts['placed'] }

const sides: Record<string, Facts['placed']> = {
  near: 'near',
  around: 'near',
  outside: 'near',
  across: 'across',
  serving: 'across',
  throughout: 'across',
}

/** Where the business is, as the brief writes it, and how the brief leads to it. */
export function placeIn(text: string, sentences: readonly string[], name: string | null): Place | null {
  for (const match of text.matchAll(situated)) {
    const place = (match[2] ?? '').replace(/[.,'’-]+$/u, '')
    if (!noPlace.test(place) && place !== name && !name?.includes(place))
      return { place, placed: sides[match[1] ?? ''] ?? 'in' }
  }
  const alone = sentences
    .slice(1)
    .map((sentence) => whole.exec(sentence)?.[1])
    .find((found) => found && found.includes(' and '))
  return alone && !noPlace.test(alone) ? { place: alone, placed: 'across' } : null
}
