import { z } from 'zod'
import { AngleSchema } from './analysis.ts'
import { AssetIdSchema, PostIdSchema } from './ids.ts'
import { clean } from './brief.ts'
import type { JobKind } from './job.ts'
import { PlatformSchema } from './platform-rules.ts'
import { ReviewSchema } from './review.ts'
import { mostScores, ScoreSchema } from './score.ts'

export const PostKindSchema = z.enum(['text_url', 'text_image', 'text_video'])
export type PostKind = z.infer<typeof PostKindSchema>

export const ApprovalSchema = z.enum(['draft', 'in_review', 'changes_requested', 'approved'])

/** `text` stands without hashtags and link; `characters` counts text, hashtags and link as the platform does. */
export const PlatformTextSchema = z.object({
  text: z.string(),
  /** Without the sign: "SourdoughLeeds". */
  hashtags: z.array(z.string()),
  link: z.string().nullable(),
  characters: z.int(),
})
export type PlatformText = z.infer<typeof PlatformTextSchema>

export const PostTextsSchema = z.partialRecord(PlatformSchema, PlatformTextSchema)
export type PostTexts = z.infer<typeof PostTextsSchema>

/**
 * What a person changes of a post: what is left out stays. Texts only of platforms that are written already; limits of the platforms are
 * checked when the text is counted.
 */
export const PostEditSchema = z
  .strictObject({
    texts: z
      .partialRecord(
        PlatformSchema,
        z.strictObject({
          text: z
            .string()
            .max(100_000)
            .transform(clean)
            .pipe(z.string().min(1, 'Write something: a post without words cannot be posted.'))
            .optional(),
          hashtags: z
            .array(
              z
                .string()
                .regex(/^[\p{L}\p{M}\p{N}_]{1,100}$/u, 'Write letters, digits and underscores only, without the sign.'),
            )
            .max(30)
            .optional(),
          link: z
            .string()
            .max(2_000)
            .regex(/^(?:https?:\/\/)?[^\s/:@?#]+\.[^\s/:@?#]+(?::\d+)?(?:[/?#]\S*)?$/i, 'Write a web address.')
            .nullable()
            .optional(),
        }),
      )
      .optional(),
    locked: z.boolean().optional(),
    approval: ApprovalSchema.optional(),
  })
  .refine((edit) => Object.keys(edit).length > 0, 'Say what to change: texts, locked or approval.')
export type PostEdit = z.infer<typeof PostEditSchema>

export const PostSchema = z.object({
  id: PostIdSchema,
  /** 1..postCount. */
  index: z.int().min(1),
  kind: PostKindSchema,
  /** Null until the analysis has spoken. */
  angle: AngleSchema.nullable(),
  /** Rises with every edit or regeneration; starts at 1. */
  version: z.int().min(1),
  texts: PostTextsSchema,
  imageAssetId: AssetIdSchema.nullable(),
  videoAssetId: AssetIdSchema.nullable(),
  locked: z.boolean(),
  approval: ApprovalSchema,
  /** What was measured of its words when they were written; left out when nobody measured. */
  checks: z.array(ScoreSchema).max(mostScores.count).exactOptional(),
  /** What a critic said of these words; left out where there was none, and when a person changed them. */
  review: ReviewSchema.exactOptional(),
})
export type Post = z.infer<typeof PostSchema>

/** True when what a job of this kind makes stands in the post already. */
export function hasPart(post: Post, kind: JobKind): boolean {
  switch (kind) {
    case 'text':
      return Object.keys(post.texts).length > 0
    case 'image':
      return post.imageAssetId !== null
    case 'video':
      return post.videoAssetId !== null
    case 'analysis':
      return false
    default:
      return kind satisfies never
  }
}

/** An earlier version of a post: how it stood until it was replaced. */
export const PostVersionSchema = PostSchema.extend({ replacedAt: z.iso.datetime() })
export type PostVersion = z.infer<typeof PostVersionSchema>
