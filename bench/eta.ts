import { JobKindSchema, type JobKind } from '../lib/domain/job.ts'
import { capacity } from '../tests/support/campaigns.ts'
import { median, numberFlag, print, quantile, round } from '../tests/support/bench.ts'
import {
  endOf,
  jobsOf,
  momentsOf,
  sharesOf,
  tellForecasts,
  type Outcome,
  type Told,
} from '../tests/support/forecasts.ts'

/**
 * What is told of the end of jobs and campaigns, beside what happened: campaigns of 1 to 12 posts by a provider of log-normal latencies, over the
 * real engine and a real file, in virtual time. Beside the naive ways in the same run: the mean of all jobs added up, the quantiles of each kind
 * added up, and progress drawn on as a line. Fails when less than 40 or more than 60 % end before p50, or less than 85 or more than 95 % before
 * p90, one campaign at a time. `--campaigns N` (310), `--together N` (3 open at once, reported only), `--seed S` (1).
 */
const campaigns = numberFlag('campaigns', 310)
const together = numberFlag('together', 3)
const seed = numberFlag('seed', 1)

/** Promises beside the time they were made. */
type Promised = Outcome & { made: number }

function report(what: string, promised: readonly Promised[], rest: Record<string, unknown>): void {
  const { p50, p90 } = sharesOf(promised)
  const error = median(promised.map(({ made, p50At, ended }) => Math.abs(p50At - ended) / (ended - made)))
  print({
    bench: 'eta',
    what,
    promises: promised.length,
    endedBefore: rounded(promised),
    medianErrorOfP50: round(error),
    ...rest,
  })
  const isTrue = p50 >= 0.4 && p50 <= 0.6 && p90 >= 0.85 && p90 <= 0.95
  if (!isTrue && 'aim' in rest) process.exitCode = 1
}
function rounded(outcomes: readonly Outcome[]): { p50: number; p90: number } {
  const { p50, p90 } = sharesOf(outcomes)
  return { p50: round(p50, 3), p90: round(p90, 3) }
}

const aim = { p50: [0.4, 0.6], p90: [0.85, 0.95] }

const firstOf = (told: Told): Promised[] => promisedAt(told, momentsOf(told).first)
const middleOf = (told: Told): Promised[] => promisedAt(told, momentsOf(told).middle)
function promisedAt(told: Told, fact: Told['facts'][number]): Promised[] {
  const outcome = endOf(told, fact)
  return outcome ? [{ ...outcome, made: Date.parse(fact.at) }] : []
}

/** One time for the end, where a range was wanted: half should end before it. */
const shareBefore = (ends: readonly { at: number; ended: number }[]): number =>
  round(ends.filter(({ at, ended }) => ended <= at).length / ends.length, 3)

const alone = await tellForecasts({ campaigns, seed, together: 1 })

const jobs = alone.flatMap(jobsOf)
report(
  'jobs: expected',
  jobs.map((job) => ({ ...job, made: job.started })),
  {
    aim,
    byKind: Object.fromEntries(
      JobKindSchema.options.map((kind) => [kind, rounded(jobs.filter((job) => job.kind === kind))]),
    ),
  },
)

/** What the naive ways would have said when each campaign began, from the same 50 newest jobs of each kind. */
function naivelyAtFirst(all: readonly Told[]) {
  const times = new Map<JobKind, number[]>(JobKindSchema.options.map((kind) => [kind, []]))
  const timesOf = (kind: JobKind): number[] => times.get(kind) ?? []
  const summed: { at: number; ended: number }[] = []
  const lanes: Promised[] = []
  for (const told of all) {
    const [{ ended, made } = { ended: 0, made: 0 }] = firstOf(told)
    if (made > 0) {
      const mean = (kind: JobKind): number => timesOf(kind).reduce((sum, ms) => sum + ms, 0) / timesOf(kind).length
      summed.push({ at: made + told.view.jobs.reduce((sum, { kind }) => sum + mean(kind), 0), ended })
      const lane = (kind: JobKind, share: number): number => {
        const count = told.view.jobs.filter((job) => job.kind === kind).length
        return count === 0 ? 0 : Math.ceil(count / capacity.slots[kind]) * quantile(timesOf(kind), share)
      }
      const total = (share: number): number =>
        lane('analysis', share) + Math.max(lane('text', share), lane('image', share), lane('video', share))
      lanes.push({ made, p50At: made + total(0.5), p90At: made + total(0.9), ended })
    }
    for (const { kind, startedAt, finishedAt } of told.view.jobs)
      times.set(kind, [...timesOf(kind), Date.parse(finishedAt ?? '') - Date.parse(startedAt ?? '')].slice(-50))
  }
  return { summed, lanes }
}
const { summed, lanes } = naivelyAtFirst(alone)
report('campaigns: eta of the first fact', alone.flatMap(firstOf), {
  aim,
  silent: alone.length - alone.flatMap(firstOf).length,
  naive: { 'mean of all jobs added up': shareBefore(summed), 'quantiles of each kind added up': rounded(lanes) },
})

const line = alone.flatMap((told) => {
  const { campaign, at } = momentsOf(told).middle
  const [{ ended, made } = { ended: 0, made: 0 }] = middleOf(told)
  if (made === 0 || !campaign.startedAt || campaign.progress === 0) return []
  const ran = Date.parse(at) - Date.parse(campaign.startedAt)
  return [{ at: made + (ran * (1 - campaign.progress)) / campaign.progress, ended, made }]
})
report('campaigns: eta in the middle of the log', alone.flatMap(middleOf), {
  aim,
  naive: {
    'progress drawn on as a line': shareBefore(line),
    medianErrorOfLine: round(median(line.map(({ at, ended, made }) => Math.abs(at - ended) / (ended - made)))),
  },
})

const crowd = await tellForecasts({ campaigns: Math.ceil(campaigns / 3), seed, together })
report(`campaigns: eta of the first fact, ${together} open at once`, crowd.flatMap(firstOf), {
  note: 'A new campaign comes for each that settles, and campaigns to come are not counted.',
})
