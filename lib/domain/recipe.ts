import { z } from 'zod'
import type { Asset } from './asset.ts'
import { AssetIdSchema } from './ids.ts'
import { ReviewSchema } from './review.ts'
import { ScoreSchema } from './score.ts'

/**
 * Where media comes from, as IPTC NewsCodes name it (cv.iptc.org/newscodes/digitalsourcetype, as of 2024-09-17): made by a model that was trained
 * on samples, or purely by an algorithm that was not.
 */
export const digitalSource = {
  trained: 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia',
  algorithmic: 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia',
} as const

/** A check of a recipe: a score, or, of what was made before scores were kept, what was found and what it had to be. */
export const CheckSchema = z.union([
  ScoreSchema,
  z.object({
    rule: z.string(),
    measured: z.union([z.string(), z.number()]),
    limit: z.union([z.string(), z.number()]),
  }),
])

/**
 * How a provider made an asset, in its own terms, kept beside the asset. `digitalSourceType` is a URI of the IPTC NewsCodes vocabulary; `prompt`
 * null for a provider that is not prompted.
 */
export const RecipeSchema = z.object({
  digitalSourceType: z.string(),
  prompt: z.string().nullable(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  seed: z.string(),
  checks: z.array(CheckSchema),
  /** What a critic said; left out where there was none. */
  review: ReviewSchema.exactOptional(),
  /** SHA-256 over all that its maker was given; left out by what was made before this was kept. */
  inputHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .exactOptional(),
  /** The asset that this one is a copy of, byte by byte; left out by what was made for its own campaign. */
  copiedFrom: AssetIdSchema.exactOptional(),
})
export type Recipe = z.infer<typeof RecipeSchema>

/** The part of a recipe that its provider knows. */
export type Making = Pick<Recipe, 'digitalSourceType' | 'prompt' | 'parameters'>

/** An asset and how it was made; null when nobody said. */
export type MadeAsset = { asset: Asset; recipe: Recipe | null }
