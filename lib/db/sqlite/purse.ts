import type Database from 'better-sqlite3'
import { iso } from '../../domain/clock.ts'
import type { CampaignId } from '../../domain/ids.ts'
import type { Purse } from '../../domain/record.ts'

export type PurseReader = ReturnType<typeof createPurse>

/** What the installation has committed: settled in this month (UTC), removed campaigns included, and all that is held. Call inside the pen's transaction. */
export function createPurse(database: Database.Database, capMicros: number | null) {
  const settled = database.prepare<[string], { micros: number | null }>(
    'SELECT SUM(settled_micros) AS micros FROM job_attempts WHERE opened_at >= ?',
  )
  const held = database.prepare<[], { micros: number | null }>(
    'SELECT SUM(reserved_micros) AS micros FROM campaigns WHERE reserved_micros > 0',
  )
  const removed = database.prepare<[string], { micros: number }>('SELECT micros FROM removed_spend WHERE month = ?')
  const parked = database.prepare<[], { id: CampaignId }>(
    `SELECT DISTINCT campaign_id AS id FROM generation_jobs WHERE status = 'queued' AND waiting_for LIKE '%"cap"%'`,
  )
  let asked = false
  return {
    /** Null when the installation has no cap. */
    look(now: number): Purse | null {
      if (capMicros === null) return null
      const month = new Date(now)
      const begin = Date.UTC(month.getUTCFullYear(), month.getUTCMonth())
      const renewsAt = Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1)
      const beginsAt = iso(begin)
      const spentMicros = (settled.get(beginsAt)?.micros ?? 0) + (removed.get(beginsAt.slice(0, 7))?.micros ?? 0)
      const heldMicros = held.get()?.micros ?? 0
      return { capMicros, leftMicros: capMicros - spentMicros - heldMicros, heldMicros, renewsAt }
    },
    /** Campaigns with a job that waits for money. Without a cap they are looked for once: there may have been one before the start. */
    parked(): CampaignId[] {
      if (capMicros === null && asked) return []
      asked = true
      return parked.all().map((row) => row.id)
    },
  }
}
