import type Database from 'better-sqlite3'
import type { CampaignHead } from '../../domain/record.ts'

/** Takes campaigns out of the file. Call inside the pen's transaction. */
export function createRemovals(database: Database.Database) {
  const purge = [
    'DELETE FROM ledger_entries WHERE campaign_id = ?',
    'DELETE FROM idempotency_keys WHERE campaign_id = ?',
    'DELETE FROM campaigns WHERE id = ?',
  ].map((sql) => database.prepare(sql))
  const note = database.prepare(
    `INSERT OR IGNORE INTO removals (change, campaign_id, workspace_id, seq, removed_at)
     SELECT MAX(id), campaign_id, ?, ?, ? FROM job_events WHERE campaign_id = ? GROUP BY campaign_id`,
  )

  return {
    /** Removes what is in the bin: everybody has been told that it is gone. */
    fromBin(id: string): void {
      for (const statement of purge) statement.run(id)
    },
    /** Removes what somebody may be watching, its last fact with it: a note tells the other processes. */
    atOnce({ id, workspaceId, seq }: Pick<CampaignHead, 'id' | 'workspaceId' | 'seq'>, now: number): void {
      note.run(workspaceId, seq, now, id)
      for (const statement of purge) statement.run(id)
    },
  }
}
