import { z } from 'zod'
import { clean } from './brief.ts'
import { endCall } from './calls.ts'
import { reopen, retry } from './control.ts'
import { lockedDetail, postIn } from './edits.ts'
import { AppError } from './errors.ts'
import { isSettledStatus, type Job, type JobKind } from './job.ts'
import { hasPart } from './post.ts'
import { factOf, newRecord, type ChangeRecord, type JobRecord } from './record.ts'
import { enqueue } from './queue.ts'

/** What of a post is to be made again, and what should be different. */
export const RegenerateSchema = z.strictObject({
  parts: z
    .array(z.enum(['text', 'image', 'video']))
    .min(1, 'Choose at least one part.')
    .refine((list) => new Set(list).size === list.length, 'Each part once.'),
  instruction: z
    .string()
    .transform(clean)
    .pipe(z.string().max(1_000, 'At most 1,000 characters.'))
    .transform((text) => (text === '' ? null : text))
    .nullable()
    .default(null),
})
export type Regenerate = z.infer<typeof RegenerateSchema>

/**
 * Which jobs make the parts: the planned ones, except where the newest job of the part failed or was canceled. That one comes back with the
 * new wish, so that nothing stays failed which somebody had made after all. `known` in plan order.
 */
export function makersOf(known: readonly JobRecord[], postId: string, planned: readonly Job[]): Job[] {
  return planned.map((job) => {
    const newest = known.findLast((one) => one.job.postId === postId && one.job.kind === job.kind)?.job
    return newest?.status === 'failed' || newest?.status === 'canceled' ? newest : job
  })
}

/**
 * Parts of a post are made again by `makersOf(jobs)` (`jobs`: kinds as asked for, planned, nothing known yet): what is there stays until each
 * is done. Throws `conflict` when the post is locked or the part is still on its way for the first time. A settled campaign opens its next
 * round. Scope: the whole campaign.
 */
export function regenerate(
  record: ChangeRecord,
  postId: string,
  jobs: readonly Job[],
  instruction: string | null,
  reserves: Record<JobKind, number>,
): void {
  const post = postIn(record, postId)
  if (post.locked) throw new AppError('conflict', { detail: lockedDetail })
  const makers = makersOf(record.jobs(), postId, jobs)
  const fresh = makers.filter((job) => jobs.includes(job))
  for (const { kind } of fresh) {
    if (!hasPart(post, kind)) {
      const detail = `This post has no ${kind} to make again: the one that is on its way has its own job.`
      throw new AppError('conflict', { detail })
    }
  }
  const asked = record.jobs().flatMap(({ job, remake }) => (job.postId === postId && remake ? [remake.variant] : []))
  const remake = { variant: Math.max(1, ...asked) + 1, instruction }
  let position = Math.max(-1, ...record.jobs().map((one) => one.position))
  const settled = record.head.status !== 'running' && record.head.status !== 'paused'
  for (const job of fresh) {
    position += 1
    const planned: Job = { ...job, postId: post.id, dependsOn: [], status: 'blocked' }
    const reserveMicros = reserves[job.kind]
    record.addJob(newRecord(planned, { position, availableAt: record.now, reserveMicros, remake }))
  }
  if (settled && fresh.length > 0) reopen(record)
  for (const { id } of fresh) {
    record.tell({ type: 'job.planned', job: factOf(record.job(id).job, true) })
    enqueue(record, id)
  }
  for (const { id, kind } of makers) {
    if (fresh.some((job) => job.id === id)) continue
    record.setJob(id, {}, { remake, reserveMicros: reserves[kind] })
    if (!isSettledStatus(record.job(id).job.status)) continue
    // What the vendor still makes is what was wished for before.
    endCall(record, id, 'charged')
    retry(record, id)
  }
}
