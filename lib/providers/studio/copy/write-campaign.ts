import type { Brief } from '../../../domain/brief.ts'
import type { Platform } from '../../../domain/platform-rules.ts'
import { arrange, type Arranged } from './arrange.ts'
import type { Fact, Facts } from './facts.ts'
import { hashtagsOf } from './hashtags.ts'
import { aboutsOf, says, shares } from './plan-topics.ts'
import type { Topic } from './topic.ts'
import { createWriter, phraseOf, type Draft } from './write-draft.ts'
import { gramsOf, overlapOf, sameKey, sentencesOf } from './wording.ts'

export type Written = Map<Platform, Arranged>

/** Two posts may share this much of the smaller one's four-word runs. */
const mostShared = 0.22

/**
 * Writes all posts of a campaign together: sentences already used are left out, and a post that would overlap an earlier one gets other
 * phrases. `skip` moves all pools on, for another version of the same posts.
 */
export function writeCampaign(brief: Brief, facts: Facts, topics: readonly Topic[], seed: string, skip = 0): Written[] {
  const writer = createWriter(facts, seed, skip)
  const sentences = new Set<string>()
  const grams = new Map<Platform, Set<string>[]>(brief.platforms.map((platform) => [platform, []]))
  const lay = (topic: Topic, draft: Draft): Written =>
    new Map(brief.platforms.map((platform) => [platform, arrange(platform, draft, hashtagsOf(facts, topic.index), facts.link)]))
  const shared = (written: Written): number =>
    Math.max(0, ...[...written].flatMap(([platform, { text }]) => (grams.get(platform) ?? []).map((other) => overlapOf(gramsOf(text), other))))

  return topics.map((topic) => {
    const draft = withoutUsed(writer.write(topic, topic.support), sentences)
    let best = lay(topic, draft)
    let least = shared(best)
    const others = least > mostShared ? alternatives(facts, topic) : []
    for (const { support, about } of others) {
      if (least <= mostShared) break
      const change = about ? { support: null, about: writer.aboutLine(about), extra: null } : { support: writer.supportLine(support, topic.lead === null), ...(support.length === 0 && { about: null, extra: null }) }
      if (about && change.about === null) continue
      const other = lay(topic, withoutUsed({ ...draft, ...change }, sentences))
      const now = shared(other)
      if (now < least) [best, least] = [other, now]
    }
    for (const [platform, { text }] of best) {
      for (const sentence of sentencesOf(text)) sentences.add(sameKey(sentence))
      grams.get(platform)?.push(gramsOf(text))
    }
    return best
  })
}

/** Other phrases for a post that came too close to an earlier one, then who says it; nothing of the kind is the last resort. */
function alternatives(facts: Facts, topic: Topic): { support: Fact[]; about: Topic['about'] }[] {
  const free = facts.all.filter((fact) => phraseOf(fact) !== null && fact !== topic.lead && fact !== topic.more && !topic.support.includes(fact) && !shares(fact, topic.lead))
  const turned = [...free.slice(topic.index % Math.max(1, free.length)), ...free.slice(0, topic.index % Math.max(1, free.length))]
  const abouts = aboutsOf(facts).filter((kind) => kind !== topic.about && !says(topic.lead, kind, facts))
  return [
    ...turned.slice(0, 4).map((fact) => ({ support: [fact], about: null })),
    ...abouts.map((about) => ({ support: [], about })),
    { support: [], about: null },
  ]
}

function withoutUsed(draft: Draft, used: ReadonlySet<string>): Draft {
  const seen = new Set<string>()
  const keep = (text: string | null): string | null => {
    if (text === null) return null
    const parts = sentencesOf(text).map(sameKey)
    if (parts.some((part) => used.has(part) || seen.has(part))) return null
    for (const part of parts) seen.add(part)
    return text
  }
  const opener = keep(draft.opener)
  const turn = keep(draft.turn)
  const lead = keep(draft.lead)
  const [first, ...others] = [opener, turn, lead].filter((one) => one !== null)
  return {
    opener: first ?? draft.opener,
    turn: turn === first ? null : turn,
    lead: lead === first || !others.includes(lead ?? '') ? null : lead,
    more: keep(draft.more),
    support: keep(draft.support),
    about: keep(draft.about),
    offer: keep(draft.offer),
    extra: keep(draft.extra),
    ask: keep(draft.ask),
    call: keep(`${draft.call}.`) === null ? '' : draft.call,
  }
}
