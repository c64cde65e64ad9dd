import type { Fact, Facts } from './facts.ts'
import type { Frame, Topic } from './topic.ts'
import { sameKey, shuffled } from './wording.ts'

export type Dealt = Pick<Topic, 'frame' | 'lead' | 'more' | 'support' | 'about'>

/** Prices, hours and the like: they end a post better than they open it. */
const practical = (fact: Fact): boolean =>
  fact.text.split(' ').length <= 10 &&
  /[£$€]\s?\d|\b(?:opens?|parking|doors|payment|cash|founded|est|vouchers?|deliver(?:y|ed))\b|\b\d{1,2}(?:[.:]\d\d)?\s?[ap]m\b/i.test(
    fact.text,
  )

/** A price, a date, an hour, a number: heard twice it sounds like a sign in a window. */
export const isFigure = (fact: Fact): boolean => /\d/.test(fact.text)

/** Posts of a campaign in which a figure stands, where there is anything else to say. */
const mostFigures = 2

/** True and useful, but nobody comes for it. */
const minor = (fact: Fact): boolean => /\b(?:parking|founded|established)\b/i.test(fact.text)

/** Too little to open a post: "Founded in 1998." */
const slight = (fact: Fact): boolean => fact.text.split(' ').length <= (practical(fact) ? 5 : 3)

const strength = (fact: Fact): number =>
  (fact.chips.length > 0 ? 2 : 0) +
  (fact.from === 'proof' ? 2 : 0) +
  (/^(?:we|I|our|every|each)\s/i.test(fact.text) ? 1 : 0) +
  (fact.clip ? 1 : 0) -
  (practical(fact) ? 3 : 0) -
  (minor(fact) ? 3 : 0) -
  ((fact.full?.split(' ').length ?? 40) > 24 ? 2 : 0)

/** Hands out the facts for all posts at once: a whole sentence once, phrases as evenly as possible, never twice the same pair. */
export function dealFacts(facts: Facts, frames: readonly Frame[], seed: string): Dealt[] {
  const intro = introOf(facts)
  const told = facts.all.filter((fact) => fact.full !== null && fact !== intro)
  // Where no sentence says who it is, the first one says what it does.
  const worth = (fact: Fact): number => strength(fact) + (intro === null && fact === told[0] ? 4 : 0)
  const leads = shuffled(told, `${seed}|leads`).toSorted((a, b) => worth(b) - worth(a))
  const scenes = facts.trade.moments.length > 0
  const led = frames.map((frame): Pick<Dealt, 'frame' | 'lead'> => {
    const lead =
      frame === 'intro' ? (intro ?? leads.shift() ?? null) : frame === 'offer' ? facts.offer : (leads.shift() ?? null)
    return { lead, frame: frame === 'fact' && (lead === null || (scenes && slight(lead))) ? 'moment' : frame }
  })
  const pick = picker(
    facts,
    intro,
    led.map(({ lead }) => lead),
  )
  const about = aboutPicker(facts)
  const supported = led.map(({ frame, lead }): Dealt => {
    const whole =
      lead === null ? [] : takeFrom(leads, (fact) => !shares(fact, lead) && practical(fact) !== practical(lead))
    const support = whole.length > 0 ? whole : pick(lead, lead ? 1 : 2)
    const enough = (lead ? 1 : 0) + support.length >= 2
    return { frame, lead, more: null, support, about: enough ? null : about(frame, lead) }
  })
  // Whole sentences that are still untold stand as a second one where there is room.
  return supported.map((post) => {
    const [more = null] =
      post.lead === null ? [] : takeFrom(leads, (fact) => !post.support.includes(fact) && !shares(fact, post.lead))
    return { ...post, more }
  })
}

function introOf(facts: Facts): Fact | null {
  const key = sameKey(facts.identity ?? '')
  return (
    facts.all.find((fact) => key !== '' && sameKey(fact.text).includes(key) && fact.from === 'business') ??
    facts.all.find((fact) => facts.name !== null && fact.text.startsWith(`${facts.name} `)) ??
    null
  )
}

/** The first of a list that fits, taken out of it; none when none does. */
function takeFrom(list: Fact[], fits: (fact: Fact) => boolean): Fact[] {
  const at = list.findIndex(fits)
  return at < 0 ? [] : list.splice(at, 1)
}

