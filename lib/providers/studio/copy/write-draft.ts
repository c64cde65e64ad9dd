import {
  audienceLines,
  audienceOpeners,
  clauseLines,
  factLines,
  identityLines,
  listOpeners,
  nameless,
  namelessListOpeners,
  numberOpeners,
  offerLines,
  phraseLines,
  placeLines,
} from '../data/lines.ts'
import { generalQuestions } from '../data/calls.ts'
import type { Fact, Facts } from './facts.ts'
import { aboutsOf, says } from './deal-facts.ts'
import type { Topic } from './topic.ts'
import { capital, ended, listed, lowered, ranked, sameKey } from './wording.ts'

/** The sentences of one post, before a platform arranges them. Each stands in one post of the campaign only. */
export type Draft = {
  opener: string
  turn: string | null
  lead: string | null
  /** A second whole sentence, for platforms with room. */
  more: string | null
  support: string | null
  about: string | null
  offer: string | null
  /** A situation from life, after the facts where it did not open the post. */
  aside: [string, string] | null
  /** For platforms with room: who says this. */
  extra: string | null
  ask: string | null
  /** Without its full stop. */
  call: string
}

/** Takes frames out of pools, each once. */
type Writer = (topic: Topic, support: readonly Fact[]) => Draft

/**
 * A writer for one campaign: what it has used, it does not use again. `isFree` tells whether a
 * sentence made of a fact may stand by itself: no post has said it and none will.
 */
