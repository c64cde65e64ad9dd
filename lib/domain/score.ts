import { z } from 'zod'
import { PlatformSchema } from './platform-rules.ts'

/** Everything that is measured. What each means is said by the interface, how it is measured stands in `lib/campaigns/rules`. */
export const RuleIdSchema = z.enum([
  'length',
  'opening',
  'reading',
  'shouting',
  'voice',
  'facts',
  'strays',
  'call',
  'likeness',
  'subject',
  'picture.palette',
  'picture.near',
  'picture.contrast',
  'picture.detail',
  'picture.measured',
  'file.type',
  'file.size',
  'file.whole',
  'file.mark',
  'film.length',
])
export type RuleId = z.infer<typeof RuleIdSchema>

export const UnitSchema = z.enum([
  'characters',
  'words',
  'marks',
  'share',
  'lix',
  'cosine',
  'oklab',
  'levels',
  'ms',
  'as-is',
])

/** What the measured value has to keep: at most, at least, from one to another, or to be something; ends count as kept. */
export const LimitSchema = z.union([
  z.strictObject({ most: z.number() }),
  z.strictObject({ least: z.number() }),
  z.strictObject({ least: z.number(), most: z.number() }),
  z.strictObject({ is: z.string() }),
])
export type Limit = z.infer<typeof LimitSchema>

/**
 * Something that was measured, and the limit it has to keep. `hash` is the SHA-256 of exactly what was measured with rule, version and limit, so
 * that anyone can measure again; `on` the platform whose text it is, left out for the post as a whole; `found` the first of what was found, cut
 * short. Whether it is kept is not stored: see `isKept`.
 */
export const ScoreSchema = z.strictObject({
  rule: RuleIdSchema,
  on: PlatformSchema.exactOptional(),
  measured: z.union([z.number(), z.string().min(1).max(60)]),
  limit: LimitSchema,
  unit: UnitSchema,
  found: z.string().min(1).max(40).exactOptional(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Score = z.infer<typeof ScoreSchema>

/** Scores of one post at most, and their length as JSON, bytes: they travel with each fact that carries the post. */
export const mostScores = { count: 12, bytes: 2_048 } as const

export function isKept({ measured, limit }: Pick<Score, 'measured' | 'limit'>): boolean {
  if ('is' in limit) return measured === limit.is
  if (typeof measured !== 'number') return false
  if ('least' in limit && measured < limit.least) return false
  return !('most' in limit) || measured <= limit.most
}

/** Those that are not kept. */
export const brokenOf = (scores: readonly Score[]): Score[] => scores.filter((score) => !isKept(score))
