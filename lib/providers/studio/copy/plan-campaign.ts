import type { Analysis } from '../../../domain/analysis.ts'
import { postKinds } from '../../../domain/plan.ts'
import type { Facts } from './facts.ts'
import { planTopics } from './plan-topics.ts'
import { readBrief } from './read-brief.ts'
import type { Source } from './source.ts'
import type { Topic } from './topic.ts'
import { writeCampaign, type Written } from './write-campaign.ts'
import { hashOf } from './wording.ts'

/** A campaign has this many ways to be told; the seed of its analysis chooses one. */
const tellings = 8

export type Plan = { facts: Facts; topics: Topic[]; posts: Written[]; seed: string }

const read = remembered((brief: Source) => readBrief(brief))

/** Facts of a brief, read once: every post of a campaign asks for them. */
export const factsOfBrief = (brief: Source): Facts => read(JSON.stringify(brief), brief)

/** The plan of a campaign in the telling that the seed chooses. */
export const planFor = (brief: Source, seed: string): Plan => written(brief, hashOf(seed) % tellings)

/** The plan an analysis came from, known by its angles; null when somebody else made it or it was edited. */
export function planBehind(brief: Source, analysis: Analysis): Plan | null {
  for (let at = 0; at < tellings; at++) {
    const { topics } = outlined(brief, at)
    if (
      topics.length === analysis.angles.length &&
      topics.every((topic, order) => matches(topic, analysis.angles[order]))
    )
      return written(brief, at)
  }
  return null
}

const matches = (topic: Topic, angle: Analysis['angles'][number] | undefined): boolean =>
  angle !== undefined &&
  angle.title === topic.title &&
  angle.headline === topic.headline &&
  angle.callToAction === topic.call

type Telling = { brief: Source; key: string; at: number }
const keyed = (brief: Source, at: number): Telling => ({ brief, at, key: `${at}|${JSON.stringify(brief)}` })

const outlines = remembered(({ brief, key }: Telling): Pick<Plan, 'facts' | 'topics' | 'seed'> => {
  const facts = factsOfBrief(brief)
  const seed = String(hashOf(key))
  return { facts, topics: planTopics(facts, brief.objective, postKinds(brief), seed), seed }
})
const outlined = (brief: Source, at: number): Pick<Plan, 'facts' | 'topics' | 'seed'> => {
  const telling = keyed(brief, at)
  return outlines(telling.key, telling)
}

const plans = remembered(({ brief, at }: Telling): Plan => {
  const { facts, topics, seed } = outlined(brief, at)
  return { facts, seed, ...writeCampaign(brief, facts, topics, seed) }
})
const written = (brief: Source, at: number): Plan => {
  const telling = keyed(brief, at)
  return plans(telling.key, telling)
}

/** Remembers the last 32 answers: pure functions only. */
export function remembered<A, B>(make: (input: A) => B): (key: string, input: A) => B {
  const known = new Map<string, B>()
  return (key, input) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const made = make(input)
    known.set(key, made)
    const oldest = known.keys().next()
    if (known.size > 32 && !oldest.done) known.delete(oldest.value)
    return made
  }
}
