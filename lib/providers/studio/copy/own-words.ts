import type { Angle } from '../../../domain/analysis.ts'
import type { Brief } from '../../../domain/brief.ts'
import { platformRules } from '../../../domain/platform-rules.ts'
import type { PostKind } from '../../../domain/post.ts'
import { countCharacters } from '../../count-characters.ts'
import type { Facts } from './facts.ts'
import { ownHashtags } from './hashtags.ts'
import type { Written } from './write-campaign.ts'
import { capital, ended, sameKey, shortened } from './wording.ts'

/** For a language the studio does not write: posts of the brief's own sentences and nothing else. */
export function ownSentences(facts: Facts): string[] {
  const list = [...facts.sentences, facts.offer?.full ?? '', facts.audience?.full ?? ''].map((one) =>
    one.replace(/\s+/g, ' ').trim(),
  )
  const kept = list.filter(
    (sentence, at) => sentence !== '' && list.findIndex((other) => sameKey(other) === sameKey(sentence)) === at,
  )
  return kept.length > 0 ? kept : [facts.name ?? '…']
}

/** Two sentences per post as long as there are enough, then one; when they come round again, in other pairs. */
function sentencesFor(all: readonly string[], index: number, count: number): string[] {
  if (all.length >= count * 2) return all.slice((index - 1) * 2, index * 2)
  const round = Math.floor((index - 1) / all.length)
  const picked = [all[(index - 1) % all.length], round > 0 ? all[(index - 1 + round) % all.length] : undefined]
  return [...new Set(picked.filter((one) => one !== undefined))]
}

export function ownAngle(brief: Brief, facts: Facts, index: number, kind: PostKind): Angle {
  const all = ownSentences(facts)
  const said = sentencesFor(all, index, brief.postCount)
  const lead = said[0] ?? facts.name ?? '…'
  const round = Math.floor((index - 1) / all.length)
  const words = lead.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word))
  const title = shortened(
    words
      .slice(round, round + 4)
      .join(' ')
      .replace(/[\p{P}\s]+$/u, '') || lead,
    40,
  )
  const headline = shortened(lead.replace(/[.。]$/u, ''), 90)
  return {
    index,
    title: capital(title),
    message: lead,
    headline: headline.length >= 4 ? headline : shortened(`${facts.name ?? ''} ${headline}`.trim().padEnd(4, '…'), 90),
    picture: facts.trade.pictures[(index - 1) % facts.trade.pictures.length] ?? '',
    callToAction: facts.offer?.full ? shortened(facts.offer.full, 60) : '',
    facts: said,
    storyboard:
      kind === 'text_video'
        ? {
            hook: shortened(lead, 58),
            proofs: all
              .filter((one) => one !== lead)
              .slice(0, 3)
              .concat(lead)
              .slice(0, 3)
              .map((one) => shortened(one, 58)),
            endCard: shortened(facts.name ?? facts.offer?.full ?? lead, 58),
          }
        : null,
  }
}

export function ownTexts(brief: Brief, facts: Facts, index: number): Written {
  const all = ownSentences(facts)
  const said = sentencesFor(all, index, brief.postCount).map((one) => ended(one))
  const tags = ownHashtags(facts)
  return new Map(
    brief.platforms.map((platform) => {
      const rule = platformRules[platform]
      for (const link of rule.links && facts.link ? [facts.link, null] : [null]) {
        for (const [sentences, hashtags] of [
          [said, tags.slice(0, rule.hashtags.usual)],
          [said, []],
          [said.slice(0, 1), []],
        ] as const) {
          const pieces = sentences.map((one, at) => (at < sentences.length - 1 ? `${one}\n\n` : one))
          const text = pieces.join('')
          const characters = countCharacters(platform, text, hashtags, link)
          if (characters <= rule.maxCharacters)
            return [platform, { text, hashtags: [...hashtags], link, characters, pieces }]
        }
      }
      let max: number = rule.maxCharacters
      let text = shortened(said[0] ?? '', max)
      while (countCharacters(platform, text, [], null) > rule.maxCharacters && max > 1) {
        max = Math.floor(max * 0.8)
        text = shortened(said[0] ?? '', max)
      }
      return [
        platform,
        { text, hashtags: [], link: null, characters: countCharacters(platform, text, [], null), pieces: [text] },
      ]
    }),
  )
}
