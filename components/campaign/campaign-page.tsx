'use client'

import { Tabs } from 'radix-ui'
import { useCallback, useEffect, useState } from 'react'
import { useNow } from '../../hooks/use-now.ts'
import { useProgressiveGeneration } from '../../hooks/use-progressive-generation.ts'
import { isSettledCampaign, type CampaignView } from '../../lib/domain/campaign.ts'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import { en } from '../messages/en.ts'
import { PlatformGlyph } from '../platform/platform-glyph.tsx'
import { ConnectionState } from '../shell/connection.tsx'
import { InTopBar } from '../shell/in-top-bar.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Activity } from './activity.tsx'
import { AnalysisColumn } from './analysis-column.tsx'
import { Board, type Previews } from './board.tsx'
import { BriefView } from './brief-view.tsx'
import { CampaignHead } from './campaign-head.tsx'
import { Hero } from './hero.tsx'
import { LiveRegion } from './live-region.tsx'
import { Notices } from './notices.tsx'
import { Timeline } from './timeline.tsx'
import { useCampaignActions } from './use-campaign-actions.ts'

const words = en.campaign

/** A campaign as it is being made. `now` is the server's clock at the first picture, in ms. */
export function CampaignPage({ initialView, now: firstNow }: { initialView: CampaignView; now: number }) {
  const { view, connection, lastFacts, heard, retryNow } = useProgressiveGeneration(initialView.id, { initialView })
  const actions = useCampaignActions(view.id)
  const settled = isSettledCampaign(view.status)
  const now = useNow(firstNow, !settled || connection.state === 'offline')
  const [shown, setShown] = useState('board')
  const [previews, setPreviews] = useState<Previews>({ all: null, posts: {} })
  const onPlatform = useCallback((postId: string, platform: Platform) => {
    setPreviews((before) => ({ ...before, posts: { ...before.posts, [postId]: platform } }))
  }, [])
  const arriving = new Set(
    lastFacts.live ? lastFacts.events.flatMap((fact) => (fact.type === 'asset.ready' ? [fact.asset.id] : [])) : [],
  )

  useEffect(() => {
    document.title = en.shell.title(settled ? view.name : `${Math.floor(view.progress * 100)} % ${view.name}`)
  }, [settled, view.name, view.progress])

  return (
    <main className="page" id="main">
      <InTopBar>
        <ConnectionState connection={connection} />
      </InTopBar>
      <CampaignHead view={view} actions={actions} />
      <Hero view={view} connection={connection} now={now} />
      <Notices view={view} connection={connection} now={now} actions={actions} retryNow={retryNow} />
      <LiveRegion view={view} lastFacts={lastFacts} connection={connection} />
      <Tabs.Root value={shown} onValueChange={setShown}>
        <div className="views">
          <Tabs.List className="tabs" aria-label={words.views.label}>
            <Tabs.Trigger value="board">
              {words.views.board}
              <span className="mono">{view.posts.length}</span>
            </Tabs.Trigger>
            <Tabs.Trigger value="timeline">
              {words.views.timeline}
              <span className="mono">{view.jobs.length}</span>
            </Tabs.Trigger>
            <Tabs.Trigger value="activity">{words.views.activity}</Tabs.Trigger>
            <Tabs.Trigger value="brief">{words.views.brief}</Tabs.Trigger>
          </Tabs.List>
          {view.brief.platforms.length > 1 && shown === 'board' ? (
            <Segmented
              className="only-wide"
              label={words.previewAs}
              value={previews.all ?? 'best'}
              options={[
                { value: 'best', label: words.bestFit },
                ...view.brief.platforms.map((platform) => ({
                  value: platform,
                  label: platformRules[platform].name,
                  icon: <PlatformGlyph platform={platform} />,
                })),
              ]}
              onChange={(all) => setPreviews({ all: all === 'best' ? null : all, posts: {} })}
            />
          ) : null}
        </div>
        <Tabs.Content value="board" tabIndex={-1}>
          <div className="cols">
            <AnalysisColumn analysis={view.analysis} jobs={view.jobs} posts={view.posts} now={now} />
            <Board
              view={view}
              previews={previews}
              arriving={arriving}
              now={now}
              actions={actions}
              onPlatform={onPlatform}
            />
          </div>
        </Tabs.Content>
        <Tabs.Content value="timeline" tabIndex={-1}>
          <Timeline view={view} now={now} actions={actions} />
        </Tabs.Content>
        <Tabs.Content value="activity" tabIndex={-1}>
          <Activity view={view} heard={heard} />
        </Tabs.Content>
        <Tabs.Content value="brief" tabIndex={-1}>
          <BriefView view={view} />
        </Tabs.Content>
      </Tabs.Root>
    </main>
  )
}
