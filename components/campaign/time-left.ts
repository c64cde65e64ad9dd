import type { CampaignView } from '../../lib/domain/campaign.ts'
import { en } from '../messages/en.ts'
import { spanOf, spokenSpan } from '../messages/numbers.ts'

/** `value` for eyes, `told` for ears. */
export type TimeLeft = { value: string; told: string; overdue: boolean }

/** What is left of the estimate at `now` (ms). Null without one; overdue when even its far end has passed. */
export function timeLeft(eta: CampaignView['eta'], now: number): TimeLeft | null {
  if (eta === null) return null
  const words = en.campaign.progressText
  const [low, high] = [Date.parse(eta.p50At) - now, Date.parse(eta.p90At) - now]
  if (high <= 0) return { value: '–', told: words.overdue, overdue: true }
  const near = Math.max(0, low)
  return { value: spanOf(near, high), told: words.left(spokenSpan(near, high)), overdue: false }
}
