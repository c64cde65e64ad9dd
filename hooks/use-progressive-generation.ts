'use client'

import { useState, useSyncExternalStore } from 'react'
import type { CampaignView } from '../lib/domain/campaign.ts'
import type { CampaignId } from '../lib/domain/ids.ts'
import { browserDeps } from './browser.ts'
import { createCampaignFeed, type CampaignFeedState } from './campaign-feed.ts'

export type ProgressiveGeneration = CampaignFeedState & { retryNow(): void }

const retryNow = (): void => browserDeps.stream().retryNow()

/** A campaign as it is being made: starts from the view the server rendered, then follows its facts. No polling, no refetch. */
export function useProgressiveGeneration(
  campaignId: CampaignId,
  { initialView }: { initialView: CampaignView },
): ProgressiveGeneration {
  const [feed] = useState(() => createCampaignFeed(browserDeps, campaignId, initialView))
  const state = useSyncExternalStore(feed.subscribe, feed.getSnapshot, feed.getSnapshot)
  return { ...state, retryNow }
}
