'use client'

import { useState } from 'react'
import { useCampaignHeads } from '../../hooks/use-campaign-heads.ts'
import type { CampaignSummary } from '../../lib/domain/campaign.ts'
import { keepDraft } from '../brief/draft.ts'
import { Dashboard } from './dashboard.tsx'
import { FirstRun } from './first-run.tsx'

type CampaignsProps = { initial: readonly CampaignSummary[]; nextCursor: string | null; now: number }

/** The campaigns, or the first words of the first one, until there is another. Whoever writes them keeps the page, whatever others begin. */
export function Campaigns({ initial, nextCursor, now }: CampaignsProps) {
  const heads = useCampaignHeads(initial)
  const [business, setBusiness] = useState('')
  // The page stays while what was written on it is taken out again for other words.
  const [isWriting, setIsWriting] = useState(false)
  const isFirst = heads.campaigns.length === 0 && nextCursor === null
  if (!isFirst && !isWriting) return <Dashboard heads={heads} nextCursor={nextCursor} now={now} />
  return (
    <FirstRun
      business={business}
      onBusiness={(text) => {
        setBusiness(text)
        setIsWriting(true)
      }}
      others={heads.campaigns.length}
      onOthers={() => {
        if (business.trim() !== '') keepDraft({ business })
        setBusiness('')
        setIsWriting(false)
      }}
    />
  )
}