/** Chooses phrases: those told least so far, and beside a fact about the work rather a price or an hour than another like it. */
function picker(
  facts: Facts,
  intro: Fact | null,
  leads: readonly (Fact | null)[],
): (lead: Fact | null, count: number) => Fact[] {
  const phrases = facts.all.filter((fact) => fact !== intro && (fact.clip !== null || fact.clause !== null))
  const uses = new Map<Fact, number>()
  const pairs = new Set<string>()
  // A figure that leads a post has been told there; a sentence without one may come back as a phrase.
  const usesOf = (fact: Fact): number =>
    (uses.get(fact) ?? 0) + (isFigure(fact) ? leads.filter((lead) => lead !== null && shares(fact, lead)).length : 0)
  const keyOf = (chosen: readonly Fact[], lead: Fact | null): string =>
    [...chosen, ...(lead ? [lead] : [])]
      .map((one) => one.text)
      .toSorted()
      .join('|')
  const often = (fact: Fact): number => (isFigure(fact) ? mostFigures : Math.max(2, Math.ceil(leads.length / 3)))
  const others = strongAbouts(facts).length > 0
  return (lead, count) => {
    const alike = (fact: Fact): number => Number(lead !== null && practical(fact) === practical(lead))
    const usable = phrases
      .filter((fact) => fact !== lead && !shares(fact, lead))
      .toSorted((a, b) => usesOf(a) + Number(minor(a)) - usesOf(b) - Number(minor(b)) || alike(a) - alike(b))
    const fresh = usable.filter((fact) => usesOf(fact) < often(fact))
    const free =
      fresh.length >= count || !others
        ? usable
        : lead
          ? fresh
          : [...fresh, ...usable.filter((fact) => !fresh.includes(fact))].slice(0, Math.max(1, fresh.length))
    const chosen: Fact[] = []
    for (const fact of free) {
      if (chosen.length >= count) break
      if (chosen.some((one) => shares(fact, one) || shares(one, fact))) continue
      if (pairs.has(keyOf([...chosen, fact], lead)) && free.length > count && chosen.length + 1 === count) continue
      chosen.push(fact)
    }
    pairs.add(keyOf(chosen, lead))
    for (const fact of chosen) uses.set(fact, (uses.get(fact) ?? 0) + 1)
    return chosen
  }
}

/** Who says it, in turn, for posts that would stand on one fact. */
function aboutPicker(facts: Facts): (frame: Frame, lead: Fact | null) => Topic['about'] {
  let at = 0
  return (frame, lead) => {
    const free = strongAbouts(facts).filter(
      (kind) =>
        !(frame === 'intro' && kind === 'identity') &&
        !(frame === 'audience' && kind === 'audience') &&
        !says(lead, kind, facts),
    )
    return free.length === 0 ? null : (free[at++ % free.length] ?? null)
  }
}

/** Ways in which a post can say who speaks. */
export const aboutsOf = (facts: Facts): NonNullable<Topic['about']>[] => [
  ...(facts.identity ? (['identity'] as const) : []),
  ...(facts.audience?.head ? (['audience'] as const) : []),
  ...(facts.place !== null && facts.trade.local ? (['place'] as const) : []),
]

/** Those that count as a fact of their own: "parents" alone says too little, and a long identity is heard as a repetition. */
export const strongAbouts = (facts: Facts): NonNullable<Topic['about']>[] =>
  aboutsOf(facts).filter((kind) =>
    kind === 'audience'
      ? (facts.audience?.short ?? '').includes(' ')
      : kind !== 'identity' || (facts.identity ?? '').split(' ').length <= 9,
  )

/** Whether a sentence already names the place, the people or the business. */
export function says(fact: Fact | null, kind: NonNullable<Topic['about']>, facts: Facts): boolean {
  const words = kind === 'place' ? facts.place : kind === 'audience' ? facts.audience?.head : facts.identity
  return fact !== null && words !== null && words !== undefined && sameKey(fact.text).includes(sameKey(words))
}

/** A phrase must not repeat what the sentence beside it says. */
export function shares(fact: Fact, lead: Fact | null): boolean {
  if (!lead) return false
  return (
    [fact.clip ?? fact.clause ?? fact.text, fact.text].some((text) => sameKey(lead.text).includes(sameKey(text))) ||
    sameKey(fact.text).includes(sameKey(lead.text))
  )
}
