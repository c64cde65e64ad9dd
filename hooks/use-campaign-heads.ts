'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import type { CampaignSummary } from '../lib/domain/campaign.ts'
import { browserDeps, onDoubt } from './browser.ts'
import { createHeadsFeed, type HeadsState } from './heads-feed.ts'

/** All campaigns as they change, for the dashboard. */
export function useCampaignHeads(initial: readonly CampaignSummary[]): HeadsState {
  const [feed] = useState(() => createHeadsFeed(browserDeps, initial))
  const state = useSyncExternalStore(feed.subscribe, feed.getSnapshot, feed.getSnapshot)
  useEffect(() => onDoubt(feed.retryNow), [feed])
  return state
}
