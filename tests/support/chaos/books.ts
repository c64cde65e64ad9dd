import type { CampaignView } from '../../../lib/domain/campaign.ts'
import type { JobEvent } from '../../../lib/domain/event.ts'
import { paidCallsByJob, type VendorCall } from '../vendor/ledger.ts'
import type { Breach } from './verdict.ts'

/** Lost calls of one wish that are made again without asking. A film is never made again unasked. */
const repeats = { analysis: 1, text: 1, image: 1, video: 0 } as const

/** Holds a campaign against the vendor's own books, which outlive every kill. `retriesOf`: how often a person asked for a failed job again. */
export function audit(
  view: CampaignView,
  facts: readonly JobEvent[],
  calls: readonly VendorCall[],
  retriesOf: (jobId: string) => number,
): { breaches: Breach[]; paid: number; repeated: number } {
  const breaches: Breach[] = []
  const demand = (holds: boolean, promise: string, what: string): void => {
    if (!holds) breaches.push({ promise, what: `${view.id}: ${what}` })
  }
  const paid = paidCallsByJob(calls)
  let all = 0
  let repeated = 0
  for (const job of view.jobs) {
    const accepted = paid.get(job.id)?.length ?? 0
    const wishes = 1 + retriesOf(job.id)
    all += accepted
    repeated += Math.max(0, accepted - wishes)
    const allowed = wishes * (1 + repeats[job.kind])
    demand(
      accepted <= allowed,
      'nothing is paid twice',
      `${job.kind} ${job.id}: ${accepted} paid calls for ${wishes} wishes`,
    )
    demand(
      accepted > 0 === job.costMicros > 0,
      'what is paid is booked',
      `${job.kind} ${job.id}: ${accepted} paid calls, ${job.costMicros} micros`,
    )
  }
  const booked = view.jobs.reduce((sum, job) => sum + job.costMicros, 0)
  demand(
    booked === view.cost.spentMicros,
    'the sum of the jobs is what the campaign shows',
    `${booked} and ${view.cost.spentMicros}`,
  )
  for (const fact of facts) {
    if (fact.type !== 'job.failed' || fact.job.kind !== 'video' || fact.job.error?.code !== 'crashed') continue
    const asked = calls.some(
      ({ kind, ref, at }) => kind === 'poll' && ref.startsWith(`${fact.job.id}/${fact.job.attempt}`) && at < fact.at,
    )
    demand(
      !asked,
      'the handle stands before the first question',
      `${fact.job.id} was lost after the vendor had been asked about it`,
    )
  }
  return { breaches, paid: all, repeated }
}
