import { z } from 'zod'
import { AssetIdSchema } from './ids.ts'

const Sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

/** One rendition of an asset: an image in another size, or the still (JPEG) that stands for a film before it plays. */
const AssetVariantSchema = z.object({ width: z.int(), height: z.int(), url: z.string(), sha256: Sha256Schema })

/** Finished media. `url` is a path on this origin; `bytes` the length; `durationMs` null for images. */
export const AssetSchema = z.object({
  id: AssetIdSchema,
  kind: z.enum(['image', 'video']),
  mime: z.string(),
  width: z.int(),
  height: z.int(),
  durationMs: z.int().nullable(),
  bytes: z.int(),
  sha256: Sha256Schema,
  url: z.string(),
  variants: z.array(AssetVariantSchema),
  alt: z.string(),
  provider: z.string(),
  model: z.string(),
  /** True for the studio. */
  draft: z.boolean(),
})
export type Asset = z.infer<typeof AssetSchema>