export function createWriter(
  facts: Facts,
  seed: string,
  skip: number,
  isFree: (sentence: string) => boolean,
): {
  write: Writer
  supportLine(list: readonly Fact[], lead: Fact | null, about: Topic['about']): string | null
  aboutLine(about: Topic['about']): string | null
  /** Runs an attempt; when it is not kept, the words it took are free again. */
  attempt(kept: () => boolean): void
} {
  const positions = new Map<string, number>()
  const pool = (lines: readonly string[], name: string, best = 6): (() => string | null) => {
    const order = ranked(lines, best, `${seed}|${name}`)
    const start = skip % Math.max(1, order.length)
    return () => {
      const at = positions.get(name) ?? 0
      positions.set(name, at + 1)
      return at < order.length ? (order[(start + at) % order.length] ?? null) : null
    }
  }
  const sung = (line: string): boolean => facts.voice === 'we' || !/\b(?:we|us|our)\b/i.test(line)
  const next = {
    phrase: pool(phraseLines, 'phrase'),
    clause: pool(clauseLines, 'clause'),
    fact: pool(factLines.filter(sung), 'fact'),
    identity: pool(facts.name ? identityLines : nameless, 'identity', 4),
    place: pool(placeLines[facts.placed], 'place'),
    audience: pool(audienceLines, 'audience'),
    audienceOpener: pool(audienceOpeners, 'people'),
    offer: pool(offerLines, 'offer'),
    list: pool(facts.name ? listOpeners : namelessListOpeners, 'list'),
    number: pool(
      numberOpeners.filter((line) => facts.name || !line.includes('{name}')),
      'number',
    ),
    ask: pool(facts.trade.questions.filter(sung), 'ask'),
    general: pool(generalQuestions.filter(sung), 'general'),
  }
  const fill = (line: string | null, words: Record<string, string> = {}): string | null =>
    line === null
      ? null
      : capital(line.replace(/\{(\w+)\}/g, (whole, key: string) => words[key] ?? fixed[key] ?? whole))
  const me = facts.voice === 'I'
  const fixed: Record<string, string> = {
    we: me ? 'I' : 'we',
    are: me ? 'am' : 'are',
    us: me ? 'me' : 'us',
    name: facts.name ?? '',
    identity: facts.identity ?? '',
    place: facts.place ?? '',
    people: facts.audience?.head ?? '',
  }
  const supportLine = (list: readonly Fact[], lead: Fact | null, about: Topic['about']): string | null => {
    let beside = false
    const lines = list.flatMap((fact, at): string[] => {
      const form = phraseOf(fact)
      const words = lowered((form === 'clip' ? fact.clip : fact.clause) ?? '', facts.names)
      const plain = [fact.full, fact.clip, fact.clause].flatMap((one) => (one === null ? [] : ended(capital(one))))
      const bare = [...plain, ...(form === 'clip' && !beside ? besideNames(words, lead, about) : [])].find(isFree)
      beside ||= bare?.includes(' · ') ?? false
      if (bare !== undefined) return [bare]
      if (form === null) return []
      const line = at === 0 && lead === null ? next.fact() : form === 'clip' ? next.phrase() : next.clause()
      return [fill(line ?? '{list}.', { list: words }) ?? '']
    })
    return lines.length === 0 ? null : lines.join(' ')
  }
  /** "Keswick · from £240 a person." */
  const besideNames = (words: string, lead: Fact | null, about: Topic['about']): string[] =>
    [
      about === null && facts.placed === 'in' && facts.trade.local ? facts.place : null,
      about === 'identity' ? null : facts.name,
    ].flatMap((name) =>
      name === null || words.includes(name) || lead?.full?.includes(name) || words.length > 44
        ? []
        : `${name} · ${words}.`,
    )
  const aboutLine = (about: Topic['about']): string | null => {
    if (about === 'identity' && facts.identity) return fill(next.identity())
    if (about === 'place' && facts.place) return fill(next.place())
    return about === 'audience' && facts.audience?.head
      ? fill(next.audience(), { people: facts.audience.short ?? facts.audience.head })
      : null
  }
  const extraFor = (topic: Topic): string | null => {
    const twice = (kind: string): boolean =>
      facts.place !== null &&
      facts.identity !== null &&
      facts.identity.includes(facts.place) &&
      [kind, topic.about].every((about) => about === 'identity' || about === 'place') &&
      kind !== topic.about
    const free = aboutsOf(facts).filter(
      (kind) =>
        kind !== topic.about &&
        !twice(kind) &&
        !(topic.frame === 'audience' && kind === 'audience') &&
        !says(topic.lead, kind, facts) &&
        !says(topic.more, kind, facts),
    )
    return free.length === 0 ? null : aboutLine(free[topic.index % free.length] ?? null)
  }
  const numbers = (): string | null => {
    const chips = [...new Set(facts.all.flatMap((fact) => (fact.chips.length <= 2 ? fact.chips : [])))]
      .filter((chip) => /\s/.test(chip) && !/[£$€%]|^since\b|\b[ap]m\b/i.test(chip))
      .slice(0, 3)
    return chips.length < 2 ? null : fill(next.number(), { chips: listed(chips) })
  }

  const write: Writer = (topic, support) => {
    const lead = topic.lead?.full ?? null
    const about = aboutLine(topic.about)
    const extra = (topic.frame === 'intro' ? numbers() : null) ?? (topic.index % 3 === 0 ? extraFor(topic) : null)
    const rest = {
      more: topic.more?.full ?? null,
      support: supportLine(support, topic.lead, topic.about),
      about,
      offer:
        topic.frame !== 'offer' && facts.offer?.clip && topic.index % 3 === 2
          ? fill(next.offer(), { offer: lowered(facts.offer.clip, facts.names) })
          : null,
      extra: extra && about && sameKey(extra) === sameKey(about) ? null : extra,
      ask: topic.index % 2 === 0 || topic.frame === 'fact' ? fill(next.ask() ?? next.general()) : null,
      call: topic.call,
      aside: [topic.moment.hook, topic.moment.turn] as [string, string],
    }
    const { hook, turn } = topic.moment
    switch (topic.frame) {
      case 'moment':
        return { ...rest, opener: hook, turn, lead, aside: null }
      case 'audience':
        return { ...rest, opener: fill(next.audienceOpener()) ?? hook, turn: null, lead }
      case 'intro':
      case 'offer':
      case 'fact': {
        const opener = lead ?? (topic.frame === 'intro' ? fill(next.list()) : null) ?? hook
        const dated = lead ? howLong(lead) : null
        if (dated) return { ...rest, opener: dated[0], turn: null, lead: dated[1] }
        return { ...rest, opener, turn: null, lead: null, ...(opener === hook && { aside: null, turn }) }
      }
      default:
        return topic.frame satisfies never
    }
  }
  const attempt = (kept: () => boolean): void => {
    const before = new Map(positions)
    if (kept()) return
    for (const name of positions.keys()) positions.set(name, before.get(name) ?? 0)
  }
  return { write, supportLine, aboutLine, attempt }
}

/** What a fact is told as when its sentence stands elsewhere. */
export const phraseOf = (fact: Fact): 'clip' | 'clause' | null =>
  fact.clip !== null ? 'clip' : fact.clause !== null ? 'clause' : null

/** "We bake sourdough that ferments for 36 hours." says it stronger as "36 hours. That is how long our sourdough ferments." */
function howLong(lead: string): [string, string] | null {
  const found =
    /^We \p{L}+ ((?:\p{L}[\p{L}'’-]*\s){1,5}?)that (\p{L}+s) for (\d+ (?:minutes|hours|days|weeks|months|years))\.$/u.exec(
      lead,
    ) ??
    /^Our ((?:\p{L}[\p{L}'’-]*\s){1,4}?)(\p{L}+s) for (\d+ (?:minutes|hours|days|weeks|months|years))\.$/u.exec(lead)
  if (!found) return null
  return [`${found[3] ?? ''}.`, `That is how long our ${(found[1] ?? '').trim()} ${found[2] ?? ''}.`]
}
