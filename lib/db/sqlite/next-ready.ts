import type Database from 'better-sqlite3'
import { iso } from '../../domain/clock.ts'
import type { CampaignId, JobId } from '../../domain/ids.ts'
import type { JobKind } from '../../domain/job.ts'
import type { JobRecord } from '../../domain/record.ts'
import type { Memory } from './memory.ts'
import { never } from '../../domain/queue.ts'

/** A job's priority rises by one for each of these it has waited, ms. */
const agingMs = 60_000

/** A clock that is set right by less than this has not jumped, ms. */
const clockSlackMs = 1_000

type Now = { now: number; jumped: string }
type Ready = { campaignId: CampaignId; jobId: JobId }

/** The job to claim next: campaigns take turns; within one the highest aged priority, then plan order. */
export function createNextReady(database: Database.Database, memory: Memory) {
  // The planner would walk every queued job of the installation; the record's own index knows those of one campaign.
  // What waits for nothing is ready, whatever the wall clock says. It may have jumped back: what was queued in the future waits no longer.
  const queued = (kinds: string, campaign: string): string =>
    `FROM generation_jobs j INDEXED BY idx_generation_jobs_campaign_status
     WHERE j.campaign_id = ${campaign} AND j.status = 'queued' AND j.job_type IN (${kinds})
       AND (j.waiting_for IS NULL OR j.available_at <= @now OR (j.queued_at > @jumped AND j.available_at < ${never}))`
  const prepare = (kinds: string) => ({
    campaign: database.prepare<[Now], { id: CampaignId }>(
      `SELECT c.id FROM campaigns c
       WHERE c.status = 'running' AND c.deleted_at IS NULL AND EXISTS (SELECT 1 ${queued(kinds, 'c.id')})
       ORDER BY c.last_claim LIMIT 1`,
    ),
    job: database.prepare<[Now & { campaignId: CampaignId }], { id: JobId }>(
      `SELECT j.id ${queued(kinds, '@campaignId')}
       ORDER BY j.priority + CAST((@now - j.available_at) / ${agingMs} AS INTEGER) DESC, j.position LIMIT 1`,
    ),
  })
  const prepared = new Map<string, ReturnType<typeof prepare>>()

  return (now: number, kinds: readonly JobKind[]): Ready | null => {
    const list = kinds.map((kind) => `'${kind}'`).join(', ')
    const statements = prepared.get(list) ?? prepare(list)
    prepared.set(list, statements)
    const at = { now, jumped: iso(now + clockSlackMs) }
    const campaign = statements.campaign.get(at)
    if (!campaign) return null
    const known = memory.campaign(campaign.id)
    const jobId = known?.whole
      ? firstReady(known.jobs.values(), at, kinds)
      : (statements.job.get({ ...at, campaignId: campaign.id })?.id ?? null)
    return jobId && { campaignId: campaign.id, jobId }
  }
}

/** The same choice among the jobs in memory. No job has a priority of its own yet, only its age. */
function firstReady(jobs: Iterable<JobRecord>, { now, jumped }: Now, kinds: readonly JobKind[]): JobId | null {
  let first: { id: JobId; age: number; position: number } | null = null
  for (const { job, availableAt, position } of jobs) {
    if (job.status !== 'queued' || !kinds.includes(job.kind)) continue
    const isDue = availableAt <= now || (job.queuedAt !== null && job.queuedAt > jumped && availableAt < never)
    if (job.waitingFor !== null && !isDue) continue
    const age = Math.trunc((now - availableAt) / agingMs)
    if (!first || age > first.age || (age === first.age && position < first.position))
      first = { id: job.id, age, position }
  }
  return first?.id ?? null
}
