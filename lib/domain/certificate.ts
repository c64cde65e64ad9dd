import { z } from 'zod'
import { AssetSchema, type Asset } from './asset.ts'
import type { Analysis } from './analysis.ts'
import type { Brief } from './brief.ts'
import { AssetIdSchema, CampaignIdSchema, JobIdSchema, PostIdSchema, type AssetId, type CampaignId } from './ids.ts'
import type { Job } from './job.ts'
import type { Post, PostVersion } from './post.ts'
import { CheckSchema, RecipeSchema, type Recipe } from './recipe.ts'
import type { Remake } from './record.ts'
import { ReviewSchema } from './review.ts'

const TimeSchema = z.iso.datetime()
const HashSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** What the asset stands on: each with the SHA-256 of its JSON text as it stands here. */
const InputSchema = z.object({
  name: z.enum(['brief', 'uploads', 'analysis', 'angle', 'instruction']),
  sha256: HashSchema,
  value: z.json(),
})

const AttemptSchema = z.object({
  attempt: z.int(),
  provider: z.string(),
  model: z.string(),
  /** `closed` when all is known of it, `unknown` when its answer was lost. */
  state: z.string(),
  reservedMicros: z.int(),
  /** Null while it is not settled. */
  settledMicros: z.int().nullable(),
  /** What the vendor counted; null when it counted nothing. */
  counts: z.record(z.string(), z.number()).nullable(),
  openedAt: TimeSchema,
  closedAt: TimeSchema.nullable(),
})

const EntrySchema = z.object({ attempt: z.int(), type: z.string(), micros: z.int(), at: TimeSchema })

/** What people changed of the asset's post since it was made: the version that began then, and its parts that differ. */
const EditSchema = z.object({ version: z.int(), at: TimeSchema, changed: z.array(z.string()) })

/**
 * The birth certificate of an asset. What nobody wrote down is null, never guessed: assets made before recipes were kept have no prompt,
 * parameters, seed, checks and source type.
 */
export const CertificateSchema = z.object({
  format: z.literal('unfold-certificate/1'),
  asset: AssetSchema,
  /** Of the asset's bytes, as the asset says it too; left out in certificates that were exported before it stood here. */
  sha256: HashSchema.exactOptional(),
  campaignId: CampaignIdSchema,
  jobId: JobIdSchema,
  postId: PostIdSchema.nullable(),
  madeAt: TimeSchema,
  provider: z.string(),
  model: z.string(),
  digitalSourceType: z.string().nullable(),
  prompt: z.string().nullable(),
  parameters: RecipeSchema.shape.parameters.nullable(),
  seed: z.string().nullable(),
  /** Which telling of its post this is, from 1. */
  variant: z.int(),
  inputs: z.array(InputSchema),
  /** SHA-256 over all that its maker was given, more than is told here: equal for assets that were made of the same. */
  inputHash: HashSchema.nullable().default(null),
  /** The asset that this one is a copy of: then nothing was made, or paid, for it. Null for what was made for its own campaign. */
  copiedFrom: AssetIdSchema.nullable().default(null),
  attempts: z.array(AttemptSchema),
  checks: z.array(CheckSchema).nullable(),
  /** What a critic said of it; left out where there was none. */
  review: ReviewSchema.exactOptional(),
  edits: z.array(EditSchema),
  cost: z.object({ currency: z.string(), micros: z.int(), entries: z.array(EntrySchema) }),
  /** The jobs whose results it was made from. */
  parents: z.array(z.object({ jobId: JobIdSchema, kind: z.string(), provider: z.string(), model: z.string() })),
  /** The asset that stood in its place before. */
  replaces: AssetIdSchema.nullable(),
})
export type Certificate = z.infer<typeof CertificateSchema>

/** All the store knows of how an asset came to be, from one snapshot. */
export type AssetHistory = {
  asset: Asset
  madeAt: string
  recipe: Recipe | null
  campaignId: CampaignId
  brief: Brief
  currency: string
  analysis: Analysis | null
  job: Job
  remake: Remake | null
  /** The analysis it stands on. */
  parents: Job[]
  attempts: z.infer<typeof AttemptSchema>[]
  entries: z.infer<typeof EntrySchema>[]
  post: Post | null
  /** Oldest first. */
  versions: PostVersion[]
  /** The newest asset of the same kind that was made for the post before this one. */
  replaces: AssetId | null
}
