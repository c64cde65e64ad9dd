'use client'

import { Tabs } from 'radix-ui'
import { useState } from 'react'
import type { HeadsState } from '../../hooks/heads-feed.ts'
import { useNow } from '../../hooks/use-now.ts'
import { useOlderCampaigns } from '../../hooks/use-older-campaigns.ts'
import type { CampaignSummary } from '../../lib/domain/campaign.ts'
import { Sentence } from '../campaign/hero.tsx'
import { en } from '../messages/en.ts'
import { ConnectionState } from '../shell/connection.tsx'
import { InTopBar } from '../shell/in-top-bar.tsx'
import { Button } from '../ui/button.tsx'
import { CampaignRow } from './campaign-row.tsx'
import { groupOf, headline, type Group } from './groups.ts'
import { SettledCard } from './settled-card.tsx'

const words = en.dashboard
const filters = ['all', 'making', 'need', 'settled'] as const

type DashboardProps = { heads: HeadsState; nextCursor: string | null; now: number }

export function Dashboard({ heads, nextCursor, now: firstNow }: DashboardProps) {
  const { campaigns: live, gone, connection } = heads
  const older = useOlderCampaigns(nextCursor)
  const known = new Set(live.map((one) => one.id))
  const campaigns = [...live, ...older.campaigns.filter((one) => !known.has(one.id) && !gone.has(one.id))]
  const [filter, setFilter] = useState<'all' | Group>('all')
  const groups: Record<Group, CampaignSummary[]> = { making: [], need: [], settled: [] }
  for (const campaign of campaigns) groups[groupOf(campaign)].push(campaign)
  const now = useNow(firstNow, groups.making.length > 0)
  const count = (name: (typeof filters)[number]): number => (name === 'all' ? campaigns.length : groups[name].length)
  const shows = (name: Group): boolean => filter === name || (filter === 'all' && groups[name].length > 0)
  return (
    <main className="page" id="main">
      <InTopBar>
        <ConnectionState connection={connection} />
      </InTopBar>
      <h1 className="sr">{words.title}</h1>
      <div className="dash-head">
        <Sentence parts={headline(campaigns)} />
      </div>
      <Tabs.Root value={filter} onValueChange={(next) => setFilter(filters.find((name) => name === next) ?? 'all')}>
        <div className="filters">
          <Tabs.List className="tabs" aria-label={words.filter}>
            {filters.map((name) => (
              <Tabs.Trigger key={name} value={name}>
                {words.filters[name]}
                <span className="mono">{count(name)}</span>
              </Tabs.Trigger>
            ))}
          </Tabs.List>
        </div>
        <Tabs.Content value={filter} tabIndex={-1}>
          {shows('making') ? (
            <Lines title={words.groups.making} empty={words.nothingHere.making} campaigns={groups.making} now={now} />
          ) : null}
          {shows('need') ? (
            <Lines title={words.groups.need} empty={words.nothingHere.need} campaigns={groups.need} now={now} />
          ) : null}
          {shows('settled') ? (
            <section>
              <h2 className="grp">
                <span className="sub">{words.groups.settled}</span>
              </h2>
              {groups.settled.length === 0 ? <p className="ink3">{words.nothingHere.settled}</p> : null}
              <div className="made-grid">
                {groups.settled.map((campaign) => (
                  <SettledCard key={campaign.id} campaign={campaign} />
                ))}
              </div>
            </section>
          ) : null}
        </Tabs.Content>
      </Tabs.Root>
      {older.more ? (
        <p className="mt-10">
          <Button onClick={older.show} disabled={older.busy}>
            {words.older}
          </Button>
        </p>
      ) : null}
    </main>
  )
}

function Lines({
  title,
  empty,
  campaigns,
  now,
}: {
  title: string
  empty: string
  campaigns: readonly CampaignSummary[]
  now: number
}) {
  return (
    <section>
      <h2 className="grp">
        <span className="sub">{title}</span>
      </h2>
      {campaigns.length === 0 ? <p className="ink3">{empty}</p> : null}
      {campaigns.map((campaign) => (
        <CampaignRow key={campaign.id} campaign={campaign} now={now} />
      ))}
    </section>
  )
}
