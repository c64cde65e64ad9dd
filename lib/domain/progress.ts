import type { CampaignStatus } from './campaign.ts'
import { isSettledStatus, type Job } from './job.ts'

/** The sums a campaign row keeps, so that no write needs to read all its jobs. Weights in ms of expected work. */
export type Tally = {
  plannedWeight: number
  settledWeight: number
  /** Jobs not yet settled. */
  open: number
  /** Completed jobs other than the analysis: what a marketer can use. */
  made: number
  completed: number
  failed: number
  canceled: number
}

/**
 * Campaign progress after a change: the greater of what was stored and the settled share, at most 0.99 while a job is open, 1 when completed
 * or partial. Canceled and failed campaigns keep what they had.
 */
export function progressOf(stored: number, tally: Tally, status: CampaignStatus): number {
  if (status === 'completed' || status === 'partial') return 1
  if (status === 'canceled' || status === 'failed') return Math.min(stored, 0.99)
  const share = tally.plannedWeight > 0 ? tally.settledWeight / tally.plannedWeight : 0
  return Math.min(0.99, Math.max(stored, share))
}

/** How a campaign whose jobs are all settled ends. `stopped` says that a person canceled the campaign itself. */
export function settledStatus(tally: Tally, stopped: boolean): Exclude<CampaignStatus, 'running' | 'paused'> {
  if (stopped) return 'canceled'
  if (tally.failed > 0) return tally.made > 0 ? 'partial' : 'failed'
  // What a person canceled job by job is not missing; when nothing else was made, the campaign is canceled.
  return tally.canceled === 0 || tally.made > 0 ? 'completed' : 'canceled'
}

/** The tally when one job of it has changed. */
export function retally(tally: Tally, before: Job, after: Job): Tally {
  const count = (job: Job, sign: 1 | -1): Partial<Tally> => {
    const settled = isSettledStatus(job.status)
    return {
      settledWeight: settled ? sign * job.weight : 0,
      open: settled ? 0 : sign,
      completed: job.status === 'completed' ? sign : 0,
      made: job.status === 'completed' && job.kind !== 'analysis' ? sign : 0,
      failed: job.status === 'failed' ? sign : 0,
      canceled: job.status === 'canceled' ? sign : 0,
    }
  }
  const minus = count(before, -1)
  const plus = count(after, 1)
  const sum = (key: 'settledWeight' | 'open' | 'completed' | 'made' | 'failed' | 'canceled'): number =>
    tally[key] + (minus[key] ?? 0) + (plus[key] ?? 0)
  return {
    plannedWeight: tally.plannedWeight,
    settledWeight: sum('settledWeight'),
    open: sum('open'),
    completed: sum('completed'),
    made: sum('made'),
    failed: sum('failed'),
    canceled: sum('canceled'),
  }
}

/** The tally of freshly planned jobs. */
export function tallyOf(jobs: readonly Job[]): Tally {
  return {
    plannedWeight: jobs.reduce((sum, job) => sum + job.weight, 0),
    settledWeight: 0,
    open: jobs.length,
    made: 0,
    completed: 0,
    failed: 0,
    canceled: 0,
  }
}
