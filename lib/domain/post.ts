import { z } from 'zod'
import { AngleSchema } from './analysis.ts'
import { AssetIdSchema, PostIdSchema } from './ids.ts'
import { PlatformSchema } from './platform-rules.ts'

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
})
export type Post = z.infer<typeof PostSchema>
