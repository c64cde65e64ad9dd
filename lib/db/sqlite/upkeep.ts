import { isSettledCampaign, type CampaignStatus } from '../../domain/campaign.ts'
import { iso, type Clock } from '../../domain/clock.ts'
import type { CampaignId } from '../../domain/ids.ts'
import type { Asset } from '../../domain/asset.ts'
import type { Upkeep } from '../../domain/upkeep.ts'
import { fromJson } from '../rows.ts'
import type { Pen } from './pen.ts'
import { createRemovals } from './removals.ts'

type Looked = { id: CampaignId; status: CampaignStatus; createdAt: string; finishedAt: string | null }

/** The pen's upkeep. What it only looks at, it looks at outside a transaction, and again inside before it writes. */
export function createUpkeep({ database, write }: Pen, clock: Clock): Upkeep {
  const removals = createRemovals(database)
  const turn = database.prepare(
    `INSERT INTO heartbeats (name, at) VALUES ('upkeep', @now) ON CONFLICT (name) DO UPDATE SET at = @now
     WHERE at <= @now - @everyMs OR at > @now`,
  )
  const oldestInBin = database.prepare<[string], { id: string }>(
    'SELECT id FROM campaigns WHERE deleted_at < ? ORDER BY deleted_at LIMIT 1',
  )
  const nextLog = database.prepare<[string], { id: CampaignId }>(
    'SELECT campaign_id AS id FROM job_events WHERE campaign_id > ? ORDER BY campaign_id LIMIT 1',
  )
  const campaign = database.prepare<[string], Looked>(
    'SELECT id, status, created_at AS "createdAt", finished_at AS "finishedAt" FROM campaigns WHERE id = ?',
  )
  const cut = database.prepare('DELETE FROM job_events WHERE campaign_id = ?')
  const forgetKeys = database.prepare('DELETE FROM idempotency_keys WHERE created_at < ?')
  const forgetRemovals = database.prepare('DELETE FROM removals WHERE removed_at < ?')
  const named = database.prepare<[{ after: string; limit: number }], { id: string; sha256: string; variants: string }>(
    `SELECT id, sha256, variants FROM assets WHERE id > @after
     UNION ALL SELECT id, sha256, '[]' FROM uploads WHERE id > @after ORDER BY id LIMIT @limit`,
  )
  const unnamed = `SELECT id FROM uploads WHERE (used = 1 OR created_at < @before)
    AND NOT EXISTS (SELECT 1 FROM campaign_uploads WHERE upload_id = uploads.id) LIMIT 500`
  const anyUnnamed = database.prepare<[{ before: string }], { id: string }>(unnamed)
  const dropUnnamed = database.prepare<[{ before: string }]>(`DELETE FROM uploads WHERE id IN (${unnamed})`)

  const isOver = ({ status, finishedAt }: Looked, before: number): boolean =>
    isSettledCampaign(status) && finishedAt !== null && finishedAt < iso(before)

  return {
    takeTurn: (everyMs) => write(() => turn.run({ now: clock.now(), everyMs }).changes > 0),
    async emptyBin(before) {
      const at = iso(before)
      if (!oldestInBin.get(at)) return false
      return write(() => {
        const found = oldestInBin.get(at)
        if (found) removals.fromBin(found.id)
        return found !== undefined
      })
    },
    async cutLog(after, before) {
      const next = nextLog.get(after ?? '')
      const found = next && campaign.get(next.id)
      // Ids begin with the time of their making: all that follow are younger.
      if (!found || found.createdAt >= iso(before)) return null
      if (isOver(found, before)) {
        await write(() => {
          const now = campaign.get(found.id)
          if (now && isOver(now, before)) cut.run(found.id)
        })
      }
      return found.id
    },
    forget: (before) =>
      write(() => {
        forgetKeys.run(before)
        forgetRemovals.run(before)
      }),
    async dropUploads(before) {
      const at = { before: iso(before) }
      if (!anyUnnamed.get(at)) return false
      return write(() => dropUnnamed.run(at).changes > 0)
    },
    async namedFiles(after, limit) {
      const rows = named.all({ after, limit })
      const hashes = rows.flatMap(({ sha256, variants }) => [
        sha256,
        ...(fromJson<Asset['variants']>(variants) ?? []).map((one) => one.sha256),
      ])
      return { last: rows.at(-1)?.id ?? null, hashes }
    },
  }
}
