import Database from 'better-sqlite3'
import type { Asset } from '../../domain/asset.ts'
import type { Caller } from '../../domain/caller.ts'
import { isSettledCampaign, type CampaignSummary, type CampaignView } from '../../domain/campaign.ts'
import { AppError } from '../../domain/errors.ts'
import type { CampaignId } from '../../domain/ids.ts'
import { expectedOf } from '../../domain/latency.ts'
import { pulseOf } from '../../domain/record.ts'
import type { CampaignReader, EventRow } from '../../domain/store.ts'
import type { PrismaClient } from '../generated/client.ts'
import {
  assetOf,
  fromJson,
  headOf,
  jobOf,
  postOf,
  postVersionOf,
  uploadOf,
  type AssetRow,
  type CampaignRow,
  type JobRow,
} from '../rows.ts'
import { readAssetHistory } from './history.ts'
import { createMade } from './made.ts'

export type SqliteReaderDeps = { file: string; prisma: PrismaClient }
export type SqliteReader = CampaignReader & {
  /** Rises whenever another connection commits; a cheap question. */
  dataVersion(): number
  /** The number of the newest commit of any process, 0 where there is none. */
  lastChange(): number
  close(): Promise<void>
}

const headLimit = 50

/** The SQLite adapter of the CampaignReader port: views by Prisma from one snapshot, the log by a connection that cannot write. */
export function createSqliteReader({ file, prisma }: SqliteReaderDeps): SqliteReader {
  const log = new Database(file, { readonly: true })
  const eventsAfter = log.prepare<[string, number, number], EventRow>(
    'SELECT seq, type, payload AS json FROM job_events WHERE campaign_id = ? AND seq > ? ORDER BY seq LIMIT ?',
  )
  const where = log.prepare<[string, string], { seq: number; status: CampaignView['status'] }>(
    'SELECT seq, status FROM campaigns WHERE id = ? AND workspace_id = ? AND deleted_at IS NULL',
  )
  const changed = log.prepare<[{ after: number }], { campaignId: CampaignId; seq: number; change: number }>(
    `SELECT campaign_id AS "campaignId", MAX(seq) AS seq, MAX(change) AS change FROM
       (SELECT id AS change, campaign_id, seq FROM job_events WHERE id > @after
        UNION ALL SELECT change, campaign_id, seq FROM removals WHERE change > @after
        ORDER BY change LIMIT 1000)
     GROUP BY campaign_id ORDER BY change`,
  )
  const goneAmong = log.prepare<[{ ids: string; workspaceId: string }], { id: CampaignId }>(
    `WITH asked (id) AS (SELECT value FROM json_each(@ids))
     SELECT id FROM campaigns JOIN asked USING (id) WHERE workspace_id = @workspaceId AND deleted_at IS NOT NULL
     UNION SELECT campaign_id FROM removals JOIN asked ON campaign_id = asked.id WHERE workspace_id = @workspaceId`,
  )
  const lastChange = log.prepare<[], { change: number }>(
    'SELECT MAX((SELECT IFNULL(MAX(id), 0) FROM job_events), (SELECT IFNULL(MAX(change), 0) FROM removals)) AS change',
  )
  const durations = log.prepare<[string, string, string], { ms: number }>(
    `SELECT CAST(ROUND((julianday(finished_at) - julianday(started_at)) * 86400000) AS INTEGER) AS ms FROM generation_jobs
     WHERE provider = ? AND model = ? AND job_type = ? AND status = 'completed' AND finished_at >= started_at AND taken_from IS NULL
     ORDER BY finished_at DESC LIMIT 50`,
  )

  const summaries = async (caller: Caller, ids: readonly string[]): Promise<CampaignSummary[]> => {
    if (ids.length === 0) return []
    const among = { in: [...ids] }
    const [campaigns, jobs, assets] = await prisma.$transaction([
      prisma.campaign.findMany({ where: { id: among, workspaceId: caller.workspaceId, deletedAt: null } }),
      prisma.generationJob.findMany({ where: { campaignId: among }, orderBy: { position: 'asc' } }),
      prisma.asset.findMany({ where: { campaignId: among }, orderBy: { position: 'asc' } }),
    ])
    const at = new Map(ids.map((id, index) => [id, index]))
    return campaigns
      .map((row) =>
        summaryOf(
          row,
          jobs.filter((job) => job.campaignId === row.id),
          assets.filter((asset) => asset.campaignId === row.id),
        ),
      )
      .sort((a, b) => (at.get(a.id) ?? 0) - (at.get(b.id) ?? 0))
  }

  const reader: CampaignReader = {
    async view(caller, id) {
      const [campaign, jobs, posts, assets] = await prisma.$transaction([
        prisma.campaign.findFirst({ where: { id, workspaceId: caller.workspaceId, deletedAt: null } }),
        prisma.generationJob.findMany({ where: { campaignId: id }, orderBy: { position: 'asc' } }),
        prisma.post.findMany({ where: { campaignId: id }, orderBy: { index: 'asc' } }),
        prisma.asset.findMany({ where: { campaignId: id }, orderBy: { position: 'asc' } }),
      ])
      if (!campaign) return null
      const head = headOf(campaign)
      return {
        ...pulseOf(head),
        id: head.id,
        brief: head.brief,
        seq: head.seq,
        analysis: fromJson(campaign.analysis),
        posts: posts.map(postOf),
        jobs: jobs.map(jobOf),
        assets: assets.map(assetOf),
        provider: head.provider,
        createdAt: head.createdAt,
      }
    },
    async list(caller, { limit, cursor, status }) {
      const rows = await prisma.campaign.findMany({
        where: {
          workspaceId: caller.workspaceId,
          deletedAt: null,
          ...(status && { status }),
          // Ids begin with the time of their making: newest first is descending id.
          ...(cursor && { id: { lt: cursor } }),
        },
        orderBy: { id: 'desc' },
        take: limit + 1,
        select: { id: true },
      })
      const ids = rows.slice(0, limit).map((row) => row.id)
      return { items: await summaries(caller, ids), nextCursor: rows.length > limit ? (ids.at(-1) ?? null) : null }
    },
    summaries,
    async gone(caller, ids) {
      return goneAmong.all({ ids: JSON.stringify(ids), workspaceId: caller.workspaceId }).map((row) => row.id)
    },
    async heads(caller) {
      const of = { workspaceId: caller.workspaceId, deletedAt: null }
      const [running, newest] = await prisma.$transaction([
        prisma.campaign.findMany({ where: { ...of, status: { in: ['running', 'paused'] } }, select: { id: true } }),
        prisma.campaign.findMany({ where: of, orderBy: { id: 'desc' }, take: headLimit, select: { id: true } }),
      ])
      const ids = [...new Set([...running, ...newest].map((row) => row.id))].sort().reverse()
      return summaries(caller, ids)
    },
    async job(caller, id) {
      const row = await prisma.generationJob.findFirst({
        where: { id, campaign: { workspaceId: caller.workspaceId, deletedAt: null } },
      })
      return row ? { job: jobOf(row), campaignId: row.campaignId as CampaignId } : null
    },
    async asset(caller, id) {
      const row = await prisma.asset.findFirst({
        where: { id, campaign: { workspaceId: caller.workspaceId, deletedAt: null } },
      })
      return row ? assetOf(row) : null
    },
    async uploads(caller, ids) {
      if (ids.length === 0) return []
      const rows = await prisma.upload.findMany({ where: { id: { in: [...ids] }, workspaceId: caller.workspaceId } })
      return ids.flatMap((id) => rows.filter((row) => row.id === id).map(uploadOf))
    },
    ...createMade(log),
    assetHistory: (caller, id) => readAssetHistory(prisma, caller, id),
    async postVersions(caller, id) {
      const row = await prisma.post.findFirst({
        where: { id, campaign: { workspaceId: caller.workspaceId, deletedAt: null } },
        select: { versions: { orderBy: { version: 'desc' } } },
      })
      return row ? row.versions.map(postVersionOf) : null
    },
    async providerOfPost(caller, id) {
      const row = await prisma.post.findFirst({
        where: { id, campaign: { workspaceId: caller.workspaceId, deletedAt: null } },
        select: { campaign: { select: { provider: true } } },
      })
      return row?.campaign.provider ?? null
    },
    async events(id, after, limit) {
      return eventsAfter.all(id, after, limit)
    },
    async position(caller, id) {
      const row = where.get(id, caller.workspaceId)
      return row ? { seq: row.seq, settled: isSettledCampaign(row.status) } : null
    },
    async history(provider, model, kind) {
      return expectedOf(durations.all(provider, model, kind).map((row) => row.ms))
    },
    async changedSince(changedAfter) {
      return changed.all({ after: changedAfter })
    },
  }
  /** Whoever asks after the close, while the server goes down, is told so. */
  const whileOpen =
    <Query extends unknown[], T>(ask: (...query: Query) => Promise<T>) =>
    (...query: Query): Promise<T> =>
      log.open ? ask(...query) : Promise.reject(new AppError('going_down'))

  return {
    view: whileOpen(reader.view),
    gone: whileOpen(reader.gone),
    list: whileOpen(reader.list),
    summaries: whileOpen(reader.summaries),
    heads: whileOpen(reader.heads),
    job: whileOpen(reader.job),
    asset: whileOpen(reader.asset),
    uploads: whileOpen(reader.uploads),
    made: whileOpen(reader.made),
    analysisOf: whileOpen(reader.analysisOf),
    assetHistory: whileOpen(reader.assetHistory),
    postVersions: whileOpen(reader.postVersions),
    providerOfPost: whileOpen(reader.providerOfPost),
    events: whileOpen(reader.events),
    position: whileOpen(reader.position),
    history: whileOpen(reader.history),
    changedSince: whileOpen(reader.changedSince),
    dataVersion: () => Number(log.pragma('data_version', { simple: true })),
    lastChange: () => lastChange.get()?.change ?? 0,
    async close() {
      log.close()
      await prisma.$disconnect()
    },
  }
}

function summaryOf(
  row: CampaignRow & { analysis: string | null },
  jobs: readonly JobRow[],
  assets: readonly AssetRow[],
): CampaignSummary {
  const head = headOf(row)
  const analysis = fromJson<NonNullable<CampaignView['analysis']>>(row.analysis)
  return {
    ...pulseOf(head),
    id: head.id,
    seq: head.seq,
    businessName: analysis?.business.name ?? null,
    objective: head.brief.objective,
    postCount: head.brief.postCount,
    provider: head.provider,
    createdAt: head.createdAt,
    jobs: jobs.map((job) => {
      const { kind, status, progress, weight, error, waitingFor } = jobOf(job)
      return { kind, status, progress, weight, error: error?.message ?? null, waitsFor: waitingFor?.reason ?? null }
    }),
    pictures: assets.map(assetOf).slice(0, 4).map(pictureOf),
    palette: analysis ? Object.values(analysis.visualDirection.palette) : [],
  }
}

/** A film is shown by its still where there is one. */
function pictureOf({ kind, url, alt, variants }: Asset): CampaignSummary['pictures'][number] {
  const still = kind === 'video' ? variants[0] : undefined
  return still ? { url: still.url, alt, kind: 'image' } : { url, alt, kind }
}
