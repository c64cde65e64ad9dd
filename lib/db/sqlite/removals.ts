import type Database from 'better-sqlite3'
import type { CampaignHead } from '../../domain/record.ts'

/** Takes campaigns out of the file; what they cost stays in the month's sum. Call inside the pen's transaction. */
export function createRemovals(database: Database.Database) {
  const purge = [
    // The money is gone, whoever removes the campaign that cost it.
    `INSERT INTO removed_spend (month, micros)
     SELECT substr(opened_at, 1, 7) AS month, SUM(COALESCE(settled_micros, reserved_micros)) AS micros
     FROM job_attempts WHERE campaign_id = ? GROUP BY 1 HAVING micros > 0
     ON CONFLICT (month) DO UPDATE SET micros = micros + excluded.micros`,
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
