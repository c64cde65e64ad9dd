import type { CampaignStatus } from './campaign.ts'

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
