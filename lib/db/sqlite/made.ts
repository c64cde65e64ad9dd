import type Database from 'better-sqlite3'
import type { Analysis } from '../../domain/analysis.ts'
import type { Leaving } from '../../domain/handler.ts'
import type { CampaignId, JobId } from '../../domain/ids.ts'
import type { JobKind } from '../../domain/job.ts'
import type { Post } from '../../domain/post.ts'
import type { Recipe } from '../../domain/recipe.ts'
import type { CampaignReader } from '../../domain/store.ts'
import { assetOf, fromJson, type AssetRow } from '../rows.ts'
import { assetColumns, selectList } from './columns.ts'

type Found = { jobId: JobId; campaignId: CampaignId; kind: JobKind; inputHash: string; postId: string | null }

/** The fullest first: what was begun and given up is no ground for another. Then what was made itself, then the newest. */
const fullestFirst = 'c.made DESC, j.taken_from IS NOT NULL, j.finished_at DESC, j.id'

/** What was made before of which inputs, read by the connection that cannot write. */
export function createMade(log: Database.Database): Pick<CampaignReader, 'made' | 'analysisOf'> {
  // The planner would walk every completed job of the installation.
  const found = log.prepare<[{ hashes: string; workspaceId: string }], Found>(
    `SELECT * FROM
       (SELECT j.id AS "jobId", j.campaign_id AS "campaignId", j.job_type AS kind, j.input_hash AS "inputHash",
          j.post_id AS "postId", ROW_NUMBER() OVER (PARTITION BY j.input_hash ORDER BY ${fullestFirst}) AS nth
        FROM generation_jobs j INDEXED BY generation_jobs_input_hash_idx JOIN campaigns c ON c.id = j.campaign_id
        WHERE j.input_hash IN (SELECT value FROM json_each(@hashes)) AND j.status = 'completed'
          AND c.workspace_id = @workspaceId AND c.deleted_at IS NULL)
     WHERE nth <= 3 ORDER BY "inputHash", nth`,
  )
  const sameBrief = log.prepare<[string, string], { analysis: string }>(
    `SELECT analysis FROM campaigns WHERE brief_hash = ? AND workspace_id = ? AND deleted_at IS NULL AND analysis IS NOT NULL
     ORDER BY made DESC, created_at DESC LIMIT 1`,
  )
  const analysis = log.prepare<[string], { analysis: string | null }>('SELECT analysis FROM campaigns WHERE id = ?')
  const asset = log.prepare<[string, string], AssetRow>(
    `SELECT ${selectList(assetColumns)} FROM assets WHERE campaign_id = ? AND job_id = ? ORDER BY position DESC LIMIT 1`,
  )
  // A post stands at its first version until somebody changes it, and that version is kept.
  const texts = log.prepare<[{ id: string | null }], { texts: string }>(
    `SELECT texts FROM posts WHERE id = @id AND version = 1
     UNION ALL SELECT json_extract(content, '$.texts') FROM post_versions WHERE post_id = @id AND version = 1`,
  )

  const resultOf = ({ kind, campaignId, jobId, postId }: Found): Leaving | null => {
    switch (kind) {
      case 'analysis': {
        const read = fromJson<Analysis>(analysis.get(campaignId)?.analysis ?? null)
        return read && { kind, analysis: read }
      }
      case 'text': {
        const read = fromJson<Post['texts']>(texts.get({ id: postId })?.texts ?? null)
        return read && { kind, texts: read }
      }
      case 'image':
      case 'video': {
        const row = asset.get(campaignId, jobId)
        const recipe = fromJson<Recipe>(row?.recipe ?? null)
        return row && recipe ? { kind, asset: assetOf(row), recipe } : null
      }
      default:
        return kind satisfies never
    }
  }

  return {
    async made({ workspaceId }, inputHashes) {
      return found.all({ hashes: JSON.stringify(inputHashes), workspaceId }).flatMap((one) => {
        const result = resultOf(one)
        const { jobId, campaignId, inputHash } = one
        return result ? [{ ...result, jobId, campaignId, inputHash }] : []
      })
    },
    async analysisOf({ workspaceId }, briefHash) {
      return fromJson<Analysis>(sameBrief.get(briefHash, workspaceId)?.analysis ?? null)
    },
  }
}
