import { z } from 'zod'
import type { Brief } from './brief.ts'
import type { Capacity } from './courses.ts'
import { remaining } from './eta.ts'
import { CampaignIdSchema } from './ids.ts'
import { ExpectedSchema, JobKindSchema, type Job, type JobKind } from './job.ts'
import type { Batch } from './outlook.ts'
import { mixOf, type Maker } from './plan.ts'
import { PlatformSchema } from './platform-rules.ts'

/** What an earlier campaign made of the very same, and `Brief.reuse` would take for nothing: at most this, as far as it is known before. */
export const ExistingSchema = z.object({
  campaignId: CampaignIdSchema,
  name: z.string(),
  jobs: z.array(z.object({ kind: JobKindSchema, count: z.int() })),
  /** What making it again may cost, integer micros. */
  savesMicros: z.object({ low: z.int(), high: z.int() }),
  /** The brief names a website: when that says something else by now, all is made anew. */
  ifWebsiteIsSame: z.boolean(),
})
export type Existing = z.infer<typeof ExistingSchema>

/** What would run for a brief, before anything is spent. Times are null without history of this installation. */
export const QuoteSchema = z.object({
  provider: z.string(),
  jobs: z.array(
    z.object({
      kind: JobKindSchema,
      count: z.int(),
      provider: z.string(),
      model: z.string(),
      weight: z.number(),
      /** Per job. */
      expected: ExpectedSchema.nullable(),
      lowMicros: z.int(),
      highMicros: z.int(),
    }),
  ),
  time: z.object({ lowMs: z.int(), highMs: z.int() }).nullable(),
  /** Less what `existing` saves, where the brief has `reuse`. */
  cost: z.object({ currency: z.string(), lowMicros: z.int(), highMicros: z.int() }),
  existing: ExistingSchema.nullable(),
  /** Facts read from the brief just now. */
  found: z.array(z.string()),
  missing: z.array(z.object({ fact: z.string(), why: z.string() })),
  /** One post as it would read, made from the brief's own words; null when the provider cannot say before it is paid. */
  sample: z.object({ platform: PlatformSchema, name: z.string(), handle: z.string(), text: z.string() }).nullable(),
  notes: z.array(z.string()),
})
export type Quote = z.infer<typeof QuoteSchema>

export type QuoteDeps = {
  provider: string
  currency: string
  estimate(kind: JobKind): Pick<Job, 'weight' | 'expected'>
  maker(kind: JobKind): Maker
  price(kind: JobKind): { lowMicros: number; highMicros: number }
  capacity: Capacity
  existing: Existing | null
}

/** The quote of a brief, without what the provider reads from its words (`found`, `missing`, `sample`). */
export function quoteOf(brief: Brief, deps: QuoteDeps): Omit<Quote, 'found' | 'missing' | 'sample' | 'notes'> {
  const mix = mixOf(brief)
  const counts: Record<JobKind, number> = {
    analysis: 1,
    text: brief.postCount,
    image: mix.text_image,
    video: mix.text_video,
  }
  const jobs = JobKindSchema.options
    .filter((kind) => counts[kind] > 0)
    .map((kind) => ({ kind, count: counts[kind], ...deps.maker(kind), ...deps.estimate(kind), ...deps.price(kind) }))
  const sum = (pick: (job: (typeof jobs)[number]) => number): number =>
    jobs.reduce((total, job) => total + pick(job) * job.count, 0)
  const { existing } = deps
  const taken = brief.reuse === true ? existing : null
  const takenOf = (kind: JobKind): number => taken?.jobs.find((one) => one.kind === kind)?.count ?? 0
  const left = jobs.map((job) => ({ ...job, count: Math.max(0, job.count - takenOf(job.kind)) }))
  const savesSurely = taken?.ifWebsiteIsSame === false ? taken.savesMicros.high : 0
  return {
    provider: deps.provider,
    jobs,
    time: timeOf(taken?.ifWebsiteIsSame === false ? left : jobs, deps.capacity),
    cost: {
      currency: deps.currency,
      lowMicros: sum((job) => job.lowMicros) - (taken?.savesMicros.low ?? 0),
      highMicros: sum((job) => job.highMicros) - savesSurely,
    },
    existing,
  }
}

type Line = { kind: JobKind; count: number; expected: Job['expected'] }

/** From the first claim to the end of the last job, as the ETA has it. Null when one kind has no history. */
function timeOf(lines: readonly Line[], capacity: Capacity): Quote['time'] {
  const outlook = lines.flatMap(({ kind, count, expected }): Batch[] =>
    expected ? [{ kind, ...expected, state: kind === 'analysis' ? 'queued' : 'blocked', at: null, count }] : [],
  )
  if (outlook.length < lines.length) return null
  const { p50Ms, p90Ms } = remaining(outlook, capacity, 0)
  return { lowMs: p50Ms, highMs: p90Ms }
}
