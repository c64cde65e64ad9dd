import type { CampaignView } from '../../lib/domain/campaign.ts'
import { isParked, isSettledStatus, waitingForMoney, type Job, type JobKind } from '../../lib/domain/job.ts'

/**
 * What waits for money, and for whose. A campaign's own cap can be raised from the page; the installation's renews at `until`, null where that helps
 * none of them: `tooDear` are those that may cost more than it spends in a month.
 */
export type Budget =
  | { by: 'campaign'; jobs: number; moreMicros: number; raiseToMicros: number }
  | { by: 'installation'; jobs: number; until: string | null; tooDear: { jobs: number; mostMicros: number } | null }

/** Null when nothing is parked by a cap. */
export function budgetOf(view: CampaignView): Budget | null {
  const open = view.jobs.filter((job) => !isSettledStatus(job.status))
  const parked = open.filter(isParked)
  const own = parked.filter((job) => job.waitingFor?.until === null)
  const jobs = waitingForMoney(open).length
  if (own.length > 0) return { by: 'campaign', jobs, ...enoughFor(view, open) }
  if (parked.length === 0) return null
  const [dear, others] = [parked.filter(isTooDear), parked.filter((job) => !isTooDear(job))]
  const until = others[0]?.waitingFor?.until ?? null
  const mostMicros = Math.max(...dear.map(({ waitingFor }) => waitingFor?.reserveMicros ?? 0))
  return { by: 'installation', jobs, until, tooDear: dear.length === 0 ? null : { jobs: dear.length, mostMicros } }
}

const isTooDear = ({ waitingFor }: Job): boolean =>
  (waitingFor?.reserveMicros ?? 0) > (waitingFor?.capMicros ?? Number.POSITIVE_INFINITY)

/**
 * The cap that has room for the most all open jobs may cost, rounded up to a round sum. Where nobody knows yet what a kind may cost, the
 * campaign's quote stands for it.
 */
function enoughFor(view: CampaignView, open: readonly Job[]): { moreMicros: number; raiseToMicros: number } {
  const { spentMicros, reservedMicros, quotedHighMicros, capMicros } = view.cost
  const cap = capMicros ?? 0
  const mostOf = new Map<JobKind, number>()
  for (const { kind, waitingFor } of open.filter(isParked))
    mostOf.set(kind, Math.max(mostOf.get(kind) ?? 0, waitingFor?.reserveMicros ?? 0))
  // What is queued and not parked is held already.
  const starting = open.filter((job) => job.status === 'blocked' || isParked(job))
  const known = starting.reduce((sum, job) => sum + (mostOf.get(job.kind) ?? 0), spentMicros + reservedMicros)
  const floor = starting.every((job) => mostOf.has(job.kind)) ? 0 : quotedHighMicros
  const enough = Math.max(known, floor)
  return { moreMicros: enough - cap, raiseToMicros: roundUp(enough) }
}

/** To 5 cents, from 1 on to 10 cents, from 10 on to the whole. */
function roundUp(micros: number): number {
  const step = micros < 1_000_000 ? 50_000 : micros < 10_000_000 ? 100_000 : 1_000_000
  return Math.ceil(micros / step) * step
}
