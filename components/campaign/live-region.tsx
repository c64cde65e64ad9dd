'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Connection } from '../../hooks/campaign-feed.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import { en } from '../messages/en.ts'
import { announcementOf } from './announcement.ts'

/** Between two messages, ms: a screen reader shall finish its sentence. */
const restMs = 5_000

/** The page's one polite region: settled facts and the connection, at most one message in five seconds. */
export function LiveRegion({
  view,
  news,
  connection,
}: {
  view: CampaignView
  /** All that happened while somebody watched, growing. */
  news: readonly JobEvent[]
  connection: Connection
}) {
  const [message, setMessage] = useState('')
  /** How much of the news was spoken of. */
  const spoken = useRef(news.length)
  const newsNow = useRef(news)
  const lastAt = useRef(Number.NEGATIVE_INFINITY)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const newest = useRef(view)
  const wasOffline = useRef(false)
  /** The budget as it was last told. */
  const cap = useRef(view.cost.capMicros)

  useEffect(() => {
    newest.current = view
    newsNow.current = news
  }, [view, news])

  useEffect(() => {
    const offline = connection.state === 'offline'
    const heard = connection.state === 'live' || connection.state === 'done'
    if (offline && !wasOffline.current) setMessage(en.announcements.offline)
    if (heard && wasOffline.current) setMessage(en.announcements.back(newest.current.seq))
    if (offline || heard) wasOffline.current = offline
  }, [connection.state])

  /** Speaks once the last message had its time. */
  const speakSoon = useCallback(() => {
    const speak = (): void => {
      timer.current = null
      const said = announcementOf(newsNow.current.slice(spoken.current), newest.current, cap.current)
      cap.current = newest.current.cost.capMicros
      spoken.current = newsNow.current.length
      if (said === null) return
      lastAt.current = performance.now()
      setMessage(said)
    }
    timer.current ??= setTimeout(speak, Math.max(0, restMs - (performance.now() - lastAt.current)))
  }, [])

  useEffect(() => {
    if (news.length > spoken.current) speakSoon()
  }, [news, speakSoon])

  useEffect(() => {
    if (view.cost.capMicros !== cap.current) speakSoon()
  }, [view.cost.capMicros, speakSoon])

  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
    },
    [],
  )
  return (
    <output className="sr" aria-live="polite">
      {message}
    </output>
  )
}
