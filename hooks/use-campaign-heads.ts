'use client'

import { useState, useSyncExternalStore } from 'react'
import type { CampaignSummary } from '../lib/domain/campaign.ts'
import { browserDeps } from './browser.ts'
import { createHeadsFeed, type HeadsState } from './heads-feed.ts'

/** All campaigns as they change, for the dashboard. */
export function useCampaignHeads(initial: readonly CampaignSummary[]): HeadsState {
  const [feed] = useState(() => createHeadsFeed(browserDeps, initial))
  return useSyncExternalStore(feed.subscribe, feed.getSnapshot, feed.getSnapshot)
}
