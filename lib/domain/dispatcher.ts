import type { CampaignId } from './ids.ts'

/** "Campaign X reached seq N." A hint, never the truth: losing one costs latency only. */
export type Wake = { campaignId: CampaignId; seq: number }

/** Port: carries wakes from the pen to tails and workers, in this process and from others. */
export type Bus = {
  publish(wake: Wake): void
  subscribe(hear: (wake: Wake) => void): () => void
}
