import type Database from 'better-sqlite3'
import type { Job } from '../../domain/job.ts'
import type { Post } from '../../domain/post.ts'
import type { CampaignHead, Change, JobRecord, Scope } from '../../domain/record.ts'
import { toJson } from '../rows.ts'
import { campaignColumns, insertInto, jobColumns, postColumns, updateById } from './columns.ts'

export type Persist = ReturnType<typeof createPersist>

/** Statements that lay a change down. Call inside the pen's transaction. */
export function createPersist(database: Database.Database) {
  const setAnalysis = database.prepare('UPDATE campaigns SET analysis = ? WHERE id = ?')
  const insertCampaign = database.prepare(insertInto('campaigns', campaignColumns))
  const insertJob = database.prepare(insertInto('generation_jobs', jobColumns))
  const insertPost = database.prepare(insertInto('posts', postColumns))
  const insertAsset = database.prepare(
    `INSERT INTO assets (id, campaign_id, job_id, position, kind, mime, width, height, duration_ms, bytes, sha256, variants, alt, provider, model, draft, created_at)
     VALUES (@id, @campaignId, @jobId, @position, @kind, @mime, @width, @height, @durationMs, @bytes, @sha256, @variants, @alt, @provider, @model, @draft, @createdAt)`,
  )
  const insertEvent = database.prepare(
    'INSERT INTO job_events (campaign_id, seq, type, job_id, at, payload) VALUES (?, ?, ?, ?, ?, ?)',
  )

  const update = createUpdate(database)

  /** Rows and facts of a change on what `read` held; `jobId` names the job an asset came from. Only columns that changed are written. */
  const save = (read: Scope, change: Change, at: string, jobId: string | null): void => {
    const { head } = change
    const now = campaignValues(head)
    update('campaigns', campaignColumns, campaignValues(read.head), now)
    if (change.analysis) setAnalysis.run(toJson(change.analysis), head.id)
    for (const before of read.jobs) {
      const after = change.jobs.get(before.job.id)
      if (after) update('generation_jobs', jobColumns, jobValues(before, head.id, ''), jobValues(after, head.id, at))
    }
    for (const before of read.posts) {
      const after = change.posts.get(before.id)
      if (after) update('posts', postColumns, postValues(before, head.id), postValues(after, head.id))
    }
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
  }

  /** A fresh campaign with its posts, jobs and first fact. */
  const insert = (head: CampaignHead, jobs: readonly JobRecord[], posts: readonly Post[], firstFact: string): void => {
    insertCampaign.run({ ...campaignValues(head), analysis: null })
    for (const record of jobs) {
      insertJob.run({ ...jobValues(record, head.id, head.createdAt), createdAt: head.createdAt, providerCalls: 0, priority: 0 })
    }
    for (const post of posts) insertPost.run(postValues(post, head.id))
    insertEvent.run(head.id, 1, 'campaign.created', null, head.createdAt, firstFact)
  }

  return { save, insert }
}

type Values = Record<string, string | number | null>

/** Updates the columns whose values differ, with one prepared statement per set of columns: an index that is not concerned is not written. */
function createUpdate(database: Database.Database) {
  const statements = new Map<string, Database.Statement>()
  return (table: string, columns: Readonly<Record<string, string>>, before: Values, after: Values): void => {
    const fields = Object.keys(after).filter((field) => after[field] !== before[field])
    if (fields.length === 0) return
    const key = `${table} ${fields.join(' ')}`
    let statement = statements.get(key)
    if (!statement) {
      statement = database.prepare(updateById(table, columns, fields))
      statements.set(key, statement)
    }
    statement.run({ ...Object.fromEntries(fields.map((field) => [field, after[field]])), id: after['id'] })
  }
  }

function campaignValues(head: CampaignHead): Values {
  const { cost, eta, brief, stopped, ...plain } = head
  return { ...plain, ...cost, eta: toJson(eta), brief: JSON.stringify(brief), stopped: stopped ? 1 : 0 }
}

function jobValues({ job, position, availableAt, crashes, token }: JobRecord, campaignId: string, at: string): Values {
  return {
    id: job.id,
    campaignId,
    jobType: job.kind,
    status: job.status,
    progress: job.progress,
    contentId: contentOf(job),
    resultData: job.assetIds.length > 0 ? JSON.stringify({ assetIds: job.assetIds }) : null,
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

function postValues(post: Post, campaignId: string): Values {
  return { ...post, campaignId, angle: toJson(post.angle), texts: JSON.stringify(post.texts), locked: post.locked ? 1 : 0 }
}
