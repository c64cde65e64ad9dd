'use client'

import { Tabs } from 'radix-ui'
import { useState } from 'react'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import { platformRules } from '../../lib/domain/platform-rules.ts'
import { en } from '../messages/en.ts'
import { PlatformGlyph } from '../platform/platform-glyph.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { Activity } from './activity.tsx'
import { AnalysisColumn } from './analysis-column.tsx'
import type { BoardDeeds } from './board-deeds.ts'
import { Board, type Previews } from './board.tsx'
import { BriefView } from './brief-view.tsx'
import { Timeline } from './timeline.tsx'

const words = en.campaign

type ViewsProps = {
  view: CampaignView
  heard: readonly JobEvent[]
  now: number | null
  arriving: ReadonlySet<string>
  deeds: BoardDeeds
  previews: Previews
  onPreviews(previews: Previews): void
}

/** The campaign from its sides: the board, when each job ran, the log in words, the brief. */
export function Views({ view, heard, now, arriving, deeds, previews, onPreviews }: ViewsProps) {
  const [shown, setShown] = useState('board')
  return (
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
            onChange={(all) => onPreviews({ all: all === 'best' ? null : all, posts: {} })}
          />
        ) : null}
      </div>
      <Tabs.Content value="board" tabIndex={-1}>
        <div className="cols">
          <AnalysisColumn view={view} now={now} />
          <Board view={view} previews={previews} arriving={arriving} now={now} deeds={deeds} />
        </div>
        {view.startedAt === null ? null : (
          <div className="under">
            <Timeline view={view} now={now} actions={deeds} />
            <Activity view={view} heard={heard} brief={{ onAll: () => setShown('activity') }} />
          </div>
        )}
      </Tabs.Content>
      <Tabs.Content value="timeline" tabIndex={-1}>
        <Timeline view={view} now={now} actions={deeds} />
      </Tabs.Content>
      <Tabs.Content value="activity" tabIndex={-1}>
        <Activity view={view} heard={heard} />
      </Tabs.Content>
      <Tabs.Content value="brief" tabIndex={-1}>
        <BriefView view={view} />
      </Tabs.Content>
    </Tabs.Root>
  )
}
