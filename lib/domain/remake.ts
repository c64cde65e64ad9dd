import { z } from 'zod'
import { clean } from './brief.ts'
import { reopen } from './control.ts'
import { lockedDetail, postIn } from './edits.ts'
import { AppError } from './errors.ts'
import type { Job, JobKind } from './job.ts'
import type { Post } from './post.ts'
import { factOf, newRecord, type ChangeRecord } from './record.ts'
import { enqueue } from './transitions.ts'

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
 * Parts of a post are made again by `jobs` (kinds as asked for, planned, nothing known yet): what is there stays until each is done. Throws
 * `conflict` when the post is locked or has no such part yet. A settled campaign opens its next round. Scope: the whole campaign.
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
  for (const { kind } of jobs) {
    if (!hasPart(post, kind)) {
      const detail = `This post has no ${kind} to make again: a part that is on its way or failed has its own job.`
      throw new AppError('conflict', { detail })
    }
  }
  const asked = record.jobs().flatMap(({ job, remake }) => (job.postId === postId && remake ? [remake.variant] : []))
  const remake = { variant: Math.max(1, ...asked) + 1, instruction }
  let position = Math.max(-1, ...record.jobs().map((one) => one.position))
  const settled = record.head.status !== 'running' && record.head.status !== 'paused'
  for (const job of jobs) {
    position += 1
    const planned: Job = { ...job, postId: post.id, dependsOn: [], status: 'blocked' }
    const reserveMicros = reserves[job.kind]
    record.addJob(newRecord(planned, { position, availableAt: record.now, reserveMicros, remake }))
  }
  if (settled) reopen(record)
  for (const { id } of jobs) {
    record.tell({ type: 'job.planned', job: factOf(record.job(id).job, true) })
    enqueue(record, id)
  }
}

function hasPart(post: Post, kind: JobKind): boolean {
  switch (kind) {
    case 'text':
      return Object.keys(post.texts).length > 0
    case 'image':
      return post.imageAssetId !== null
    case 'video':
      return post.videoAssetId !== null
    case 'analysis':
      return false
    default:
      return kind satisfies never
  }
}
