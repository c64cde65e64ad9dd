import type { Brief } from '../../../domain/brief.ts'
import type { Platform } from '../../../domain/platform-rules.ts'
import { arrange, type Arranged } from './arrange.ts'
import type { Fact, Facts } from './facts.ts'
import { hashtagsOf } from './hashtags.ts'
import { isFigure, strongAbouts, says, shares } from './deal-facts.ts'
import type { Topic } from './topic.ts'
import { createWriter, phraseOf, type Draft } from './write-draft.ts'
import { gramsOf, overlapOf, sameKey, sentencesOf } from './wording.ts'

export type Written = Map<Platform, Arranged>

/** Two posts may share this much of the smaller one's four-word runs. */
const mostShared = 0.22

type Telling = { topics: Topic[]; posts: Written[] }

/**
 * Writes all posts of a campaign together: sentences already used are left out, and a post that would overlap an earlier one gets other
 * phrases. Posts that still come too close are told again with more around their facts. `skip` moves all pools on, for another version of
 * the same posts.
 */
export function writeCampaign(brief: Brief, facts: Facts, topics: readonly Topic[], seed: string, skip = 0): Telling {
  const rich = new Set<number>()
  let told = tell(brief, facts, topics, seed, skip, rich)
  for (let round = 0; round < 2; round++) {
    const close = clashing(told.posts).filter((at) => !rich.has(at))
    if (close.length === 0) break
    for (const at of close) rich.add(at)
    const again = tell(brief, facts, topics, seed, skip, rich)
    if (clashing(again.posts).length < clashing(told.posts).length) told = again
  }
  return told
}

/** Positions of posts that share too much with another one on some platform. */
function clashing(posts: readonly Written[]): number[] {
  const grams = posts.map((post) => [...post.values()].map(({ text }) => gramsOf(text)))
  return posts.flatMap((_, at) =>
    grams.some(
      (other, position) =>
        position !== at &&
        other.some((one, platform) => overlapOf(one, grams[at]?.[platform] ?? new Set()) > mostShared),
    )
      ? at
      : [],
  )
}

/** One telling; posts in `rich` never stand on bare facts. */
function tell(
  brief: Brief,
  facts: Facts,
  topics: readonly Topic[],
  seed: string,
  skip: number,
  rich: ReadonlySet<number>,
): Telling {
  const sentences = new Set<string>()
  const reserved = new Set(
    topics.flatMap(({ lead, more }) => [lead, more].flatMap((fact) => (fact?.full ? sameKey(fact.full) : []))),
  )
  const writer = createWriter(facts, seed, skip, (sentence) => {
    const key = sameKey(sentence)
    return !sentences.has(key) && !reserved.has(key)
  })
  const grams = new Map<Platform, Set<string>[]>(brief.platforms.map((platform) => [platform, []]))
  const lay = (topic: Topic, draft: Draft): Written =>
    new Map(
      brief.platforms.map((platform) => [
        platform,
        arrange(platform, draft, hashtagsOf(facts, topic.index), facts.link),
      ]),
    )
  const ahead = topics.map(({ lead, more }) => gramsOf(`${lead?.full ?? ''}\n${more?.full ?? ''}`))
  // What later posts are sure to say counts as well.
  const shared = (written: Written, index: number): number =>
    Math.max(
      0,
      ...[...written].flatMap(([platform, { text }]) => {
        const own = gramsOf(text)
        const later = ahead
          .slice(index)
          .map((lead) => [...own].filter((gram) => lead.has(gram)).length / Math.max(1, own.size))
        return [...(grams.get(platform) ?? []).map((other) => overlapOf(own, other)), ...later]
      }),
    )

  const settled: Topic[] = []
  const posts = topics.map((topic, at) => {
    const draft = withoutUsed(writer.write(topic, topic.support), sentences)
    // Facts speak for themselves; a situation joins them only where a post would be too thin or too much like another.
    const thin = draft.support === null && draft.about === null
    const bare = thin || rich.has(at) ? [] : [{ aside: null }, { aside: null, offer: null }]
    const shapes: Partial<Draft>[] = [...bare, {}, { offer: null }]
    let best: Written | null = null
    let least = Infinity
    let kept: Pick<Topic, 'support' | 'about'> = topic
    // A sentence beside which another post's words have left nothing is one fact only.
    const isThin = (one: Draft): boolean => one.support === null && one.about === null && one.more === null
    let bestIsThin = true
    const consider = (one: Draft, from: Pick<Topic, 'support' | 'about'>): boolean => {
      const written = lay(topic, one)
      const now = shared(written, topic.index)
      const better = bestIsThin === isThin(one) ? now < least : bestIsThin && now <= mostShared
      if (best !== null && !better) return false
      ;[best, least, kept, bestIsThin] = [written, now, from, isThin(one)]
      return true
    }
    const isGood = (): boolean => least <= mostShared && !bestIsThin
    for (const shape of shapes) if (!isGood()) consider({ ...draft, ...shape }, topic)
    for (const shape of shapes) {
      for (const { support, about } of isGood() ? [] : alternatives(facts, topic, settled)) {
        if (isGood()) break
        writer.attempt(() => {
          const line = about ? writer.aboutLine(about) : null
          if (about && line === null) return false
          const change = {
            support: writer.supportLine(support, topic.lead, about),
            about: line,
            extra: about ? null : draft.extra,
          }
          return consider(withoutUsed({ ...draft, ...shape, ...change }, sentences), { support, about })
        })
      }
    }
    const post: Written = best ?? lay(topic, draft)
    for (const [platform, { text }] of post) {
      for (const sentence of sentencesOf(text)) sentences.add(sameKey(sentence))
      grams.get(platform)?.push(gramsOf(text))
    }
    settled.push({ ...topic, support: kept.support, about: kept.about })
    return post
  })
  return { topics: settled, posts }
}

