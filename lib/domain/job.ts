import { z } from 'zod'
import { FailureCodeSchema } from './errors.ts'
import { AssetIdSchema, JobIdSchema, PostIdSchema } from './ids.ts'

export const JobKindSchema = z.enum(['analysis', 'text', 'image', 'video'])
export type JobKind = z.infer<typeof JobKindSchema>

export const JobStatusSchema = z.enum(['blocked', 'queued', 'processing', 'completed', 'failed', 'canceled'])
export type JobStatus = z.infer<typeof JobStatusSchema>

export const isSettledStatus = (status: JobStatus): boolean =>
  status === 'completed' || status === 'failed' || status === 'canceled'

const TimeSchema = z.iso.datetime()

/** What was measured: `done` of `total` (null when the end is not known) in `unit`, e.g. 62 of 240 frames. */
export const MeasureSchema = z.object({ done: z.number(), total: z.number().nullable(), unit: z.string() })
export type Measure = z.infer<typeof MeasureSchema>

/** What a job of this provider, model and kind took here, ms. */
export const ExpectedSchema = z.object({ p50Ms: z.int(), p90Ms: z.int() })
export type Expected = z.infer<typeof ExpectedSchema>

export const JobErrorSchema = z.object({
  code: FailureCodeSchema,
  message: z.string(),
  retryable: z.boolean(),
  /** The provider's or person's reason, quoted. */
  reason: z.string().nullable(),
  charged: z.boolean(),
})
export type JobError = z.infer<typeof JobErrorSchema>

/** What was said so far in the running attempt, by part ("analysis.summary", "x.text"). */
export const JobOutputSchema = z.object({ attempt: z.int(), parts: z.record(z.string(), z.string()) })

export const WaitReasonSchema = z.enum(['backoff', 'quota', 'cap', 'pause', 'key'])
export type WaitReason = z.infer<typeof WaitReasonSchema>

export const JobSchema = z.object({
  id: JobIdSchema,
  kind: JobKindSchema,
  status: JobStatusSchema,
  waitingFor: z
    .object({
      reason: WaitReasonSchema,
      until: TimeSchema.nullable(),
      /**
       * With `cap`: how much more its call needs, beside what was spent and held when that was said: when it was parked, when it is another cap by now,
       * and when nothing else is held.
       */
      moreMicros: z.int().optional(),
      /** With `cap`: what its call may cost at most, held when it is queued. */
      reserveMicros: z.int().optional(),
      /**
       * With `cap`, where it is the installation's: what that spends in a month at most. A call that may cost more does not go on at `until`, but when this
       * is raised.
       */
      capMicros: z.int().optional(),
    })
    .nullable(),
  /** 0..1, null when nothing is known; kept when canceled. */
  progress: z.number().min(0).max(1).nullable(),
  measure: MeasureSchema.nullable(),
  /** From this installation's history of provider, model and kind; null when there is none. */
  expected: ExpectedSchema.nullable(),
  /** Share of the campaign, in expected milliseconds, fixed when the job is planned. */
  weight: z.number().positive(),
  message: z.string().nullable(),
  /** Claims so far; only rises. */
  attempt: z.int(),
  failures: z.int(),
  maxFailures: z.int(),
  dependsOn: z.array(JobIdSchema),
  postId: PostIdSchema.nullable(),
  assetIds: z.array(AssetIdSchema),
  output: JobOutputSchema.nullable(),
  error: JobErrorSchema.nullable(),
  provider: z.string(),
  model: z.string(),
  costMicros: z.int(),
  queuedAt: TimeSchema.nullable(),
  startedAt: TimeSchema.nullable(),
  finishedAt: TimeSchema.nullable(),
})
export type Job = z.infer<typeof JobSchema>

/**
 * A job as a fact carries it: without `output`, unless it is cleared (`null`, when an attempt starts or the job completes).
 * What was said arrives in `job.output` facts, so that no row of the log repeats it.
 */
export const JobFactSchema = JobSchema.omit({ output: true }).extend({ output: z.null().optional() })
export type JobFact = z.infer<typeof JobFactSchema>

/** A cap has no room for its call. */
export const isParked = (job: Job): job is Job & { waitingFor: NonNullable<Job['waitingFor']> } =>
  job.status === 'queued' && job.waitingFor?.reason === 'cap'

/** What of a campaign waits for money: the parked jobs, and where nothing else goes on what is blocked behind them as well. */
export function waitingForMoney(jobs: readonly Job[]): Job[] {
  const open = jobs.filter(({ status }) => !isSettledStatus(status))
  return open.every((job) => job.status === 'blocked' || isParked(job)) ? open : open.filter(isParked)
}
