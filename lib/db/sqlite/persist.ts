import type Database from 'better-sqlite3'
import type { Job } from '../../domain/job.ts'
import type { Post } from '../../domain/post.ts'
import type { CampaignHead, Change, JobRecord } from '../../domain/record.ts'
import { toJson } from '../rows.ts'
import { campaignColumns, insertInto, jobColumns, postColumns, updateById } from './columns.ts'

export type Persist = ReturnType<typeof createPersist>

/** Statements that lay a change down. Call inside the pen's transaction. */
export function createPersist(database: Database.Database) {
  const updateCampaign = database.prepare(
    `${updateById('campaigns', campaignColumns, [
      'name',
      'status',
      'round',
      'progress',
      'eta',
      'seq',
      'plannedWeight',
      'settledWeight',
      'open',
      'made',
      'completed',
      'failed',
      'canceled',
      'stopped',
      'spentMicros',
      'reservedMicros',
      'startedAt',
      'finishedAt',
    ])}`,
  )
  const stampCampaign = database.prepare(
    `UPDATE campaigns SET change = (SELECT value FROM counters WHERE name = 'change') WHERE id = ?`,
  )
  const countChange = database.prepare(
    `INSERT INTO counters (name, value) VALUES ('change', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1`,
  )
  const setAnalysis = database.prepare('UPDATE campaigns SET analysis = ? WHERE id = ?')
  const insertCampaign = database.prepare(insertInto('campaigns', campaignColumns))
  const insertJob = database.prepare(insertInto('generation_jobs', jobColumns))
  const updateJob = database.prepare(
    updateById('generation_jobs', jobColumns, [
      'status',
      'progress',
      'contentId',
      'resultData',
      'updatedAt',
      'availableAt',
      'leaseToken',
      'attempt',
      'failures',
      'crashes',
      'message',
      'measure',
      'waitingFor',
      'output',
      'error',
      'queuedAt',
      'startedAt',
      'finishedAt',
    ]),
  )
  const insertPost = database.prepare(insertInto('posts', postColumns))
  const updatePost = database.prepare(
    updateById('posts', postColumns, ['angle', 'version', 'texts', 'imageAssetId', 'videoAssetId', 'locked', 'approval']),
  )
  const insertAsset = database.prepare(
    `INSERT INTO assets (id, campaign_id, job_id, position, kind, mime, width, height, duration_ms, bytes, sha256, variants, alt, provider, model, draft, created_at)
     VALUES (@id, @campaignId, @jobId, @position, @kind, @mime, @width, @height, @durationMs, @bytes, @sha256, @variants, @alt, @provider, @model, @draft, @createdAt)`,
  )
  const insertEvent = database.prepare(
    'INSERT INTO job_events (campaign_id, seq, type, job_id, at, payload) VALUES (?, ?, ?, ?, ?, ?)',
  )

  const stamp = (campaignId: string): void => {
    countChange.run()
    stampCampaign.run(campaignId)
  }

  /** Rows and facts of a change; `jobId` names the job an asset came from. */
  const save = (change: Change, at: string, jobId: string | null): void => {
    const { head } = change
    updateCampaign.run(campaignValues(head))
    if (change.analysis) setAnalysis.run(toJson(change.analysis), head.id)
    for (const record of change.jobs.values()) updateJob.run(jobValues(record, head.id, at))
    for (const post of change.posts.values()) updatePost.run(postValues(post, head.id))
    for (const asset of change.assets) {
      insertAsset.run({
        ...asset,
        campaignId: head.id,
        jobId,
        position: head.seq,
        variants: toJson(asset.variants),
        draft: asset.draft ? 1 : 0,
        createdAt: at,
      })
    }
    for (const fact of change.facts) {
      insertEvent.run(head.id, fact.seq, fact.type, 'job' in fact ? fact.job.id : null, fact.at, JSON.stringify(fact))
    }
    stamp(head.id)
  }

  /** A fresh campaign with its posts, jobs and first fact. */
  const insert = (head: CampaignHead, jobs: readonly JobRecord[], posts: readonly Post[], firstFact: string): void => {
    insertCampaign.run({ ...campaignValues(head), analysis: null })
    for (const record of jobs) insertJob.run({ ...jobValues(record, head.id, head.createdAt), providerCalls: 0, priority: 0 })
    for (const post of posts) insertPost.run(postValues(post, head.id))
    insertEvent.run(head.id, 1, 'campaign.created', null, head.createdAt, firstFact)
    stamp(head.id)
  }

  return { save, insert, stamp }
}

function campaignValues(head: CampaignHead): Record<string, string | number | null> {
  const { cost, eta, brief, stopped, ...plain } = head
  return { ...plain, ...cost, eta: toJson(eta), brief: JSON.stringify(brief), stopped: stopped ? 1 : 0 }
}

function jobValues({ job, position, availableAt, crashes, token }: JobRecord, campaignId: string, at: string) {
  return {
    id: job.id,
    campaignId,
    jobType: job.kind,
    status: job.status,
    progress: job.progress,
    contentId: contentOf(job),
    resultData: job.assetIds.length > 0 ? JSON.stringify({ assetIds: job.assetIds }) : null,
    createdAt: at,
    updatedAt: at,
    position,
    postId: job.postId,
    dependsOn: JSON.stringify(job.dependsOn),
    weight: job.weight,
    availableAt,
    leaseToken: token,
    attempt: job.attempt,
    failures: job.failures,
    maxFailures: job.maxFailures,
    crashes,
    provider: job.provider,
    model: job.model,
    message: job.message,
    measure: toJson(job.measure),
    expected: toJson(job.expected),
    waitingFor: toJson(job.waitingFor),
    output: toJson(job.output),
    error: toJson(job.error),
    costMicros: job.costMicros,
    queuedAt: job.queuedAt,
    startedAt: job.startedAt,
    finishedAt: job.finishedAt,
  }
}

const contentOf = (job: Job): string | null =>
  job.status === 'completed' ? (job.assetIds[0] ?? (job.kind === 'text' ? job.postId : null)) : null

function postValues(post: Post, campaignId: string) {
  return { ...post, campaignId, angle: toJson(post.angle), texts: JSON.stringify(post.texts), locked: post.locked ? 1 : 0 }
}
