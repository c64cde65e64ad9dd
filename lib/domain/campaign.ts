import { z } from 'zod'
import { AnalysisSchema } from './analysis.ts'
import { AssetSchema } from './asset.ts'
import { BriefSchema } from './brief.ts'
import { CampaignIdSchema } from './ids.ts'
import { JobKindSchema, JobSchema, JobStatusSchema, WaitReasonSchema } from './job.ts'
import { PostSchema } from './post.ts'

export const CampaignStatusSchema = z.enum(['running', 'paused', 'completed', 'partial', 'failed', 'canceled'])
export type CampaignStatus = z.infer<typeof CampaignStatusSchema>

const TimeSchema = z.iso.datetime()

/** Money of a campaign in integer micros of `currency`: settled, held for jobs that are queued or run, and the quote it was started with. */
export const CostSchema = z.object({
  currency: z.string(),
  spentMicros: z.int(),
  reservedMicros: z.int(),
  quotedLowMicros: z.int(),
  quotedHighMicros: z.int(),
  /** What it may cost at most, held included; null for no cap. */
  capMicros: z.int().nullable(),
})
export type Cost = z.infer<typeof CostSchema>

/** What a person may change of a campaign: what it may cost at most, integer micros, held included; null for no cap. */
export const CapSchema = z.strictObject({
  capMicros: z.int('Write whole micros of the currency.').min(0, 'Write 0 or more, or null for no cap.').nullable(),
})

/** When the campaign is expected to settle: absolute times fixed when the fact was written; null when there is no history. */
export const EtaSchema = z.object({ p50At: TimeSchema, p90At: TimeSchema })
export type Eta = z.infer<typeof EtaSchema>

/** The part of a campaign that every fact repeats. */
export const CampaignPulseSchema = z.object({
  status: CampaignStatusSchema,
  /** Opens with 1; retry, regenerate or resume after settling opens the next. */
  round: z.int().min(1),
  /** 0..1, never falls within a round, at most 0.99 while a job is open. */
  progress: z.number().min(0).max(1),
  eta: EtaSchema.nullable(),
  cost: CostSchema,
  name: z.string(),
  startedAt: TimeSchema.nullable(),
  finishedAt: TimeSchema.nullable(),
})
export type CampaignPulse = z.infer<typeof CampaignPulseSchema>

/** Everything about one campaign at `seq`: the fold of its facts. */
export const CampaignViewSchema = CampaignPulseSchema.extend({
  id: CampaignIdSchema,
  brief: BriefSchema,
  seq: z.int().min(0),
  analysis: AnalysisSchema.nullable(),
  posts: z.array(PostSchema),
  jobs: z.array(JobSchema),
  assets: z.array(AssetSchema),
  /** The provider the campaign was planned with. */
  provider: z.string(),
  createdAt: TimeSchema,
})
export type CampaignView = z.infer<typeof CampaignViewSchema>

/** One job as the strip draws it. */
export const SummaryJobSchema = z.object({
  kind: JobKindSchema,
  status: JobStatusSchema,
  progress: z.number().nullable(),
  weight: z.number(),
  error: z.string().nullable(),
  waitsFor: WaitReasonSchema.nullable(),
})

/** One line of the dashboard: the pulse, a strip, and up to four pictures (paths on this origin). */
export const CampaignSummarySchema = CampaignPulseSchema.extend({
  id: CampaignIdSchema,
  seq: z.int(),
  businessName: z.string().nullable(),
  objective: z.string(),
  postCount: z.int(),
  provider: z.string(),
  createdAt: TimeSchema,
  jobs: z.array(SummaryJobSchema),
  pictures: z.array(z.object({ url: z.string(), alt: z.string(), kind: z.enum(['image', 'video']) })),
  palette: z.array(z.string()),
})
export type CampaignSummary = z.infer<typeof CampaignSummarySchema>

export const isSettledCampaign = (status: CampaignStatus): boolean => status !== 'running' && status !== 'paused'
