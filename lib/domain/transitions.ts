import { delayOf } from './backoff.ts'
import { countLost, endCall, isAdrift, mayHaveCost, openAttempt } from './calls.ts'
import { iso } from './clock.ts'
import { AppError, type Failure, type FailureCode } from './errors.ts'
import type { JobResult, Report } from './handler.ts'
import { isSettledStatus, type Job, type JobError } from './job.ts'
import { stillHeld } from './money.ts'
import { admit, blank, enqueue, forKey, never, queueUp, unpark, waitOf } from './queue.ts'
import { factOf, mayTake, type ChangeRecord, type JobRecord } from './record.ts'
import { withdrawn } from './edits.ts'
import { hasPart, type Post } from './post.ts'
import { layOver } from './fold.ts'

/**
 * A worker takes a queued job: a new attempt, nothing known yet. Null when a cap was lowered since its money was held: it is parked until there is
 * room, unless it may be had for nothing (see `beginCall`). Scope: the job, what is parked, and the purse.
 */
export function start(record: ChangeRecord, jobId: string, token: string): Job | null {
  const { job } = record.job(jobId)
  const holds = stillHeld(record, jobId)
  if (!holds && !mayTake(record.job(jobId))) {
    admit(record, jobId)
    record.tell({ type: 'job.queued', job: factOf(record.job(jobId).job, true) })
    unpark(record)
    return null
  }
  const started = record.setJob(
    jobId,
    { status: 'processing', attempt: job.attempt + 1, startedAt: iso(record.now), finishedAt: null, ...blank },
    { token },
  )
  openAttempt(record, jobId)
  if (record.head.startedAt === null) record.setHead({ startedAt: iso(record.now) })
  record.tell({ type: 'job.started', job: factOf(started, true) })
  if (!holds) unpark(record)
  return started
}

export type Said = { part: string; text: string }

/** A running job says what it knows: one output fact per part, then at most one progress fact. Scope: the job. */
export function report(record: ChangeRecord, jobId: string, said: readonly Said[], told: Report | null): void {
  for (const { part, text } of said) {
    const { job } = record.job(jobId)
    const parts = job.output?.attempt === job.attempt ? job.output.parts : {}
    const delta = { attempt: job.attempt, part, offset: (parts[part] ?? '').length, text }
    const output = { attempt: job.attempt, parts: { ...parts, [part]: layOver(parts[part] ?? '', delta) } }
    const went = farther(record.job(jobId), { text: lengthOf(output) })
    record.tell({ type: 'job.output', job: factOf(record.setJob(jobId, { output }, went)), output: delta })
  }
  if (!told) return
  const known = record.job(jobId).job
  const progress =
    told.progress === undefined ? known.progress : Math.max(known.progress ?? 0, Math.min(1, told.progress))
  const job = record.setJob(
    jobId,
    { progress, measure: told.measure ?? known.measure, message: told.message ?? known.message },
    farther(record.job(jobId), { progress: progress ?? 0 }),
  )
  record.tell({ type: 'job.progress', job: factOf(job) })
}

/** Only what no attempt reached before clears the crashes: else a job that dies at the same place for ever would never end. */
function farther(
  { bestProgress, bestText }: JobRecord,
  { progress = 0, text = 0 }: { progress?: number; text?: number },
): Partial<Omit<JobRecord, 'job'>> {
  if (progress <= bestProgress && text <= bestText) return {}
  return { crashes: 0, bestProgress: Math.max(bestProgress, progress), bestText: Math.max(bestText, text) }
}

const lengthOf = ({ parts }: NonNullable<Job['output']>): number =>
  Object.values(parts).reduce((sum, part) => sum + part.length, 0)

const takenMessage = 'Taken from an earlier campaign with the same inputs'

/** A job is done: its post, asset or analysis, then what waited for it. Scope: the job, its dependents, its post (analysis: all posts). */
export function complete(record: ChangeRecord, jobId: string, result: JobResult): void {
  const { inputHash = null, takenFrom = null } = result
  endCall(record, jobId, 'done')
  const done = (assetIds: Job['assetIds']): Job =>
    record.setJob(
      jobId,
      {
        status: 'completed',
        progress: 1,
        finishedAt: iso(record.now),
        output: null,
        error: null,
        waitingFor: null,
        assetIds,
        ...(takenFrom !== null && { message: takenMessage }),
      },
      { token: null, inputHash, takenFrom },
    )
  switch (result.kind) {
    case 'analysis': {
      record.setAnalysis(result.analysis)
      if (record.head.brief.name === null) record.setHead({ name: result.analysis.campaignName })
      record.tell({ type: 'job.completed', job: factOf(done([]), true), analysis: result.analysis })
      for (const post of record.posts()) {
        const angle = result.analysis.angles.find((one) => one.index === post.index) ?? null
        record.tell({ type: 'post.updated', post: record.setPost({ ...post, angle }) })
      }
      break
    }
    case 'text': {
      const post = postOf(record, jobId)
      record.tell({
        type: 'job.completed',
        job: factOf(done([]), true),
        ...(post && {
          post: record.setPost({
            ...grown(record, jobId, post),
            texts: result.texts,
            ...(result.review && { review: result.review }),
          }),
        }),
      })
      break
    }
    case 'image':
    case 'video': {
      const { asset } = result
      const post = postOf(record, jobId)
      record.addAsset(asset, result.recipe ?? null)
      record.tell({
        type: 'asset.ready',
        asset,
        ...(post && {
          post: record.setPost({
            ...grown(record, jobId, post),
            [asset.kind === 'image' ? 'imageAssetId' : 'videoAssetId']: asset.id,
          }),
        }),
      })
      record.tell({ type: 'job.completed', job: factOf(done([asset.id]), true) })
      break
    }
    default:
      result satisfies never
  }
  unblock(record)
  unpark(record)
  record.settle()
}

