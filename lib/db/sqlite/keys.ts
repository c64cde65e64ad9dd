import type Database from 'better-sqlite3'
import { AppError } from '../../domain/errors.ts'
import type { CampaignId } from '../../domain/ids.ts'
import type { Idempotency } from '../../domain/store.ts'

const dayMs = 86_400_000

/** What a key was answered with: the campaign, and what else the answer names (text of the asker's own). */
type Kept = { campaignId: CampaignId; result: string | null }

/** Idempotency keys: kept for a day within (workspace, route). Call inside the pen's transaction. */
export function createKeys(database: Database.Database) {
  const seenKey = database.prepare<[string, string, string, number], Kept & { bodyHash: string }>(
    `SELECT body_hash AS "bodyHash", campaign_id AS "campaignId", result FROM idempotency_keys
     WHERE workspace_id = ? AND route = ? AND key = ? AND created_at > ?`,
  )
  const keepKey = database.prepare(
    `INSERT OR REPLACE INTO idempotency_keys (workspace_id, route, key, body_hash, campaign_id, result, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )

  return {
    /**
     * What the key was answered with before, null when it is new or what it named is not there any more (`isThere`); then `fresh` is kept for it.
     * Throws AppError `idempotency_mismatch` when the key was used for another body.
     */
    take(
      workspaceId: string,
      { key, route, bodyHash }: Idempotency,
      now: number,
      fresh: Kept,
      isThere: (kept: Kept) => boolean,
    ): Kept | null {
      const seen = seenKey.get(workspaceId, route, key, now - dayMs)
      if (seen && seen.bodyHash !== bodyHash) {
        throw new AppError('idempotency_mismatch', {
          detail: 'This Idempotency-Key was used with another body. Send a new key for a new request.',
        })
      }
      if (seen && isThere(seen)) return seen
      keepKey.run(workspaceId, route, key, bodyHash, fresh.campaignId, fresh.result, now)
      return null
    },
  }
}
