import type { PostKind } from '../../../domain/post.ts'
import { generalLinkCalls, linkCalls, moreLinkCalls, morePlainCalls, placeCalls, plainCalls } from '../data/calls.ts'
import { general, generalMoments } from '../data/trades/general.ts'
import type { Moment } from '../data/trades/trade.ts'
import type { Fact, Facts } from './facts.ts'
import { namer } from './name-topic.ts'
import type { Frame, Topic } from './topic.ts'
import { hashOf, sameKey, shuffled } from './wording.ts'

/** One topic per post, all different, decided together. Deterministic for (facts, kinds, seed). */
export function planTopics(facts: Facts, kinds: readonly PostKind[], seed: string): Topic[] {
  const deal = dealer(facts, seed, kinds.length)
  const frames = framesOf(facts, kinds, seed)
  const moments = momentsOf(facts, seed)
  const calls = callsOf(facts, seed)
  const pictures = picturesOf(facts, kinds.length, seed)
  const name = namer(facts)
  const dealtAll = deal.spread(frames.map((frame) => deal.one(frame)))
  return dealtAll.map((dealt, at): Topic => {
    const moment = at < moments.length ? moments[at] : moments[at % Math.max(1, moments.length)]
    const topic = {
      index: at + 1,
      ...dealt,
      moment: moment ?? quiet,
      picture: pictures[at] ?? '',
      call: calls[at] ?? '',
    }
    return { ...topic, ...name(topic) }
  })
}

const quiet: Moment = {
  title: 'The short version',
  hook: 'Nobody reads a long introduction.',
  turn: 'So here is the short one.',
}

/** The frames of a campaign: facts and situations take turns; who we are, the offer and the people get one post each. */
function framesOf(facts: Facts, kinds: readonly PostKind[], seed: string): Frame[] {
  const once: Partial<Record<Frame, boolean>> = {
    intro: facts.identity !== null || (facts.name !== null && facts.all.length > 2),
    offer: facts.offer?.full !== null && facts.offer !== null,
    audience: facts.audience?.head !== undefined && facts.audience.head !== null,
  }
  const take = (frame: Frame, otherwise: Frame): Frame => {
    if (!once[frame]) return otherwise
    once[frame] = false
    return frame
  }
  const early = hashOf(`${seed}|order`) % 2 === 0
  return kinds.map((kind, at) => {
    if (at === 0 && facts.all.length < 2 && once.intro) return take('intro', 'fact')
    if (at === 0) return kinds.length === 1 && facts.offer ? take('offer', 'fact') : 'fact'
    if (kind === 'text_url') return take('intro', 'moment')
    if (at % 6 === 1) return early ? 'moment' : take('audience', 'moment')
    if (at % 6 === 3) return take('offer', take('intro', 'fact'))
    if (at % 6 === 4) return early ? take('audience', 'moment') : 'moment'
    return at % 2 === 0 ? 'moment' : 'fact'
  })
}

const voiced = (facts: Facts, text: string): boolean => facts.voice === 'we' || !/\b(?:we|us|our|ours)\b/i.test(text)

function momentsOf(facts: Facts, seed: string): Moment[] {
  const own = shuffled(facts.trade.moments, `${seed}|moments`)
  const rest = shuffled(generalMoments, `${seed}|general`)
  return [...own, ...rest].filter((moment) => voiced(facts, `${moment.hook} ${moment.turn}`))
}

function callsOf(facts: Facts, seed: string): string[] {
  const near =
    facts.link === null && facts.trade.local && facts.place !== null && facts.trade.action === 'visit' ? placeCalls : []
  const away = facts.trade.action === 'visit' && facts.place === null
  const online = facts.sentences.some((sentence) =>
    /\b(?:online|ship(?:s|ped|ping)?|deliver(?:s|ed|y)?|subscri\p{L}+)\b/iu.test(sentence),
  )
  const own = facts.trade === general || (away && !online) ? [] : linkCalls[away ? 'order' : facts.trade.action]
  const pools = facts.link ? [own, generalLinkCalls, moreLinkCalls] : [near, plainCalls, morePlainCalls]
  return [...new Set([...facts.calls, ...pools.flatMap((pool, at) => shuffled(pool, `${seed}|calls${at}`))])].filter(
    (call) => voiced(facts, call),
  )
}

const angles = ['', ', close up', ', seen from above', ', in evening light', ', with a lot of empty space around it']

function picturesOf(facts: Facts, count: number, seed: string): string[] {
  const all = shuffled([...facts.trade.pictures], `${seed}|pictures`)
  const pool = facts.trade === general ? all : [...all, ...shuffled(general.pictures, `${seed}|more`)]
  return Array.from(
    { length: count },
    (_, at) => (pool[at % pool.length] ?? '') + (angles[Math.floor(at / pool.length)] ?? ''),
  )
}

type Dealt = Pick<Topic, 'frame' | 'lead' | 'more' | 'support' | 'about'>

