import type Database from 'better-sqlite3'
import { createMemory } from '../../../lib/db/sqlite/memory.ts'
import { createReadScope } from '../../../lib/db/sqlite/scope.ts'
import { assetColumns, selectList } from '../../../lib/db/sqlite/columns.ts'
import { assetOf, fromJson, type AssetRow } from '../../../lib/db/rows.ts'
import type { CampaignView } from '../../../lib/domain/campaign.ts'
import { pulseOf } from '../../../lib/domain/record.ts'

export type LogRow = { id: number; campaignId: string; seq: number; json: string }
export type AttemptRow = { jobId: string; attempt: number; state: string; entries: string }

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
  const length = look.prepare<[], { rows: number }>('SELECT COUNT(*) AS rows FROM job_events')
  const campaigns = look.prepare<[], { id: string }>('SELECT id FROM campaigns ORDER BY id')
  const attempts = look.prepare<[], AttemptRow>(
    `SELECT job_id AS "jobId", attempt, state,
       (SELECT GROUP_CONCAT(type, ' ') FROM (SELECT type FROM ledger_entries l WHERE l.job_id = a.job_id AND l.attempt = a.attempt ORDER BY type)) AS entries
     FROM job_attempts a ORDER BY job_id, attempt`,
  )
  const state = look.prepare<[string, number], { state: string }>(
    'SELECT state FROM job_attempts WHERE job_id = ? AND attempt = ?',
  )
  const calls = look.prepare<[string], { calls: number }>(
    'SELECT provider_calls AS calls FROM generation_jobs WHERE id = ?',
  )

  return {
    view(id: string): CampaignView | null {
      // What the file holds now, not what was read before.
      memory.undone()
      const head = scope.head(id)
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
    log: (after: number): LogRow[] => log.all(after),
    logLength: (): number => length.get()?.rows ?? 0,
    campaigns: (): string[] => campaigns.all().map((row) => row.id),
    attempts: (): AttemptRow[] => attempts.all(),
    attemptState: (jobId: string, attempt: number): string | null => state.get(jobId, attempt)?.state ?? null,
    calls: (jobId: string): number => calls.get(jobId)?.calls ?? 0,
  }
}
export type Rows = ReturnType<typeof createRows>
