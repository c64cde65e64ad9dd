import type { Caller } from '../../domain/caller.ts'
import type { AssetHistory } from '../../domain/certificate.ts'
import type { Recipe } from '../../domain/recipe.ts'
import type { Usage } from '../../domain/call.ts'
import type { AssetId, CampaignId } from '../../domain/ids.ts'
import type { Remake } from '../../domain/record.ts'
import type { PrismaClient } from '../generated/client.ts'
import { assetOf, fromJson, headOf, jobOf, postOf, postVersionOf } from '../rows.ts'

/** How an asset came to be, from one snapshot; null when the caller sees no such asset. */
export async function readAssetHistory(
  prisma: PrismaClient,
  caller: Caller,
  id: AssetId,
): Promise<AssetHistory | null> {
  const named = await prisma.asset.findFirst({
    where: { id, campaign: { workspaceId: caller.workspaceId, deletedAt: null } },
    select: { jobId: true, campaignId: true },
  })
  if (!named) return null
  const { jobId, campaignId } = named
  const [campaign, jobs, attempts, entries, posts, assets] = await prisma.$transaction([
    prisma.campaign.findFirst({ where: { id: campaignId, workspaceId: caller.workspaceId, deletedAt: null } }),
    prisma.generationJob.findMany({ where: { campaignId }, orderBy: { position: 'asc' } }),
    prisma.jobAttempt.findMany({ where: { jobId }, orderBy: { attempt: 'asc' } }),
    prisma.ledgerEntry.findMany({
      where: { campaignId, jobId },
      orderBy: [{ attempt: 'asc' }, { at: 'asc' }, { type: 'asc' }],
    }),
    prisma.post.findMany({ where: { campaignId }, include: { versions: { orderBy: { version: 'asc' } } } }),
    prisma.asset.findMany({ where: { campaignId }, orderBy: { position: 'asc' } }),
  ])
  const row = assets.find((one) => one.id === id)
  const made = jobs.find((one) => one.id === jobId)
  if (!campaign || !row || !made) return null
  const job = jobOf(made)
  const post = posts.find((one) => one.id === job.postId) ?? null
  const jobsOfPost = new Set(jobs.filter((one) => one.postId === job.postId).map((one) => one.id))
  const before = assets.filter(
    (one) => one.kind === row.kind && one.position < row.position && jobsOfPost.has(one.jobId),
  )
  const head = headOf(campaign)
  return {
    asset: assetOf(row),
    madeAt: row.createdAt.toISOString(),
    recipe: fromJson<Recipe>(row.recipe),
    campaignId: campaign.id as CampaignId,
    brief: head.brief,
    currency: campaign.currency,
    analysis: fromJson(campaign.analysis),
    job,
    remake: fromJson<Remake>(made.remake),
    parents: jobs.filter((one) => one.jobType === 'analysis').map(jobOf),
    attempts: attempts.map((one) => ({
      attempt: one.attempt,
      provider: one.provider,
      model: one.model,
      state: one.state,
      reservedMicros: Number(one.reservedMicros),
      settledMicros: one.settledMicros === null ? null : Number(one.settledMicros),
      counts: fromJson<Usage>(one.usage)?.counts ?? null,
      openedAt: one.openedAt.toISOString(),
      closedAt: one.closedAt?.toISOString() ?? null,
    })),
    entries: entries.map(({ attempt, type, micros, at }) => ({
      attempt,
      type,
      micros: Number(micros),
      at: at.toISOString(),
    })),
    post: post && postOf(post),
    versions: post?.versions.map(postVersionOf) ?? [],
    replaces: (before.at(-1)?.id ?? null) as AssetId | null,
  }
}
