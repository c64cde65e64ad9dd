import { platformRules, type Platform } from '../../../domain/platform-rules.ts'
import type { PlatformText } from '../../../domain/post.ts'
import { countCharacters } from '../../count-characters.ts'
import type { Draft } from './write-draft.ts'
import { shortened } from './wording.ts'

/** Paragraphs of sentences. */
type Layout = string[][]

/** A post on one platform, with its sentences as they were composed: joined they are exactly `text`. */
export type Arranged = PlatformText & { pieces: string[] }

/** Where people are sent: in the text on platforms with links, in words on those without. */
const callLine = (platform: Platform, draft: Draft, link: string | null): string | null =>
  draft.call === ''
    ? null
    : link !== null && !platformRules[platform].links
      ? `${draft.call}: link in bio.`
      : `${draft.call}.`

/** The layouts of a platform from the fullest to the barest; the first that fits its limit is taken. */
function layoutsOf(platform: Platform, draft: Draft, link: string | null): Layout[] {
  const { opener, turn, lead, more, support, about, offer, extra, ask } = draft
  const [scene, rest] = draft.aside ?? [null, null]
  const call = callLine(platform, draft, link)
  const rows = (...paragraphs: (string | null)[][]): Layout =>
    paragraphs
      .map((paragraph) => paragraph.filter((one): one is string => one !== null && one !== ''))
      .filter((paragraph) => paragraph.length > 0)
  const both = [support, about].filter((one) => one !== null).join(' ')
  const second = both === '' ? null : both
  // Without a situation the first fact opens, and the second stands beside it.
  const facts = lead === null && draft.aside ? rows([opener, second]) : rows([opener], [lead, second])
  const bare = [facts, rows([lead ?? opener, second]), rows([lead ?? opener]), rows([opener])]
  switch (platform) {
    case 'x':
      return [
        rows([opener, turn], [lead, second], [scene, rest], [call]),
        rows([opener, turn], [lead, second], [scene], [call]),
        rows([opener], [lead, second], [scene], [call]),
        rows([opener], [lead, second], [call]),
        rows([lead ?? opener, second], [call]),
        ...bare,
      ]
    case 'tiktok':
      return [rows([opener], [lead, second], [scene, turn], [call]), ...bare]
    case 'instagram':
      return [
        rows([opener, turn], [lead, support], [more], [scene, rest], [offer], [about], [ask], [call]),
        rows([opener, turn], [lead, second], [call]),
        ...bare,
      ]
    case 'facebook':
      return [rows([opener, turn], [lead, more, support, about], [scene, rest], [offer], [ask], [call]), ...bare]
    case 'linkedin':
      return [
        rows([opener, turn], [lead, more], [support], [scene, rest], [offer], [about, extra], [ask], [call]),
        ...bare,
      ]
    default:
      return platform satisfies never
  }
}

/** Sentences with the space that follows each: between sentences a blank, between paragraphs an empty line. */
const piecesOf = (layout: Layout): string[] =>
  layout.flatMap((paragraph, at) =>
    paragraph.map((sentence, position) => {
      if (position < paragraph.length - 1) return `${sentence} `
      return at < layout.length - 1 ? `${sentence}\n\n` : sentence
    }),
  )

/** Lays a draft out for a platform within its limit: room is made by leaving out hashtags first, then sentences, the link last. */
export function arrange(platform: Platform, draft: Draft, tags: readonly string[], link: string | null): Arranged {
  const rule = platformRules[platform]
  const shown = rule.links ? link : null
  const usual = tags.slice(0, rule.hashtags.usual)
  const attempt = (pieces: string[], hashtags: readonly string[], to: string | null): Arranged | null => {
    const text = pieces.join('')
    const characters = countCharacters(platform, text, hashtags, to)
    return characters <= rule.maxCharacters ? { text, hashtags: [...hashtags], link: to, characters, pieces } : null
  }
  const tries = [shown, null].flatMap((to) =>
    to === null && shown !== null ? [] : [Math.min(1, usual.length), 0].map((least) => ({ to, least })),
  )
  for (const { to, least } of shown === null ? tries : [...tries, { to: null, least: 0 }]) {
    for (const layout of layoutsOf(platform, draft, link)) {
      const pieces = piecesOf(layout)
      for (let count = usual.length; count >= least; count--) {
        const fitting = attempt(pieces, usual.slice(0, count), to)
        if (fitting) return fitting
      }
    }
  }
  for (let max = Math.min(draft.opener.length, rule.maxCharacters); max > 0; max = Math.floor(max * 0.8)) {
    const fitting = attempt([shortened(draft.opener, max)], [], null)
    if (fitting) return fitting
  }
  return { text: '', hashtags: [], link: null, characters: 0, pieces: [] }
}
