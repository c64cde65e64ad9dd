'use client'

import { useMemo } from 'react'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { bestPlatform, type Platform } from '../../lib/domain/platform-rules.ts'
import { accountOf } from '../platform/account.ts'
import { PostCard } from './post-card.tsx'
import type { CampaignActions } from './use-campaign-actions.ts'

/** Which platform each post is shown on: the one chosen for all, the one chosen for it, or the one that shows it best. */
export type Previews = { all: Platform | null; posts: Readonly<Record<string, Platform>> }

type BoardProps = {
  view: CampaignView
  previews: Previews
  arriving: ReadonlySet<string>
  now: number | null
  actions: Pick<CampaignActions, 'retry' | 'cancelJob'>
  onPlatform(postId: string, platform: Platform): void
}

export function Board({ view, previews, arriving, now, actions, onPlatform }: BoardProps) {
  const account = useMemo(() => (view.analysis ? accountOf(view.analysis) : null), [view.analysis])
  const { platforms } = view.brief
  const cards = view.posts.map((post) => {
    const own = view.jobs.filter((job) => job.postId === post.id)
    const media = own.findLast((job) => job.kind !== 'text')
    const assetId = post.videoAssetId ?? post.imageAssetId
    return (
      <PostCard
        key={post.id}
        post={post}
        text={own.findLast((job) => job.kind === 'text')}
        media={media}
        asset={view.assets.find((asset) => asset.id === assetId) ?? null}
        account={account}
        platforms={platforms}
        platform={previews.posts[post.id] ?? previews.all ?? bestPlatform(post.kind, post.index, platforms)}
        arriving={assetId !== null && arriving.has(assetId)}
        now={own.some((job) => job.status === 'processing' || job.waitingFor !== null) ? now : null}
        actions={actions}
        onPlatform={onPlatform}
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
