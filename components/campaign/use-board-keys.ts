'use client'

import { useKeys, type KeyMap } from '../../hooks/use-keys.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { Post } from '../../lib/domain/post.ts'
import type { BoardDeeds } from './board-deeds.ts'
import { isMaking, partsOf, remakeable } from './parts.ts'

/** The keys of the board act on the post that has the focus. J and K go from post to post. */
export function useBoardKeys(view: CampaignView, deeds: BoardDeeds, shown: boolean): void {
  const on = (act: (post: Post) => void) => () => {
    const post = focusedPost(view)
    if (post) act(post)
  }
  const keys: KeyMap = {
    j: () => go(view, 1),
    k: () => go(view, -1),
    e: on(deeds.edit),
    r: on((post) => {
      if (remakeable(partsOf(view, post)).length > 0) deeds.remake(post, null)
    }),
    a: on((post) => {
      if (post.approval !== 'approved' && canSeal(view, post)) deeds.approve(post, 'approved')
    }),
    l: on((post) => {
      if (post.locked || canSeal(view, post)) deeds.lock(post, !post.locked)
    }),
    v: on(deeds.versions),
    ...Object.fromEntries(
      [1, 2, 3, 4, 5].map((n) => [
        String(n),
        on((post) => {
          const platform = view.brief.platforms[n - 1]
          if (platform) deeds.preview(post, platform)
        }),
      ]),
    ),
  }
  useKeys(shown ? keys : none)
}

const none: KeyMap = {}

const canSeal = (view: CampaignView, post: Post): boolean =>
  !isMaking(partsOf(view, post)) && Object.keys(post.texts).length > 0

function focusedPost(view: CampaignView): Post | undefined {
  const card = document.activeElement?.closest('[data-post]')
  return card instanceof HTMLElement ? view.posts.find((post) => post.id === card.dataset['post']) : undefined
}

function go(view: CampaignView, by: 1 | -1): void {
  const now = focusedPost(view)
  const index = now === undefined ? (by === 1 ? 1 : view.posts.length) : now.index + by
  const card = document.getElementById(`p${index}`)
  card?.focus({ preventScroll: true })
  card?.scrollIntoView({ block: 'nearest' })
}
