import { z } from 'zod'
import type { Brief } from './brief.ts'
import { JobKindSchema, type Job, type JobKind } from './job.ts'
import { mixOf } from './plan.ts'
import { PlatformSchema } from './platform-rules.ts'

/** What would run for a brief, before anything is spent. Times are null without history of this installation. */
export const QuoteSchema = z.object({
  provider: z.string(),
  jobs: z.array(
    z.object({
      kind: JobKindSchema,
      count: z.int(),
      weight: z.number(),
      /** Per job. */
      expected: z.object({ p50Ms: z.int(), p90Ms: z.int() }).nullable(),
      lowMicros: z.int(),
      highMicros: z.int(),
    }),
  ),
  time: z.object({ lowMs: z.int(), highMs: z.int() }).nullable(),
  cost: z.object({ currency: z.string(), lowMicros: z.int(), highMicros: z.int() }),
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
  price(kind: JobKind): { lowMicros: number; highMicros: number }
  /** Jobs of a kind that run at once. */
  slots: Record<JobKind, number>
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
    .map((kind) => ({ kind, count: counts[kind], ...deps.estimate(kind), ...deps.price(kind) }))
  const sum = (pick: (job: (typeof jobs)[number]) => number): number =>
    jobs.reduce((total, job) => total + pick(job) * job.count, 0)
  return {
    provider: deps.provider,
    jobs,
    time: timeOf(jobs, deps.slots),
    cost: { currency: deps.currency, lowMicros: sum((job) => job.lowMicros), highMicros: sum((job) => job.highMicros) },
  }
}

type Line = { kind: JobKind; count: number; expected: Job['expected'] }

/** Analysis first, then the slowest of the kinds that run beside each other. Null when one kind has no history. */
function timeOf(jobs: readonly Line[], slots: Record<JobKind, number>): Quote['time'] {
  if (jobs.some((job) => job.expected === null)) return null
  const lane = (kind: JobKind, pick: 'p50Ms' | 'p90Ms'): number => {
    const line = jobs.find((job) => job.kind === kind)
    return line?.expected ? Math.ceil(line.count / slots[kind]) * line.expected[pick] : 0
  }
  const total = (pick: 'p50Ms' | 'p90Ms'): number =>
    lane('analysis', pick) + Math.max(lane('text', pick), lane('image', pick), lane('video', pick))
  return { lowMs: total('p50Ms'), highMs: total('p90Ms') }
}
