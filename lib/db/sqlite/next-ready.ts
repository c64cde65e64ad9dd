import type Database from 'better-sqlite3'
import type { CampaignId, JobId } from '../../domain/ids.ts'
import type { JobKind } from '../../domain/job.ts'

/** A job's priority rises by one for each of these it has waited, ms. */
const agingMs = 60_000

type Ready = { campaignId: CampaignId; jobId: JobId }

/** The job to claim next: campaigns take turns; within one the highest aged priority, then plan order. */
export function createNextReady(database: Database.Database) {
  // The planner would walk every queued job of the installation; the record's own index knows those of one campaign.
  // What waits for nothing is ready, whatever the wall clock says: it may have jumped back.
  const queued = (kinds: string, campaign: string): string =>
    `FROM generation_jobs j INDEXED BY idx_generation_jobs_campaign_status
     WHERE j.campaign_id = ${campaign} AND j.status = 'queued' AND j.job_type IN (${kinds})
       AND (j.waiting_for IS NULL OR j.available_at <= @now)`
  const prepare = (kinds: string) => ({
    campaign: database.prepare<[{ now: number }], { id: CampaignId }>(
      `SELECT c.id FROM campaigns c
       WHERE c.status = 'running' AND c.deleted_at IS NULL AND EXISTS (SELECT 1 ${queued(kinds, 'c.id')})
       ORDER BY c.last_claim LIMIT 1`,
    ),
    job: database.prepare<[{ now: number; campaignId: CampaignId }], { id: JobId }>(
      `SELECT j.id ${queued(kinds, '@campaignId')}
       ORDER BY j.priority + CAST((@now - j.available_at) / ${agingMs} AS INTEGER) DESC, j.position LIMIT 1`,
    ),
  })
  const prepared = new Map<string, ReturnType<typeof prepare>>()

  return (now: number, kinds: readonly JobKind[]): Ready | null => {
    const list = kinds.map((kind) => `'${kind}'`).join(', ')
    const statements = prepared.get(list) ?? prepare(list)
    prepared.set(list, statements)
    const campaign = statements.campaign.get({ now })
    const job = campaign && statements.job.get({ now, campaignId: campaign.id })
    return campaign && job ? { campaignId: campaign.id, jobId: job.id } : null
  }
}
