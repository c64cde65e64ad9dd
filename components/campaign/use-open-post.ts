'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useRef } from 'react'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { Post } from '../../lib/domain/post.ts'

const name = 'post'

/**
 * Which post is open in the editor: it stands in the address, so that a reload, a link and the back button find it. Only the address changes,
 * the page and its stream stay. Back on the board, the card that was open has the focus, where it was.
 */
export function useOpenPost(view: CampaignView): { open: Post | null; show(post: Post | null): void } {
  const index = Number(useSearchParams().get(name))
  const open = view.posts.find((post) => post.index === index) ?? null
  const now = open?.index ?? null
  const before = useRef(now)
  const boardAt = useRef(0)

  useEffect(() => {
    const left = before.current
    before.current = now
    if (now !== null || left === null) return
    scrollTo(0, boardAt.current)
    const card = document.getElementById(`p${left}`)
    card?.focus({ preventScroll: true })
    card?.scrollIntoView({ block: 'nearest' })
  }, [now])

  const show = useCallback((post: Post | null): void => {
    if (before.current === null) boardAt.current = scrollY
    history.pushState(null, '', post === null ? location.pathname : `?${name}=${post.index}`)
  }, [])
  return { open, show }
}
