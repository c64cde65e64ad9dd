import type Database from 'better-sqlite3'
import type { Analysis } from '../../domain/analysis.ts'
import { isSettledCampaign } from '../../domain/campaign.ts'
import { mostOthers, type Others } from '../../domain/eta.ts'
import type { Ground } from '../../domain/judge.ts'
import type { Outlook } from '../../domain/outlook.ts'
import type { CampaignHead, JobRecord, Scope } from '../../domain/record.ts'
import type { Post } from '../../domain/post.ts'
import { fromJson, headOf, postOf, recordOf, type CampaignRow, type JobRow, type PostRow } from '../rows.ts'
import type { Memory } from './memory.ts'
import { campaignColumns, jobColumns, postColumns, selectList } from './columns.ts'

export type ReadScope = ReturnType<typeof createReadScope>

/** Reads what a rule may look at, from memory or through the pen's own connection, inside its transaction. */
export function createReadScope(database: Database.Database, memory: Memory) {
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

  const analysis = database.prepare<[string], { analysis: string | null }>(
    'SELECT analysis FROM campaigns WHERE id = ?',
  )

  const turns = database.prepare<[], { id: string; outlook: string | null }>(
    `SELECT id, outlook FROM campaigns WHERE status = 'running' AND open > 0 ORDER BY last_claim LIMIT ${mostOthers + 2}`,
  )

  const head = (id: string, where: 'visible' | 'bin too' = 'visible'): CampaignHead | null => {
    const known = memory.campaign(id)
    if (known) return known.head
    const row = campaign.get(id)
    if (!row || (row.deletedAt !== null && where === 'visible')) return null
    const read = headOf(row)
    if (row.deletedAt === null && !isSettledCampaign(read.status)) memory.learn(read)
    return read
  }
  const oneJob = (id: string): JobRecord | null => {
    const remembered = memory.job(id)
    if (remembered) return remembered
    const row = job.get(id)
    const record = row ? recordOf(row) : null
    const known = row && memory.campaign(row.campaignId)
    if (record && known) memory.keep(known, record)
    return record
  }
  const allJobs = (campaignId: string): JobRecord[] => {
    const known = memory.campaign(campaignId)
    if (!known?.whole) {
      const read = jobs.all(campaignId).map(recordOf)
      if (!known) return read
      for (const record of read) memory.keep(known, record)
      known.whole = true
    }
    return [...known.jobs.values()].sort((one, other) => one.position - other.position)
  }
  const onePost = (id: string | null, campaignId: string): Post[] => {
    if (id === null) return []
    const known = memory.campaign(campaignId)
    const remembered = known?.posts.get(id)
    if (remembered) return [remembered]
    const row = post.get(id)
    const read = row ? [postOf(row)] : []
    for (const one of read) known?.posts.set(id, one)
    return read
  }
  const allPosts = (campaignId: string): Post[] => {
    const known = memory.campaign(campaignId)
    if (!known?.allPosts) {
      const read = posts.all(campaignId).map(postOf)
      if (!known) return read
      for (const one of read) known.posts.set(one.id, one)
      known.allPosts = true
    }
    return [...known.posts.values()].sort((one, other) => one.index - other.index)
  }
  const analysisOf = (campaignId: string): Analysis | null => {
    const known = memory.campaign(campaignId)
    if (known?.analysis !== undefined) return known.analysis
    const read = fromJson<Analysis>(analysis.get(campaignId)?.analysis ?? null)
    if (known) known.analysis = read
    return read
  }
  const isWaiting = (campaignId: string): boolean => {
    const known = memory.campaign(campaignId)
    if (!known?.whole) return anyWaiting.get(campaignId) !== undefined
    for (const { job: one } of known.jobs.values())
      if (one.status === 'blocked' || (one.status === 'queued' && one.waitingFor?.reason === 'cap')) return true
    return false
  }

  const others = (id: string): Others | null => {
    const rows = turns.all()
    const rest = rows.filter((row) => row.id !== id).map((row) => fromJson<Outlook>(row.outlook) ?? [])
    if (rest.length > mostOthers) return null
    // A campaign that is just being written had no turn yet.
    const turn = Math.max(
      0,
      rows.findIndex((row) => row.id === id),
    )
    return { before: rest.slice(0, turn), after: rest.slice(turn) }
  }

  const ground = ({ id, brief }: CampaignHead, post: Post): Ground | null => {
    const basis = analysisOf(id)
    return basis && { brief, analysis: basis, others: allPosts(id).filter((one) => one.id !== post.id) }
  }

  return {
    head,
    others,
    ground,
    oneJob,
    allPosts,
    onePost,
    analysisOf,
    /** The whole campaign. */
    whole: (of: CampaignHead): Scope => ({ head: of, jobs: allJobs(of.id), posts: allPosts(of.id) }),
    /** One job alone. */
    single: (of: CampaignHead, record: JobRecord): Scope => ({ head: of, jobs: [record], posts: [] }),
    /** What settling a job may touch: itself and its post, or all while something still waits for something, or for money. */
    settling: (of: CampaignHead, record: JobRecord): Scope => ({
      head: of,
      jobs: isWaiting(of.id) ? allJobs(of.id) : [record],
      posts: record.job.kind === 'analysis' ? allPosts(of.id) : onePost(record.job.postId, of.id),
    }),
  }
}
