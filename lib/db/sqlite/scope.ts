import type Database from 'better-sqlite3'
import type { CampaignHead, JobRecord, Scope } from '../../domain/record.ts'
import type { Post } from '../../domain/post.ts'
import { headOf, postOf, recordOf, type CampaignRow, type JobRow, type PostRow } from '../rows.ts'
import { campaignColumns, jobColumns, postColumns, selectList } from './columns.ts'

export type ReadScope = ReturnType<typeof createReadScope>

/** Reads what a rule may look at, through the pen's own connection, inside its transaction. */
export function createReadScope(database: Database.Database) {
  const campaign = database.prepare<[string], CampaignRow & { deletedAt: string | null }>(
    `SELECT ${selectList(campaignColumns)}, deleted_at AS "deletedAt" FROM campaigns WHERE id = ?`,
  )
  const job = database.prepare<[string], JobRow>(`SELECT ${selectList(jobColumns)} FROM generation_jobs WHERE id = ?`)
  const jobs = database.prepare<[string], JobRow>(
    `SELECT ${selectList(jobColumns)} FROM generation_jobs WHERE campaign_id = ? ORDER BY position`,
  )
  const anyWaiting = database.prepare<[string], { one: number }>(
    `SELECT 1 AS one FROM generation_jobs
     WHERE campaign_id = ? AND (status = 'blocked' OR (status = 'queued' AND waiting_for LIKE '%"cap"%')) LIMIT 1`,
  )
  const post = database.prepare<[string], PostRow>(`SELECT ${selectList(postColumns)} FROM posts WHERE id = ?`)
  const posts = database.prepare<[string], PostRow>(
    `SELECT ${selectList(postColumns)} FROM posts WHERE campaign_id = ? ORDER BY "index"`,
  )

  const head = (id: string, where: 'visible' | 'bin too' = 'visible'): CampaignHead | null => {
    const row = campaign.get(id)
    return row && (row.deletedAt === null || where === 'bin too') ? headOf(row) : null
  }
  const oneJob = (id: string): JobRecord | null => {
    const row = job.get(id)
    return row ? recordOf(row) : null
  }
  const allJobs = (campaignId: string): JobRecord[] => jobs.all(campaignId).map(recordOf)
  const onePost = (id: string | null): Post[] => {
    const row = id === null ? undefined : post.get(id)
    return row ? [postOf(row)] : []
  }
  const allPosts = (campaignId: string): Post[] => posts.all(campaignId).map(postOf)

  return {
    head,
    oneJob,
    allPosts,
    onePost,
    /** The whole campaign. */
    whole: (of: CampaignHead): Scope => ({ head: of, jobs: allJobs(of.id), posts: allPosts(of.id) }),
    /** One job alone. */
    single: (of: CampaignHead, record: JobRecord): Scope => ({ head: of, jobs: [record], posts: [] }),
    /** What settling a job may touch: itself and its post, or all while something still waits for something, or for money. */
    settling: (of: CampaignHead, record: JobRecord): Scope => ({
      head: of,
      jobs: anyWaiting.get(of.id) ? allJobs(of.id) : [record],
      posts: record.job.kind === 'analysis' ? allPosts(of.id) : onePost(record.job.postId),
    }),
  }
}
