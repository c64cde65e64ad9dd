import type { PostKind } from '../../../domain/post.ts'
import { generalLinkCalls, linkCalls, placeCalls, plainCalls } from '../data/calls.ts'
import { general, generalMoments } from '../data/trades/general.ts'
import type { Moment } from '../data/trades/trade.ts'
import type { Fact, Facts } from './facts.ts'
import { namer } from './name-topic.ts'
import type { Frame, Topic } from './topic.ts'
import { hashOf, sameKey, shuffled } from './wording.ts'

/** One topic per post, all different, decided together. Deterministic for (facts, kinds, seed). */
export function planTopics(facts: Facts, kinds: readonly PostKind[], seed: string): Topic[] {
  const deal = dealer(facts, seed)
  const frames = framesOf(facts, kinds, seed)
  const moments = momentsOf(facts, seed)
  const calls = callsOf(facts, seed)
  const pictures = picturesOf(facts, kinds.length, seed)
  const name = namer(facts)
  return frames.map((frame, at): Topic => {
    const moment = at < moments.length ? moments[at] : moments[at % Math.max(1, moments.length)]
    const dealt = deal(frame)
    const topic = { index: at + 1, frame: dealt.frame, ...dealt, moment: moment ?? quiet, picture: pictures[at] ?? '', call: calls[at] ?? '' }
    return { ...topic, ...name(topic) }
  })
}

const quiet: Moment = { title: 'The short version', hook: 'Nobody reads a long introduction.', turn: 'So here is the short one.' }

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
  const near = facts.link === null && facts.trade.local && facts.place !== null && facts.trade.action === 'visit' ? placeCalls : []
  const pools = facts.link ? [linkCalls[facts.trade.action], generalLinkCalls] : [near, plainCalls]
  return [...new Set(pools.flatMap((pool, at) => shuffled(pool, `${seed}|calls${at}`)))].filter((call) => voiced(facts, call))
}

const angles = ['', ', close up', ', seen from above', ', in evening light', ', with a lot of empty space around it']

function picturesOf(facts: Facts, count: number, seed: string): string[] {
  const all = shuffled([...facts.trade.pictures], `${seed}|pictures`)
  const pool = facts.trade === general ? all : [...all, ...shuffled(general.pictures, `${seed}|more`)]
  return Array.from({ length: count }, (_, at) => (pool[at % pool.length] ?? '') + (angles[Math.floor(at / pool.length)] ?? ''))
}

type Dealt = Pick<Topic, 'frame' | 'lead' | 'support' | 'about'>

const strength = (fact: Fact): number =>
  (fact.chips.length > 0 ? 3 : 0) + (fact.from === 'proof' ? 2 : 0) + (fact.clip ? 1 : 0) - ((fact.full?.split(' ').length ?? 40) > 24 ? 2 : 0)

/** Hands out facts: a whole sentence once, phrases as evenly as possible, never twice the same pair. */
function dealer(facts: Facts, seed: string): (frame: Frame) => Dealt {
  const identityKey = sameKey(facts.identity ?? '\u0000')
  const isIdentity = (fact: Fact): boolean => sameKey(fact.text).includes(identityKey) && fact.from === 'business'
  const intro = facts.all.find(isIdentity) ?? null
  const told = facts.all.filter((fact) => fact.full !== null && fact !== intro)
  const leads = shuffled(told, `${seed}|leads`).toSorted((a, b) => strength(b) - strength(a))
  const first = facts.all.filter((fact) => fact !== intro && fact.clip !== null)
  const uses = new Map<Fact, number>()
  const pairs = new Set<string>()
  let abouts = 0
  const supports = (lead: Fact | null, count: number): Fact[] => {
    const free = first.filter((fact) => fact !== lead && !shares(fact, lead)).toSorted((a, b) => (uses.get(a) ?? 0) - (uses.get(b) ?? 0))
    const chosen: Fact[] = []
    for (const fact of free) {
      if (chosen.length >= count) break
      const key = [...chosen, fact].map((one) => one.text).toSorted().join('|')
      if (pairs.has(key) && free.length > chosen.length + 1 && chosen.length + 1 === count) continue
      chosen.push(fact)
    }
    pairs.add(chosen.map((one) => one.text).toSorted().join('|'))
    for (const fact of chosen) uses.set(fact, (uses.get(fact) ?? 0) + 1)
    return chosen
  }
  const about = (): Topic['about'] => {
    const local = facts.place !== null && facts.trade.local
    const kinds = [facts.identity ? 'identity' : null, local ? 'place' : null, facts.audience?.head ? 'audience' : null].filter((kind) => kind !== null)
    return kinds.length === 0 ? null : (kinds[abouts++ % kinds.length] ?? null)
  }
  return (frame) => {
    const lead = frame === 'intro' ? (intro ?? leads.shift() ?? null) : frame === 'offer' ? facts.offer : (leads.shift() ?? null)
    const support = supports(lead, lead ? 1 : 2)
    const enough = (lead ? 1 : 0) + support.length >= 2
    return { frame: frame === 'fact' && lead === null ? 'moment' : frame, lead, support, about: enough ? null : about() }
  }
}

/** A phrase must not repeat what the sentence beside it says. */
function shares(fact: Fact, lead: Fact | null): boolean {
  if (!lead || !fact.clip) return false
  return sameKey(lead.text).includes(sameKey(fact.clip)) || sameKey(fact.text).includes(sameKey(lead.text))
}
