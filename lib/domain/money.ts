import { iso } from './clock.ts'
import type { Job } from './job.ts'
import { enqueue, never, unlessPaused } from './queue.ts'
import { factOf, type ChangeRecord } from './record.ts'

/**
 * Holds what the job's next call may cost at most; false, and nothing held, when that would pass the cap of the campaign or of the
 * installation. What attaches to an earlier call, or costs nothing, needs no money. Scope: the job, and the purse where there is one.
 */
export function hold(record: ChangeRecord, jobId: string): boolean {
  const { call, reserveMicros } = record.job(jobId)
  return call !== null || reserveMicros <= leftMicros(record)
}

/** A job waits for money: until a cap is raised or something costs less than was held, or until the installation's cap begins anew. */
export function park(record: ChangeRecord, jobId: string): void {
  const { reserveMicros } = record.job(jobId)
  const { purse } = record
  const short = (left: number): number => Math.max(0, reserveMicros - left)
  const own = short(capLeft(record))
  const moreMicros = Math.max(own, purse ? short(purse.leftMicros) : 0)
  const waitingFor: Job['waitingFor'] = {
    reason: 'cap',
    until: own === 0 && purse ? iso(purse.renewsAt) : null,
    moreMicros,
    reserveMicros,
  }
  const parked = record.setJob(jobId, { waitingFor: unlessPaused(record, waitingFor) }, { availableAt: never })
  record.tell({ type: 'job.queued', job: factOf(parked, true) })
}

/** Brings back parked jobs of the scope that there is money for again, in plan order; the claim decides. */
export function unpark(record: ChangeRecord): void {
  let left = leftMicros(record)
  for (const { job, reserveMicros } of record.jobs()) {
    if (job.status !== 'queued' || job.waitingFor?.reason !== 'cap' || reserveMicros > left) continue
    left -= reserveMicros
    enqueue(record, job.id)
  }
}

/** A person sets what the campaign may cost at most, held included; null for no cap. What runs goes on. Scope: the whole campaign. */
export function setCap(record: ChangeRecord, capMicros: number | null): void {
  const { cost } = record.head
  if (cost.capMicros === capMicros) return
  record.setHead({ cost: { ...cost, capMicros } })
  record.tell({ type: 'campaign.updated' })
  unpark(record)
}

function capLeft({ head }: ChangeRecord): number {
  const { capMicros, spentMicros, reservedMicros } = head.cost
  return capMicros === null ? Number.POSITIVE_INFINITY : capMicros - spentMicros - reservedMicros
}

const leftMicros = (record: ChangeRecord): number =>
  Math.min(capLeft(record), record.purse?.leftMicros ?? Number.POSITIVE_INFINITY)