const strength = (fact: Fact): number =>
  (fact.chips.length > 0 ? 3 : 0) +
  (fact.from === 'proof' ? 2 : 0) +
  (fact.clip ? 1 : 0) -
  ((fact.full?.split(' ').length ?? 40) > 24 ? 2 : 0)

/** Hands out facts: a whole sentence once, phrases as evenly as possible, never twice the same pair. */
function dealer(
  facts: Facts,
  seed: string,
  count: number,
): { one(frame: Frame): Dealt; spread(dealt: readonly Dealt[]): Dealt[] } {
  const identityKey = sameKey(facts.identity ?? '')
  const isIdentity = (fact: Fact): boolean =>
    identityKey !== '' && sameKey(fact.text).includes(identityKey) && fact.from === 'business'
  const intro =
    facts.all.find(isIdentity) ??
    facts.all.find((fact) => facts.name !== null && fact.text.startsWith(`${facts.name} `)) ??
    null
  const told = facts.all.filter((fact) => fact.full !== null && fact !== intro)
  const leads = shuffled(told, `${seed}|leads`).toSorted((a, b) => strength(b) - strength(a))
  const first = facts.all.filter((fact) => fact !== intro && (fact.clip !== null || fact.clause !== null))
  const uses = new Map<Fact, number>()
  const pairs = new Set<string>()
  let abouts = 0
  const keyOf = (chosen: readonly Fact[], lead: Fact | null): string =>
    [...chosen, ...(lead ? [lead] : [])]
      .map((one) => one.text)
      .toSorted()
      .join('|')
  const often = Math.max(2, Math.ceil(count / 3))
  const others = strongAbouts(facts).length > 0
  const supports = (lead: Fact | null, count: number): Fact[] => {
    const usable = first
      .filter((fact) => fact !== lead && !shares(fact, lead))
      .toSorted((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0))
    const fresh = usable.filter((fact) => (uses.get(fact) ?? 0) < often)
    const free =
      fresh.length >= count || !others
        ? usable
        : lead
          ? fresh
          : [...fresh, ...usable.filter((fact) => !fresh.includes(fact))].slice(0, Math.max(1, fresh.length))
    const chosen: Fact[] = []
    for (const fact of free) {
      if (chosen.length >= count) break
      if (pairs.has(keyOf([...chosen, fact], lead)) && free.length > count && chosen.length + 1 === count) continue
      chosen.push(fact)
    }
    pairs.add(keyOf(chosen, lead))
    for (const fact of chosen) uses.set(fact, (uses.get(fact) ?? 0) + 1)
    return chosen
  }
  const about = (frame: Frame, lead: Fact | null): Topic['about'] => {
    const free = strongAbouts(facts).filter(
      (kind) =>
        !(frame === 'intro' && kind === 'identity') &&
        !(frame === 'audience' && kind === 'audience') &&
        !says(lead, kind, facts),
    )
    return free.length === 0 ? null : (free[abouts++ % free.length] ?? null)
  }
  const one = (frame: Frame): Dealt => {
    const lead =
      frame === 'intro' ? (intro ?? leads.shift() ?? null) : frame === 'offer' ? facts.offer : (leads.shift() ?? null)
    const support = supports(lead, lead ? 1 : 2)
    const enough = (lead ? 1 : 0) + support.length >= 2
    const real: Frame = frame === 'fact' && lead === null ? 'moment' : frame
    return { frame: real, lead, more: null, support, about: enough ? null : about(real, lead) }
  }
  /** Whole sentences that no post has led with go to posts as a second one. */
  const spread = (dealt: readonly Dealt[]): Dealt[] =>
    dealt.map((post) => {
      const at = leads.findIndex((fact) => !post.support.includes(fact))
      return post.lead === null || at < 0 ? post : { ...post, more: leads.splice(at, 1)[0] ?? null }
    })
  return { one, spread }
}

/** Ways in which a post can say who speaks. */
export const aboutsOf = (facts: Facts): NonNullable<Topic['about']>[] => [
  ...(facts.identity ? (['identity'] as const) : []),
  ...(facts.audience?.head ? (['audience'] as const) : []),
  ...(facts.place !== null && facts.trade.local ? (['place'] as const) : []),
]

/** Those that count as a fact of their own: "parents" alone says too little. */
export const strongAbouts = (facts: Facts): NonNullable<Topic['about']>[] =>
  aboutsOf(facts).filter((kind) => kind !== 'audience' || (facts.audience?.short ?? '').includes(' '))

/** Whether a sentence already names the place, the people or the business. */
export function says(fact: Fact | null, kind: NonNullable<Topic['about']>, facts: Facts): boolean {
  const words = kind === 'place' ? facts.place : kind === 'audience' ? facts.audience?.head : facts.identity
  return fact !== null && words !== null && words !== undefined && sameKey(fact.text).includes(sameKey(words))
}

/** A phrase must not repeat what the sentence beside it says. */
export function shares(fact: Fact, lead: Fact | null): boolean {
  if (!lead) return false
  return (
    sameKey(lead.text).includes(sameKey(fact.clip ?? fact.clause ?? fact.text)) ||
    sameKey(fact.text).includes(sameKey(lead.text))
  )
}