/** The post that a part goes into: where it replaces one, it is the next version, and an approval of what it replaces ends. */
function grown(record: ChangeRecord, jobId: string, post: Post): Post {
  if (!hasPart(post, record.job(jobId).job.kind)) return post
  return { ...post, version: post.version + 1, approval: withdrawn(post.approval) }
}

/** Queues every blocked job of the scope whose dependencies in the scope are all completed. */
function unblock(record: ChangeRecord): void {
  for (const { job } of record.jobs()) {
    if (job.status === 'blocked' && job.dependsOn.every((id) => record.job(id).job.status === 'completed'))
      enqueue(record, job.id)
  }
}

/**
 * An attempt failed. Retryable failures wait and come back until `maxFailures`; rate limits and quotas do not count. What was paid for, or may
 * have been, is repeated once at most, a video not at all. What needs another key waits until there is one. A final failure cancels what depended on it. Scope: the job and its dependents.
 */
export function fail(record: ChangeRecord, jobId: string, failure: Failure, random: number): void {
  const { job, call } = record.job(jobId)
  const needsKey = failure.needsKey === true
  const free: readonly FailureCode[] = ['rate_limited', 'quota_exhausted', 'crashed']
  const counts = !needsKey && !free.includes(failure.code)
  const failures = job.failures + (counts ? 1 : 0)
  const charged = failure.charged || (job.costMicros > 0 && call?.state === 'answered')
  const asks = charged && isAdrift(call) && countLost(record, jobId)
  const comesBack = (needsKey || (failure.retryable && failures < job.maxFailures)) && !asks
  // Trouble on the way to work that goes on over there, also what only a person can put right: whoever tries next attaches to it.
  const keeps = !failure.gone && call?.handle
  endCall(record, jobId, keeps ? (comesBack ? 'keep' : 'leave') : failure.charged ? 'charged' : 'free')
  const isLeft = record.job(jobId).call?.isBooked === true && call?.reservedMicros !== 0
  const error = errorOf({ ...failure, charged: charged || isLeft })
  if (comesBack) {
    // What does not count as a failure still waits longer each time.
    const availableAt = needsKey ? never : record.now + delayOf(failure, counts ? failures : job.attempt, random)
    const waitingFor = needsKey ? forKey : waitOf(error, availableAt)
    queueUp(record, jobId, { ...blank, failures, error, waitingFor }, { availableAt }, 'job.retrying')
    unpark(record)
    return
  }
  settleAsFailed(record, jobId, error, failures)
}

/** A job ends without a result, and what needed it is canceled. Scope: the job and its dependents. */
export function settleAsFailed(record: ChangeRecord, jobId: string, error: JobError, failures: number): void {
  const failed = record.setJob(
    jobId,
    { status: 'failed', failures, error, waitingFor: null, finishedAt: iso(record.now) },
    { token: null },
  )
  record.tell({ type: 'job.failed', job: factOf(failed) })
  cancelDependents(record, jobId, `The ${failed.kind} it needs failed: ${error.message}`)
  unpark(record)
  record.settle()
}

const errorOf = ({ code, message, retryable, reason, charged }: Failure): JobError => ({
  code,
  message,
  retryable,
  reason,
  charged,
})

function cancelDependents(record: ChangeRecord, jobId: string, why: string): void {
  for (const { job } of record.jobs()) {
    if (job.dependsOn.some((id) => id === jobId) && !isSettledStatus(job.status)) {
      settleAsCanceled(record, job, 'dependency_failed', why)
      cancelDependents(record, job.id, why)
    }
  }
}

function settleAsCanceled(record: ChangeRecord, job: Job, code: FailureCode, message: string): void {
  const charged = mayHaveCost(record.job(job.id))
  endCall(record, job.id, 'charged')
  const canceled = record.setJob(
    job.id,
    {
      status: 'canceled',
      waitingFor: null,
      finishedAt: iso(record.now),
      error: { code, message, retryable: true, reason: null, charged },
    },
    { token: null },
  )
  record.tell({ type: 'job.canceled', job: factOf(canceled) })
}

/** A person cancels one job; its dependents follow. Settled jobs refuse with `conflict`. Scope: all jobs. */
export function cancelJob(record: ChangeRecord, jobId: string): void {
  const { job } = record.job(jobId)
  if (isSettledStatus(job.status))
    throw new AppError('conflict', { detail: `This job is ${job.status}: there is nothing to cancel.` })
  settleAsCanceled(record, job, 'canceled_by_user', 'Canceled by you')
  cancelDependents(record, jobId, `The ${job.kind} it needs was canceled.`)
  unpark(record)
  record.settle()
}

/** A person cancels the campaign: what is made stays. Does nothing when settled. Scope: all jobs. */
export function cancelCampaign(record: ChangeRecord): void {
  if (record.head.status !== 'running' && record.head.status !== 'paused') return
  record.setHead({ stopped: true })
  for (const { job } of record.jobs()) {
    if (!isSettledStatus(job.status)) settleAsCanceled(record, job, 'canceled_by_user', 'Canceled by you')
  }
  record.settle()
}

function postOf(record: ChangeRecord, jobId: string): Post | null {
  const { postId } = record.job(jobId).job
  return record.posts().find((post) => post.id === postId) ?? null
}
