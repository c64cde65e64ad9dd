import { z } from 'zod'
import { CampaignStatusSchema } from '../domain/campaign.ts'
import { AssetIdSchema, CampaignIdSchema, JobIdSchema, PostIdSchema, UploadIdSchema } from '../domain/ids.ts'

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'Write a whole number.')
    .transform(Number)
    .pipe(z.int().min(min).max(max))
const flagOr = (unsaid: '0' | '1') =>
  z
    .enum(['0', '1', 'false', 'true'])
    .default(unsaid)
    .transform((value) => value === '1' || value === 'true')
const flag = flagOr('0')

export const CampaignParamsSchema = z.object({ id: CampaignIdSchema })
export const JobParamsSchema = z.object({ id: JobIdSchema })
export const PostParamsSchema = z.object({ id: PostIdSchema })
export const AssetParamsSchema = z.object({ id: AssetIdSchema })
export const UploadParamsSchema = z.object({ id: UploadIdSchema })

/** What the file is called where it comes from. */
export const UploadQuerySchema = z.object({ name: z.string().max(1_000).nullable().default(null) })

/** Which rendition of an asset: "1200x628"; the asset itself when absent. */
export const AssetQuerySchema = z.object({
  size: z
    .string()
    .regex(/^\d{1,5}x\d{1,5}$/, 'Write width and height, e.g. 1200x628.')
    .nullable()
    .default(null),
  /** The picture that stands for a film. */
  still: flag,
})

export const ListQuerySchema = z.object({
  limit: whole(1, 100).default(20),
  cursor: z.string().max(500).nullable().default(null),
  status: CampaignStatusSchema.nullable().default(null),
})

/** How a campaign is taken away: everything in an archive, its posts as a table, or its view. */
export const ExportQuerySchema = z.object({ format: z.enum(['zip', 'csv', 'json']).default('zip') })

export const RemoveQuerySchema = z.object({ purge: flag })
export const FollowQuerySchema = z.object({ follow: flag })
export const BoardQuerySchema = z.object({ heads: flagOr('1') })

/** One page of facts as JSON. `wait` in seconds, decimals allowed. */
export const EventsQuerySchema = z.object({
  after: whole(0, Number.MAX_SAFE_INTEGER).default(0),
  limit: whole(1, 5_000).default(500),
  wait: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,3})?$/, 'Write seconds, e.g. 20.')
    .transform(Number)
    .pipe(z.number().max(30))
    .default(0),
})
