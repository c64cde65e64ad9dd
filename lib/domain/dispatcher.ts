import type { CampaignId } from './ids.ts'

/**
 * "Campaign X reached seq N." A hint, never the truth: losing one costs latency only. `ready` says whether a job became claimable; it is left
 * out by those who cannot know.
 */
export type Wake = { campaignId: CampaignId; seq: number; ready?: boolean }

/** Port: carries wakes from the pen to tails and workers, in this process and from others. */
export type Bus = {
  publish(wake: Wake): void
  subscribe(hear: (wake: Wake) => void): () => void
}
