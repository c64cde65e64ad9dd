'use client'

import { useMemo } from 'react'
import { isSettledCampaign, type CampaignView } from '../../lib/domain/campaign.ts'
import { bestPlatform, type Platform } from '../../lib/domain/platform-rules.ts'
import type { Post } from '../../lib/domain/post.ts'
import { accountOf } from '../platform/account.ts'
import type { BoardDeeds } from './board-deeds.ts'
import { partsOf } from './parts.ts'
import { PostCard } from './post-card.tsx'

/** Which platform each post is shown on: the one chosen for all, the one chosen for it, or the one that shows it best. */
export type Previews = { all: Platform | null; posts: Readonly<Record<string, Platform>> }

type BoardProps = {
  view: CampaignView
  previews: Previews
  arriving: ReadonlySet<string>
  now: number | null
  deeds: BoardDeeds
}

/** The platform a post is shown on. */
export const platformOf = ({ brief }: CampaignView, { id, kind, index }: Post, previews: Previews): Platform =>
  previews.posts[id] ?? previews.all ?? bestPlatform(kind, index, brief.platforms)

export function Board({ view, previews, arriving, now, deeds }: BoardProps) {
  const account = useMemo(() => (view.analysis ? accountOf(view.analysis) : null), [view.analysis])
  const cards = view.posts.map((post) => {
    const { text, media, asset } = partsOf(view, post)
    return (
      <PostCard
        key={post.id}
        post={post}
        text={text}
        media={media}
        asset={asset}
        account={account}
        platforms={view.brief.platforms}
        platform={platformOf(view, post, previews)}
        arriving={asset !== null && arriving.has(asset.id)}
        settled={isSettledCampaign(view.status)}
        linked={view.brief.website !== null}
        now={[text, media].some((job) => job?.status === 'processing' || job?.waitingFor) ? now : null}
        deeds={deeds}
      />
    )
  })
  return (
    <div className="board" key={view.posts.length} ref={layColumns}>
      {cards}
    </div>
  )
}

/**
 * Lets short cards leave no holes while the cards stay in the order of their numbers: each takes as many one-pixel rows as it is high. Written
 * to the style directly, because a card changes its height with every line of text.
 */
function layColumns(board: HTMLDivElement | null): (() => void) | undefined {
  if (board === null) return undefined
  const gap = 44
  const lay = (card: Element): void => {
    const inner = card.firstElementChild
    if (!(card instanceof HTMLElement) || inner === null) return
    card.style.gridRowEnd = `span ${Math.ceil(inner.getBoundingClientRect().height) + gap}`
  }
  const cards = [...board.children]
  for (const card of cards) lay(card)
  board.dataset['laid'] = ''
  const observer = new ResizeObserver((entries) => {
    for (const entry of entries) if (entry.target.parentElement !== null) lay(entry.target.parentElement)
  })
  for (const card of cards) if (card.firstElementChild !== null) observer.observe(card.firstElementChild)
  return () => observer.disconnect()
}
