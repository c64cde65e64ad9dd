import { createHash } from 'node:crypto'
import { hashOf, materialOf } from '../../lib/campaigns/seed.ts'
import type { Analysis } from '../../lib/domain/analysis.ts'
import type { Asset } from '../../lib/domain/asset.ts'
import { BriefSchema, type Brief, type BriefInput } from '../../lib/domain/brief.ts'
import { local } from '../../lib/domain/caller.ts'
import type { Capacity } from '../../lib/domain/courses.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { JobEventSchema, type JobEvent } from '../../lib/domain/event.ts'
import { applyEvent, openView } from '../../lib/domain/fold.ts'
import type { Claim, JobResult } from '../../lib/domain/handler.ts'
import type { CampaignId, Ids } from '../../lib/domain/ids.ts'
import type { Expected, JobKind } from '../../lib/domain/job.ts'
import { defaultWeights, planCampaign, type PlanDeps } from '../../lib/domain/plan.ts'
import type { PostSlot } from '../../lib/domain/provider.ts'
import type { CampaignReader, NewCampaign } from '../../lib/domain/store.ts'

export const bakery: BriefInput = {
  business: 'Hearth & Crumb, a neighbourhood bakery in Leeds. Sourdough proved 36 hours. Open from 6 am.',
  objective: 'sales',
}

/** What a worker of the tests does at once. */
export const capacity: Capacity = { slots: { analysis: 4, text: 4, image: 2, video: 1 }, concurrency: 8 }

export const models = { analysis: 'a-1', text: 't-1', image: 'i-1', video: 'v-1' }

/** What scripted calls hold: nothing. */
export const free: Record<JobKind, number> = { analysis: 0, text: 0, image: 0, video: 0 }

/** Ids that count, so that a failing test reads well. */
export function createCountingIds(start = 0): Ids {
  let last = start
  const next = (): string => String((last += 1)).padStart(20, '0')
  return {
    campaign: () => `cmp_${next()}`,
    job: () => `job_${next()}`,
    post: () => `pst_${next()}`,
    asset: () => `ast_${next()}`,
    upload: () => `upl_${next()}`,
    token: () => `token-${next()}`,
  }
}

export type History = Record<JobKind, Expected | null>

/** An installation that has made nothing yet. */
const noHistory: History = { analysis: null, text: null, image: null, video: null }

/** What scripted jobs took in an installation that has made some. */
export const someHistory = {
  analysis: { p50Ms: 4_000, p90Ms: 6_500 },
  text: { p50Ms: 3_000, p90Ms: 5_500 },
  image: { p50Ms: 9_000, p90Ms: 16_000 },
  video: { p50Ms: 20_000, p90Ms: 35_000 },
} as const satisfies History

/** How scripted jobs are planned. */
export const planning = (ids: Ids, history: History = noHistory): PlanDeps => ({
  ids,
  maker: (kind) => ({ provider: 'scripted', model: models[kind] }),
  estimate: (kind) => ({ weight: defaultWeights[kind], expected: history[kind] }),
})

export function newCampaign(
  ids: Ids,
  input: Partial<BriefInput> = {},
  idempotency: NewCampaign['idempotency'] = null,
  history: History = noHistory,
): NewCampaign {
  const brief: Brief = BriefSchema.parse({ ...bakery, ...input })
  return {
    caller: local,
    id: ids.campaign(),
    brief,
    name: brief.name ?? 'Saturday loaves',
    provider: 'scripted',
    cost: {
      currency: 'EUR',
      spentMicros: 0,
      reservedMicros: 0,
      quotedLowMicros: 0,
      quotedHighMicros: 0,
      capMicros: null,
    },
    plan: planCampaign(brief, planning(ids, history)),
    reserves: free,
    idempotency,
    briefHash: hashOf(materialOf(brief)),
  }
}

export function analysisFor({ posts }: { posts: readonly PostSlot[] }): Analysis {
  return {
    business: { name: 'Hearth & Crumb', handle: 'hearthandcrumb', trade: 'bakery', place: 'Leeds', link: null },
    campaignName: 'Saturday loaves',
    summary: 'A bakery in Leeds.',
    audience: 'People nearby.',
    valuePropositions: ['Time is the ingredient.'],
    voice: { do: ['Short sentences'], dont: ['Health claims'] },
    themes: ['time'],
    visualDirection: {
      palette: { ground: '#f6e7cf', surface: '#fffaf0', ink: '#3d1508', accent: '#8a2b0f', onAccent: '#ffffff' },
      mood: 'Oven light.',
      motif: 'bread',
    },
    angles: posts.map(({ index, kind }) => ({
      index,
      title: `Angle ${index}`,
      message: 'Proved 36 hours.',
      headline: '36 hours',
      picture: 'A loaf',
      callToAction: 'Order ahead',
      facts: ['36 hours'],
      storyboard: kind === 'text_video' ? { hook: 'Watch', proofs: ['36 hours'], endCard: 'From 6 am' } : null,
    })),
    missing: [],
    notes: [],
  }
}

export function assetFor(kind: 'image' | 'video', ids: Ids): Asset {
  const id = ids.asset()
  return {
    id,
    kind,
    mime: kind === 'image' ? 'image/jpeg' : 'video/mp4',
    width: 1080,
    height: 1350,
    durationMs: kind === 'video' ? 6_000 : null,
    bytes: 4,
    sha256: createHash('sha256').update(id).digest('hex'),
    url: `/api/v1/assets/${id}`,
    variants: [],
    alt: 'A loaf',
    provider: 'scripted',
    model: models[kind],
    draft: true,
  }
}

/** What a scripted job leaves. */
export function resultFor(claim: Claim, ids: Ids): JobResult {
  const { kind } = claim.job
  switch (kind) {
    case 'analysis':
      return { kind, analysis: analysisFor(claim) }
    case 'text':
      return { kind, texts: { x: { text: 'Proved 36 hours.', hashtags: ['Leeds'], link: null, characters: 23 } } }
    case 'image':
    case 'video':
      return { kind, asset: assetFor(kind, ids) }
    default:
      return kind satisfies never
  }
}

/** All facts of a campaign, parsed by the public schema. */
export async function factsOf(reader: Pick<CampaignReader, 'events'>, id: CampaignId): Promise<JobEvent[]> {
  const rows = await reader.events(id, 0, 100_000)
  return rows.map((row) => JobEventSchema.parse(JSON.parse(row.json)))
}

/** The fold from the first fact. */
export function foldOf(facts: readonly JobEvent[]): CampaignView | null {
  return facts.reduce<CampaignView | null>((view, fact) => (view ? applyEvent(view, fact) : openView(fact)), null)
}
