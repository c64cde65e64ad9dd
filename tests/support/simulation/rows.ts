import type Database from 'better-sqlite3'
import { createMemory } from '../../../lib/db/sqlite/memory.ts'
import { createReadScope } from '../../../lib/db/sqlite/scope.ts'
import { assetColumns, selectList } from '../../../lib/db/sqlite/columns.ts'
import { assetOf, fromJson, type AssetRow } from '../../../lib/db/rows.ts'
import type { CampaignPulse, CampaignView } from '../../../lib/domain/campaign.ts'
import type { Job } from '../../../lib/domain/job.ts'
import type { Post } from '../../../lib/domain/post.ts'
import { never } from '../../../lib/domain/queue.ts'
import { pulseOf } from '../../../lib/domain/record.ts'

export type LogRow = { id: number; campaignId: string; seq: number; json: string }
/** An attempt in the books; `net` is what the ledger says that it cost, `lines` how many entries of which type it has. */
export type BookRow = {
  jobId: string
  attempt: number
  state: string
  reserved: number
  usage: number | null
  net: number
  lines: string
}

const entries = 'FROM ledger_entries l WHERE l.job_id = a.job_id AND l.attempt = a.attempt'

/** What the file holds, read in one go by a connection that cannot write. */
export function createRows(look: Database.Database) {
  const memory = createMemory(look)
  const scope = createReadScope(look, memory)
  const analysis = look.prepare<[string], { analysis: string | null }>('SELECT analysis FROM campaigns WHERE id = ?')
  const assets = look.prepare<[string], AssetRow>(
    `SELECT ${selectList(assetColumns)} FROM assets WHERE campaign_id = ? ORDER BY position`,
  )
  const log = look.prepare<[number], LogRow>(
    'SELECT id, campaign_id AS "campaignId", seq, payload AS json FROM job_events WHERE id > ? ORDER BY id',
  )
  const last = look.prepare<[], { id: number | null }>('SELECT MAX(id) AS id FROM job_events')
  const campaigns = look.prepare<[], { id: string }>('SELECT id FROM campaigns ORDER BY id')
  const books = look.prepare<[], BookRow>(
    `SELECT job_id AS "jobId", attempt, state, reserved_micros AS reserved, json_extract(usage, '$.micros') AS usage,
       (SELECT COALESCE(SUM(CASE type WHEN 'settlement' THEN micros WHEN 'refund' THEN -micros ELSE 0 END), 0) ${entries}) AS net,
       (SELECT GROUP_CONCAT(type, ' ') FROM (SELECT type ${entries} ORDER BY type)) AS lines
     FROM job_attempts a ORDER BY job_id, attempt`,
  )
  const held = look.prepare<[string], { micros: number }>(
    `SELECT COALESCE(SUM(CASE type WHEN 'reservation' THEN micros WHEN 'release' THEN -micros ELSE 0 END), 0) AS micros
     FROM ledger_entries l WHERE campaign_id = ? AND NOT EXISTS (SELECT 1 FROM ledger_entries s
       WHERE s.campaign_id = l.campaign_id AND s.job_id = l.job_id AND s.attempt = l.attempt AND s.type = 'settlement')`,
  )
  const unfunded = look.prepare<[string], { id: string }>(
    `SELECT id FROM generation_jobs
     WHERE campaign_id = ? AND status = 'queued' AND reserve_micros > 0 AND call IS NULL AND (reuse = 0 OR remake IS NOT NULL) AND available_at < ${never}`,
  )
  const attempt = look.prepare<[string, number], { state: string; handle: string | null; reserved: number }>(
    'SELECT state, handle, reserved_micros AS reserved FROM job_attempts WHERE job_id = ? AND attempt = ?',
  )
  const calls = look.prepare<[string], { calls: number }>(
    'SELECT provider_calls AS calls FROM generation_jobs WHERE id = ?',
  )
  const version = look.prepare<[string, number], { content: string }>(
    'SELECT content FROM post_versions WHERE post_id = ? AND version = ?',
  )
  const versions = look.prepare<[], { count: number }>('SELECT COUNT(*) AS count FROM post_versions')

  /** What the file holds now, not what was read before. */
  const anew = <T>(read: () => T): T => {
    memory.undone()
    return read()
  }

  return {
    view(id: string): CampaignView | null {
      // What the file holds now, not what was read before.
      memory.undone()
      const head = anew(() => scope.head(id))
      if (!head) return null
      const whole = scope.whole(head)
      return {
        ...pulseOf(head),
        id: head.id,
        brief: head.brief,
        seq: head.seq,
        analysis: fromJson(analysis.get(id)?.analysis ?? null),
        posts: whole.posts,
        jobs: whole.jobs.map((record) => record.job),
        assets: assets.all(id).map(assetOf),
        provider: head.provider,
        createdAt: head.createdAt,
      }
    },
    pulse(id: string): (CampaignPulse & { seq: number }) | null {
      const head = anew(() => scope.head(id))
      return head && { ...pulseOf(head), seq: head.seq }
    },
    job: (id: string): Job | null => anew(() => scope.oneJob(id))?.job ?? null,
    post: (id: string, campaignId: string): Post | null => anew(() => scope.onePost(id, campaignId))[0] ?? null,
    /** How a post stood at an earlier version. */
    version: (id: string, number: number): Post | null => fromJson(version.get(id, number)?.content ?? null),
    versions: (): number => versions.get()?.count ?? 0,
    log: (after: number): LogRow[] => log.all(after),
    last: (): number => last.get()?.id ?? 0,
    campaigns: (): string[] => campaigns.all().map((row) => row.id),
    books: (): BookRow[] => books.all(),
    /** What lines of the ledger hold for a campaign, integer micros. */
    held: (id: string): number => held.get(id)?.micros ?? 0,
    /** Jobs that may run, cost something, cannot be had for nothing, and have no money held. */
    unfunded: (id: string): string[] => unfunded.all(id).map((row) => row.id),
    attempt: (jobId: string, number: number) => attempt.get(jobId, number) ?? null,
    calls: (jobId: string): number => calls.get(jobId)?.calls ?? 0,
  }
}
export type Rows = ReturnType<typeof createRows>
