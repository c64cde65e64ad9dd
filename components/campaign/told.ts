import type { CampaignSummary, CampaignView } from '../../lib/domain/campaign.ts'
import { faceOf, summaryFace } from './job-face.ts'
import type { Told } from './sentence.ts'

/** A view as the sentence needs it. */
export function toldOf(view: CampaignView): Told {
  const indexes = new Map(view.posts.map((post) => [post.id, post.index]))
  return {
    status: view.status,
    round: view.round,
    progress: view.progress,
    startedAt: view.startedAt,
    finishedAt: view.finishedAt,
    postCount: view.posts.length,
    jobs: view.jobs.map((job) => ({
      kind: job.kind,
      face: faceOf(job),
      post: job.postId === null ? null : (indexes.get(job.postId) ?? null),
      reason: job.error?.message ?? null,
    })),
  }
}

/** A dashboard line as the sentence needs it: it does not know which post a job belongs to. */
export function summaryTold(summary: CampaignSummary): Told {
  return {
    status: summary.status,
    round: summary.round,
    progress: summary.progress,
    startedAt: summary.startedAt,
    finishedAt: summary.finishedAt,
    postCount: summary.postCount,
    jobs: summary.jobs.map((job) => ({
      kind: job.kind,
      face: summaryFace(job, summary.status),
      post: null,
      reason: null,
    })),
  }
}
