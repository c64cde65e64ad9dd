import type Database from 'better-sqlite3'
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
import { assetValues, campaignValues, jobValues, postValues, type Stamp, type Values } from './values.ts'

export type Persist = ReturnType<typeof createPersist>

/** Statements that lay a change down. Call inside the pen's transaction. */
export function createPersist(database: Database.Database) {
  const setAnalysis = database.prepare('UPDATE campaigns SET analysis = ? WHERE id = ?')
  const insertCampaign = createInsert(database, 'campaigns', campaignColumns, campaignValues)
  const insertJob = createInsert(database, 'generation_jobs', jobColumns, jobValues)
  const insertPost = createInsert(database, 'posts', postColumns, postValues)
  const insertAsset = createInsert(database, 'assets', assetColumns, assetValues)
  const insertEvent = database.prepare(
    'INSERT INTO job_events (campaign_id, seq, type, job_id, at, payload) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const keepVersion = database.prepare(
    'INSERT INTO post_versions (post_id, version, content, replaced_at) VALUES (?, ?, ?, ?)',
  )
  const updateCampaign = createUpdate(
    database,
    'campaigns',
    { ...campaignColumns, lastClaim: 'last_claim' },
    campaignValues,
  )
  const updateJob = createUpdate(
    database,
    'generation_jobs',
    { ...jobColumns, leaseOwner: 'lease_owner', leaseBeat: 'lease_beat' },
    jobValues,
  )
  const updatePost = createUpdate(database, 'posts', postColumns, postValues)

  /** Rows and facts of a change on what `read` held. Only columns that changed are written. */
  const save = (read: Scope, change: Change, stamp: Stamp): void => {
    const { head } = change
    const { at } = stamp
    updateCampaign(head.id, read.head, head, stamp)
    if (change.analysis) setAnalysis.run(JSON.stringify(change.analysis), head.id)
    let known = 0
    for (const before of read.jobs) {
      const after = change.jobs.get(before.job.id)
      if (!after) continue
      known += 1
      updateJob(after.job.id, before, after, stamp)
    }
    if (known < change.jobs.size) insertNew(read, change, stamp)
    for (const before of read.posts) {
      const after = change.posts.get(before.id)
      if (after && after.version !== before.version)
        keepVersion.run(before.id, before.version, JSON.stringify(before), at)
      if (after) updatePost(after.id, before, after, stamp)
    }
    for (const { asset, recipe } of change.assets) insertAsset({ ...asset, recipe, position: head.seq }, stamp)
    for (const fact of change.facts) {
      insertEvent.run(head.id, fact.seq, fact.type, 'job' in fact ? fact.job.id : null, fact.at, JSON.stringify(fact))
    }
  }
  const insertNew = (read: Scope, change: Change, stamp: Stamp): void => {
    const known = new Set<string>(read.jobs.map(({ job }) => job.id))
    for (const record of change.jobs.values()) if (!known.has(record.job.id)) insertJob(record, stamp)
  }

  /** A fresh campaign with its posts, jobs and first fact. */
  const insert = (head: CampaignHead, jobs: readonly JobRecord[], posts: readonly Post[], firstFact: string): void => {
    const stamp: Stamp = { campaignId: head.id, at: head.createdAt, jobId: null, claim: null }
    insertCampaign(head, stamp)
    for (const record of jobs) insertJob(record, stamp)
    for (const post of posts) insertPost(post, stamp)
    insertEvent.run(head.id, 1, 'campaign.created', null, head.createdAt, firstFact)
  }

  return { save, insert }
}

const toColumn = (value: unknown): unknown => {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value)
  return typeof value === 'boolean' ? Number(value) : (value ?? null)
}

const valuesIn = <T>(columns: Columns, values: Values<T>): { field: string; valueOf: Values<T>[string] }[] =>
  Object.entries(values).flatMap(([field, valueOf]) => (field in columns ? [{ field, valueOf }] : []))

function createInsert<T>(database: Database.Database, table: string, columns: Columns, values: Values<T>) {
  const statement = database.prepare(insertInto(table, columns))
  const all = valuesIn(columns, values)
  return (row: T, stamp: Stamp): void => void statement.run(all.map(({ valueOf }) => toColumn(valueOf(row, stamp))))
}

/** What never changes once it is written. */
const fixed = new Set(['id', 'campaignId', 'createdAt'])
/** A row as it was read differs from one that is stamped now. */
const unstamped: Stamp = { campaignId: '', at: '', jobId: null, claim: null }

/**
 * Updates the columns whose values differ, with one prepared statement per set of columns: an index that is not concerned is not written. A set is
 * known by a number with a bit for each column.
 */
function createUpdate<T>(database: Database.Database, table: string, columns: Columns, values: Values<T>) {
  const all = valuesIn(columns, values)
    .filter(({ field }) => !fixed.has(field))
    .map((one, at) => ({ ...one, bit: 2 ** at }))
  const statements = new Map<number, Database.Statement>()
  const prepare = (set: number): Database.Statement => {
    const fields = all.filter(({ bit }) => Math.floor(set / bit) % 2 === 1).map(({ field }) => field)
    const statement = database.prepare(updateById(table, columns, fields))
    statements.set(set, statement)
    return statement
  }
  return (id: string, before: T, after: T, stamp: Stamp): void => {
    let set = 0
    const given: unknown[] = []
    for (const { bit, valueOf } of all) {
      const value = valueOf(after, stamp)
      if (value === valueOf(before, unstamped)) continue
      set += bit
      given.push(toColumn(value))
    }
    if (set === 0) return
    given.push(id)
    const statement = statements.get(set) ?? prepare(set)
    statement.run(given)
  }
}
