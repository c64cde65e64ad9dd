import type { Ground } from '../../lib/domain/judge.ts'
import { BriefSchema } from '../../lib/domain/brief.ts'
import type { Platform } from '../../lib/domain/platform-rules.ts'
import type { Post, PostTexts } from '../../lib/domain/post.ts'
import type { RuleId, Score } from '../../lib/domain/score.ts'
import { judgePost } from '../../lib/campaigns/rules/judge-post.ts'
import { countText } from '../../lib/providers/count-characters.ts'
import { analysisFor, bakery } from './campaigns.ts'

const [angle] = analysisFor({ posts: [{ index: 1, kind: 'text_image' }] }).angles

/** A post's words, counted as its platforms count them. */
export function textsOf(texts: Partial<Record<Platform, string>>, hashtags: string[] = []): PostTexts {
  const all: PostTexts = {}
  for (const platform of ['instagram', 'linkedin', 'x', 'facebook', 'tiktok'] as const) {
    const text = texts[platform]
    if (text === undefined) continue
    const content = { text, hashtags, link: null }
    all[platform] = { ...content, characters: countText(platform, content) }
  }
  return all
}

export const bakeryGround: Ground = {
  brief: BriefSchema.parse(bakery),
  analysis: analysisFor({ posts: [{ index: 1, kind: 'text_image' }] }),
  others: [],
}

export const otherPost = (texts: PostTexts): Post => ({
  id: 'pst_other',
  index: 2,
  kind: 'text_image',
  angle: null,
  version: 1,
  texts,
  imageAssetId: null,
  videoAssetId: null,
  locked: false,
  approval: 'draft',
})

/** The scores of a text about the bakery. */
export const scoresOf = (texts: PostTexts, ground: Partial<Ground> = {}, over: object = {}): Score[] =>
  judgePost({ angle: angle ? { ...angle, ...over } : null, texts }, { ...bakeryGround, ...ground })

export function scoreOf(rule: RuleId, scores: readonly Score[]): Score {
  const found = scores.find((score) => score.rule === rule)
  if (!found) throw new Error(`${rule} was not measured.`)
  return found
}
