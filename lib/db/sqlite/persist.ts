import type Database from 'better-sqlite3'
import type { Job } from '../../domain/job.ts'
import type { Post } from '../../domain/post.ts'
import type { CampaignHead, Change, JobRecord, Scope } from '../../domain/record.ts'
import {
  assetColumns,
  campaignColumns,
  insertInto,
  jobColumns,
  postColumns,
  updateById,
  type Columns,
} from './columns.ts'

export type Persist = ReturnType<typeof createPersist>

/** What the pen alone knows of a change. `jobId` names the job an asset came from; `claim` is for the claim of the one job in scope. */
export type Stamp = { at: string; jobId: string | null; claim?: { owner: string; turn: number } }

/** Statements that lay a change down. Call inside the pen's transaction. */
export function createPersist(database: Database.Database) {
  const setAnalysis = database.prepare('UPDATE campaigns SET analysis = ? WHERE id = ?')
  const insertCampaign = createInsert(database, 'campaigns', campaignColumns)
  const insertJob = createInsert(database, 'generation_jobs', jobColumns)
  const insertPost = createInsert(database, 'posts', postColumns)
  const insertAsset = createInsert(database, 'assets', assetColumns)
  const insertEvent = database.prepare(
    'INSERT INTO job_events (campaign_id, seq, type, job_id, at, payload) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const keepVersion = database.prepare(
    'INSERT INTO post_versions (post_id, version, content, replaced_at) VALUES (?, ?, ?, ?)',
  )
  const updateCampaign = createUpdate(database, 'campaigns', { ...campaignColumns, lastClaim: 'last_claim' })
  const updateJob = createUpdate(database, 'generation_jobs', {
    ...jobColumns,
    leaseOwner: 'lease_owner',
    leaseBeat: 'lease_beat',
  })
  const updatePost = createUpdate(database, 'posts', postColumns)

  /** Rows and facts of a change on what `read` held. Only columns that changed are written. */
  const save = (read: Scope, change: Change, { at, jobId, claim }: Stamp): void => {
    const { head } = change
    updateCampaign(campaignRow(read.head), { ...campaignRow(head), ...(claim && { lastClaim: claim.turn }) })
    if (change.analysis) setAnalysis.run(JSON.stringify(change.analysis), head.id)
    const leased = claim && { leaseOwner: claim.owner, leaseBeat: 0 }
    for (const before of read.jobs) {
      const after = change.jobs.get(before.job.id)
      if (after) updateJob(jobRow(before, head.id, ''), { ...jobRow(after, head.id, at), ...leased })
    }
    const known = new Set<string>(read.jobs.map(({ job }) => job.id))
    for (const record of change.jobs.values()) {
      if (!known.has(record.job.id)) insertJob(newJobRow(record, head.id, at))
    }
    for (const before of read.posts) {
      const after = change.posts.get(before.id)
      if (after && after.version !== before.version)
        keepVersion.run(before.id, before.version, JSON.stringify(before), at)
      if (after) updatePost(before, after)
    }
    for (const asset of change.assets)
      insertAsset({ ...asset, campaignId: head.id, jobId, position: head.seq, createdAt: at })
    for (const fact of change.facts) {
      insertEvent.run(head.id, fact.seq, fact.type, 'job' in fact ? fact.job.id : null, fact.at, JSON.stringify(fact))
    }
  }

  /** A fresh campaign with its posts, jobs and first fact. */
  const insert = (head: CampaignHead, jobs: readonly JobRecord[], posts: readonly Post[], firstFact: string): void => {
    insertCampaign(campaignRow(head))
    for (const record of jobs) insertJob(newJobRow(record, head.id, head.createdAt))
    for (const post of posts) insertPost({ ...post, campaignId: head.id })
    insertEvent.run(head.id, 1, 'campaign.created', null, head.createdAt, firstFact)
  }

  return { save, insert }
}

/** A row by field, its JSON not yet text: what a change left alone is still the same object, and costs nothing. */
type Row = Readonly<Record<string, unknown>>

const toColumn = (value: unknown): unknown => {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return typeof value === 'boolean' ? Number(value) : (value ?? null)
}

function createInsert(database: Database.Database, table: string, columns: Columns) {
  const fields = Object.keys(columns)
  const statement = database.prepare(insertInto(table, columns))
  return (row: Row): void => void statement.run(fields.map((field) => toColumn(row[field])))
}

/** Updates the columns whose values differ, with one prepared statement per set of columns: an index that is not concerned is not written. */
function createUpdate(database: Database.Database, table: string, columns: Columns) {
  const all = Object.keys(columns)
  const statements = new Map<string, Database.Statement>()
  return (before: Row, after: Row): void => {
    const fields = all.filter((field) => after[field] !== before[field])
    if (fields.length === 0) return
    const key = fields.join(' ')
    const statement = statements.get(key) ?? database.prepare(updateById(table, columns, fields))
    statements.set(key, statement)
    statement.run([...fields.map((field) => toColumn(after[field])), after['id']])
  }
}

function campaignRow({ cost, ...head }: CampaignHead): Row {
  return { ...head, ...cost }
}

function jobRow({ job, token, calls, ...record }: JobRecord, campaignId: string, at: string): Row {
  const { kind, assetIds, ...plain } = job
  return {
    ...plain,
    campaignId,
    jobType: kind,
    contentId: contentOf(job),
    resultData: assetIds.length > 0 ? JSON.stringify({ assetIds }) : null,
    updatedAt: at,
    ...record,
    providerCalls: calls,
    leaseToken: token,
  }
}

const newJobRow = (record: JobRecord, campaignId: string, at: string): Row => ({
  ...jobRow(record, campaignId, at),
  createdAt: at,
  priority: 0,
})

const contentOf = (job: Job): string | null =>
  job.status === 'completed' ? (job.assetIds[0] ?? (job.kind === 'text' ? job.postId : null)) : null
