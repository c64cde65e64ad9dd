import type { Brief } from '../../../domain/brief.ts'
import type { PostKind } from '../../../domain/post.ts'
import { general, generalMoments } from '../data/trades/general.ts'
import type { Moment } from '../data/trades/trade.ts'
import { callsFor } from './choose-calls.ts'
import { dealFacts } from './deal-facts.ts'
import type { Facts } from './facts.ts'
import { namer } from './name-topic.ts'
import type { Frame, Topic } from './topic.ts'
import { hashOf, ranked, shuffled } from './wording.ts'

/** One topic per post, all different, decided together. Deterministic for (facts, kinds, seed). */
export function planTopics(
  facts: Facts,
  objective: Brief['objective'],
  kinds: readonly PostKind[],
  seed: string,
): Topic[] {
  const frames = framesOf(facts, kinds, seed)
  const moments = momentsOf(facts, seed)
  const calls = callsFor(facts, objective, seed)
  const pictures = picturesOf(facts, kinds.length, seed)
  const name = namer(facts)
  return dealFacts(facts, frames, seed).map((dealt, at): Topic => {
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
  // Without situations of its own a business speaks through its facts.
  const scene: Frame = facts.trade.moments.length > 0 ? 'moment' : 'fact'
  return kinds.map((kind, at) => {
    if (at === 0 && facts.all.length < 2 && once.intro) return take('intro', 'fact')
    if (at === 0) return kinds.length === 1 && facts.offer ? take('offer', 'fact') : 'fact'
    if (kind === 'text_url') return take('intro', scene)
    if (at % 6 === 1) return early ? scene : take('audience', scene)
    if (at % 6 === 3) return take('offer', take('intro', 'fact'))
    if (at % 6 === 4) return early ? take('audience', scene) : 'moment'
    return at % 2 === 0 ? scene : 'fact'
  })
}

const voiced = (facts: Facts, text: string): boolean => facts.voice === 'we' || !/\b(?:we|us|our|ours)\b/i.test(text)

function momentsOf(facts: Facts, seed: string): Moment[] {
  const own = shuffled(facts.trade.moments, `${seed}|moments`)
  const rest = ranked(generalMoments, 10, `${seed}|general`)
  return [...own, ...rest].filter((moment) => voiced(facts, `${moment.hook} ${moment.turn}`))
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