/** Other phrases for a post that came too close to an earlier one, then who says it. Each still tells two facts. */
function alternatives(
  facts: Facts,
  topic: Topic,
  told: readonly Topic[],
): { support: Fact[]; about: Topic['about'] }[] {
  const free = facts.all.filter(
    (fact) =>
      phraseOf(fact) !== null &&
      fact !== topic.lead &&
      fact !== topic.more &&
      !topic.support.includes(fact) &&
      !shares(fact, topic.lead),
  )
  // A figure that led a post has been told; among equals one without a figure comes first.
  const times = (fact: Fact): number =>
    told.filter(
      ({ lead, support }) => support.includes(fact) || (isFigure(fact) && lead !== null && shares(fact, lead)),
    ).length + (isFigure(fact) ? 0.5 : 0)
  const turned = [
    ...free.slice(topic.index % Math.max(1, free.length)),
    ...free.slice(0, topic.index % Math.max(1, free.length)),
  ].toSorted((a, b) => times(a) - times(b))
  const abouts = strongAbouts(facts).filter(
    (kind) =>
      kind !== topic.about && !(kind === 'audience' && topic.frame === 'audience') && !says(topic.lead, kind, facts),
  )
  const singles = turned.slice(0, 4)
  const together = (fact: Fact, other: Fact): boolean =>
    told.some(({ lead, support }) => [fact, other].every((one) => one === lead || support.includes(one)))
  const pairs = [...topic.support, ...singles]
    .flatMap((fact, at, list) => list.slice(at + 1).map((other) => [fact, other]))
    .filter(([fact, other]) => fact && other && !shares(fact, other) && !shares(other, fact) && !together(fact, other))
  if (topic.lead === null)
    return [
      ...pairs.map((support) => ({ support, about: null })),
      ...singles.flatMap((fact) => abouts.map((about) => ({ support: [fact], about }))),
    ]
  const alone = (figures: boolean) =>
    singles.filter((fact) => isFigure(fact) === figures).map((fact) => ({ support: [fact], about: null }))
  return [...alone(false), ...abouts.map((about) => ({ support: [], about })), ...alone(true)]
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
  const aside = draft.aside && keep(draft.aside[0]) !== null && keep(draft.aside[1]) !== null ? draft.aside : null
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
    aside,
    call: keep(`${draft.call}.`) === null ? '' : draft.call,
  }
}
