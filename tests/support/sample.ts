import { BriefSchema } from '../../lib/domain/brief.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { createIds, type CampaignId } from '../../lib/domain/ids.ts'
import { planCampaign } from '../../lib/domain/plan.ts'

export const sampleBrief = {
  business:
    'Hearth & Crumb, a neighbourhood bakery in Leeds. Sourdough proved 36 hours, baked at 5 every morning, sold out by noon.',
  objective: 'awareness',
} as const

let time = 1_795_000_000_000
/** Ids in order, the same in every run. */
export const sampleIds = createIds(
  () => time++,
  (length) => new Uint8Array(length),
)

/** A view as `campaign.created` carries it. */
export function sampleView(id: CampaignId = sampleIds.campaign(), over: Partial<CampaignView> = {}): CampaignView {
  const brief = BriefSchema.parse(sampleBrief)
  const { posts, jobs } = planCampaign(brief, {
    ids: sampleIds,
    estimate: () => ({ weight: 100, expected: null }),
    maker: () => ({ provider: 'studio', model: 'm' }),
  })
  return {
    id,
    brief,
    name: 'Hearth & Crumb',
    status: 'running',
    round: 1,
    progress: 0,
    eta: null,
    cost: {
      currency: 'EUR',
      spentMicros: 0,
      reservedMicros: 0,
      quotedLowMicros: 0,
      quotedHighMicros: 0,
      capMicros: null,
    },
    startedAt: null,
    finishedAt: null,
    seq: 1,
    analysis: null,
    posts,
    jobs,
    assets: [],
    provider: 'studio',
    createdAt: '2026-11-23T10:00:00.000Z',
    ...over,
  }
}
