import { z } from 'zod'
import { AssetIdSchema, CampaignIdSchema } from '../../domain/ids.ts'
import { hashOf } from '../seed.ts'

/** Where the manifest stands in an exported campaign. */
export const manifestPath = 'manifest.json'
/** Where the campaign's view stands. */
export const campaignPath = 'campaign.json'

const HashSchema = z.string().regex(/^[0-9a-f]{64}$/)
/** The names that an export has, and none that lead out of the folder it is unpacked in. */
const PathSchema = z.string().regex(/^(?:campaign\.json|assets\/(?:earlier\/)?[\w-]+\.\w+|certificates\/\w+\.json)$/)
const EntrySchema = z.strictObject({ path: PathSchema, bytes: z.int(), sha256: HashSchema })
export type ManifestEntry = z.infer<typeof EntrySchema>

/** What an exported campaign holds: every file but this one, in the archive's order; `filesSha256` is over the JSON text of `files`. */
export const ManifestSchema = z.strictObject({
  format: z.literal('unfold-export/1'),
  campaignId: CampaignIdSchema,
  name: z.string(),
  seq: z.int(),
  files: z.array(EntrySchema),
  filesSha256: HashSchema,
  assets: z.array(z.strictObject({ id: AssetIdSchema, certificate: z.string(), files: z.array(z.string()) })),
})
export type Manifest = z.infer<typeof ManifestSchema>

export const sealOf = (files: readonly ManifestEntry[]): string => hashOf(files)
