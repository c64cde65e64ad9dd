import { z } from 'zod'
import { AnalysisSchema } from './analysis.ts'
import { AssetSchema } from './asset.ts'
import { CampaignPulseSchema, CampaignViewSchema } from './campaign.ts'
import { CampaignIdSchema, PostIdSchema } from './ids.ts'
import { JobFactSchema } from './job.ts'
import { PostSchema } from './post.ts'

const base = {
  /** Gapless per campaign, from 1. */
  seq: z.int().min(1),
  campaignId: CampaignIdSchema,
  at: z.iso.datetime(),
  /** The campaign as it stood after this fact. */
  campaign: CampaignPulseSchema,
}

/** A piece of output: `text` stands at `offset` (UTF-16 units) of `part` within `attempt`. */
export const OutputDeltaSchema = z.object({
  attempt: z.int(),
  part: z.string(),
  offset: z.int().min(0),
  text: z.string(),
})
export type OutputDelta = z.infer<typeof OutputDeltaSchema>

const campaignFact = <T extends string>(type: T) => z.object({ ...base, type: z.literal(type) })
const jobFact = <T extends string>(type: T) => z.object({ ...base, type: z.literal(type), job: JobFactSchema })

/** A fact of the log: what happened, carrying the things as they stood after it. */
export const JobEventSchema = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('campaign.created'), view: CampaignViewSchema }),
  campaignFact('campaign.settled'),
  campaignFact('campaign.reopened'),
  campaignFact('campaign.updated'),
  campaignFact('campaign.deleted'),
  jobFact('job.planned'),
  jobFact('job.queued'),
  jobFact('job.started'),
  jobFact('job.progress'),
  jobFact('job.failed'),
  jobFact('job.retrying'),
  jobFact('job.canceled'),
  z.object({ ...base, type: z.literal('job.output'), job: JobFactSchema, output: OutputDeltaSchema }),
  z.object({
    ...base,
    type: z.literal('job.completed'),
    job: JobFactSchema,
    post: PostSchema.optional(),
    analysis: AnalysisSchema.optional(),
  }),
  z.object({ ...base, type: z.literal('post.created'), post: PostSchema }),
  z.object({ ...base, type: z.literal('post.updated'), post: PostSchema }),
  z.object({ ...base, type: z.literal('post.removed'), postId: PostIdSchema }),
  z.object({ ...base, type: z.literal('asset.ready'), asset: AssetSchema, post: PostSchema.optional() }),
])
export type JobEvent = z.infer<typeof JobEventSchema>
