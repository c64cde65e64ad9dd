import { z } from 'zod'
import { lockedDetail } from './edits.ts'
import { AppError } from './errors.ts'
import { isParked, waitingForMoney, type Job, type JobKind } from './job.ts'
import type { FreeMaker } from './plan.ts'
import { factOf, type ChangeRecord } from './record.ts'
import { blank, enqueue, forPause, never, tellWait, unpark, waitOf } from './queue.ts'

/**
 * A person pauses the campaign: nothing new is claimed, what runs goes on, and what waits says that it waits for the pause. Does nothing unless
 * it is running. Scope: all jobs.
 */
export function pause(record: ChangeRecord): void {
  if (record.head.status !== 'running') return
  record.setHead({ status: 'paused' })
  record.tell({ type: 'campaign.updated' })
  for (const { job } of record.jobs()) {
    if (job.status === 'queued') tellWait(record, job.id, forPause)
  }
}

/** A paused campaign goes on: each job that waits is ready, or back in the wait it was in. Does nothing unless it is paused. Scope: all jobs. */
export function resume(record: ChangeRecord): void {
  if (record.head.status !== 'paused') return
  record.setHead({ status: 'running' })
  record.tell({ type: 'campaign.updated' })
  for (const { job, availableAt } of record.jobs()) {
    if (job.status !== 'queued') continue
    // What was ready in the moment it was queued waits for nothing, whatever the wall clock says by now.
    const waits = job.queuedAt !== null && availableAt > Date.parse(job.queuedAt) && availableAt > record.now
    // What waits for money asks for it again.
    if (availableAt >= never) enqueue(record, job.id)
    else tellWait(record, job.id, waits ? waitOf(job.error, availableAt) : null)
  }
}

/** A person sets what the campaign may cost at most, held included; null for no cap. What runs goes on. Scope: the whole campaign, and the purse. */
export function setCap(record: ChangeRecord, capMicros: number | null): void {
  const { cost } = record.head
  if (cost.capMicros === capMicros) return
  record.setHead({ cost: { ...cost, capMicros } })
  record.tell({ type: 'campaign.updated' })
  unpark(record)
}

/**
 * A person has drafted for nothing what a cap has parked, and what is blocked behind it where nothing else goes on. Does nothing where nothing is
 * parked. Scope: the whole campaign, and the purse.
 */
export function draftParked(record: ChangeRecord, makers: Record<JobKind, FreeMaker>): void {
  for (const job of waitingForMoney(record.jobs().map((one) => one.job))) {
    if (record.job(job.id).call !== null) continue
    const drafted = record.setJob(job.id, makers[job.kind], { reserveMicros: 0 })
    if (isParked(job)) enqueue(record, job.id)
    else record.tell({ type: 'job.planned', job: factOf(drafted, true) })
  }
}

/** `reuse`: whether what was made of the same inputs meanwhile may be taken for nothing: nobody has asked for something new. */
export const RetrySchema = z.strictObject({ reuse: z.boolean().default(true) })
export type Retry = z.infer<typeof RetrySchema>

/**
 * A person wants a failed or canceled job after all: it, the settled jobs it needs, and what was canceled because of it come back with a clean
 * count. A settled campaign opens its next round. `reuse`: whether what was made of the same inputs meanwhile may be taken; left out, as before.
 * Scope: all jobs.
 */
export function retry(record: ChangeRecord, jobId: string, reuse?: boolean): void {
  const { job } = record.job(jobId)
  if (job.status !== 'failed' && job.status !== 'canceled') {
    throw new AppError('conflict', {
      detail: `This job is ${job.status}: only failed and canceled jobs can be retried.`,
    })
  }
  const isLocked = (one: Job): boolean => record.posts().some((post) => post.id === one.postId && post.locked)
  if (isLocked(job)) throw new AppError('conflict', { detail: lockedDetail })
  const revived = new Set<string>()
  const needs = (id: string): void => {
    const one = record.job(id).job
    if (revived.has(id) || (one.status !== 'failed' && one.status !== 'canceled')) return
    revived.add(id)
    for (const parent of one.dependsOn) needs(parent)
  }
  needs(jobId)
  for (const { job: other } of record.jobs()) {
    const waits = other.status === 'canceled' && other.error?.code === 'dependency_failed' && !isLocked(other)
    // What still needs another failed or canceled job stays away: it would be blocked for ever.
    const comes = (id: string): boolean => revived.has(id) || isOnItsWay(record.job(id).job)
    if (waits && other.dependsOn.some((id) => revived.has(id)) && other.dependsOn.every(comes)) revived.add(other.id)
  }
  const { status } = record.head
  const reopened = status !== 'running' && status !== 'paused'
  for (const id of revived) {
    record.setJob(
      id,
      { ...blank, status: 'blocked', failures: 0, error: null, startedAt: null, finishedAt: null },
      { token: null, crashes: 0, bestProgress: 0, bestText: 0, lostCalls: 0, ...(reuse !== undefined && { reuse }) },
    )
  }
  if (reopened) reopen(record)
  for (const id of revived) {
    const { job: one } = record.job(id)
    if (one.dependsOn.every((parent) => record.job(parent).job.status === 'completed')) enqueue(record, id)
    else record.tell({ type: 'job.planned', job: factOf(one, true) })
  }
}

/** A settled campaign opens its next round: call when the jobs of that round are open again. */
export function reopen(record: ChangeRecord): void {
  const { settledWeight, plannedWeight, round } = record.head
  const progress = plannedWeight > 0 ? Math.min(0.99, settledWeight / plannedWeight) : 0
  record.setHead({ status: 'running', round: round + 1, progress, finishedAt: null, stopped: false })
  record.tell({ type: 'campaign.reopened' })
}

const isOnItsWay = ({ status }: Job): boolean => status !== 'failed' && status !== 'canceled'
