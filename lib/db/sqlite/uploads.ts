import type { Brief } from '../../domain/brief.ts'
import type { Caller } from '../../domain/caller.ts'
import { AppError } from '../../domain/errors.ts'
import type { CampaignId } from '../../domain/ids.ts'
import type { JobStore } from '../../domain/store.ts'
import { missingUpload } from '../../domain/upload.ts'
import type { Pen } from './pen.ts'

export type UploadPen = Pick<JobStore, 'addUpload' | 'removeUpload'> & {
  /** Lays down which files a campaign names. Call inside the pen's transaction. Throws AppError `invalid_input` for one that is not there. */
  name(caller: Pick<Caller, 'workspaceId'>, campaignId: CampaignId, uploads: Brief['uploads']): void
}

/** The rows of files, and who names them. */
export function createUploads({ database, write }: Pick<Pen, 'database' | 'write'>): UploadPen {
  const insert = database.prepare(
    `INSERT INTO uploads (id, workspace_id, name, mime, bytes, sha256, reading, claims, text, used, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)`,
  )
  const use = database.prepare('UPDATE uploads SET used = 1 WHERE id = ? AND workspace_id = ?')
  const link = database.prepare('INSERT INTO campaign_uploads (campaign_id, upload_id) VALUES (?, ?)')
  const found = database.prepare<[string, string], { named: number }>(
    `SELECT EXISTS (SELECT 1 FROM campaign_uploads WHERE upload_id = uploads.id) AS named FROM uploads
     WHERE id = ? AND workspace_id = ?`,
  )
  const remove = database.prepare('DELETE FROM uploads WHERE id = ?')

  return {
    addUpload: ({ workspaceId }, { id, name, mime, bytes, sha256, reading, claims, text, createdAt }) =>
      write(() => {
        const read = [JSON.stringify(reading), JSON.stringify(claims), text]
        insert.run(id, workspaceId, name, mime, bytes, sha256, ...read, createdAt)
      }),
    removeUpload: ({ workspaceId }, id) =>
      write(() => {
        const one = found.get(id, workspaceId)
        if (!one) throw new AppError('not_found', { detail: 'There is no such upload.' })
        if (one.named === 1)
          throw new AppError('conflict', {
            detail: 'A campaign uses this file. It goes by itself when that campaign is gone for good.',
          })
        remove.run(id)
      }),
    name({ workspaceId }, campaignId, uploads) {
      for (const [at, id] of uploads.entries()) {
        if (use.run(id, workspaceId).changes === 0) throw missingUpload(at)
        link.run(campaignId, id)
      }
    },
  }
}
