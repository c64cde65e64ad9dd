'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Connection, FactBatch } from '../../hooks/campaign-feed.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import { en } from '../messages/en.ts'
import { announcementOf } from './announcement.ts'

/** Between two messages, ms: a screen reader shall finish its sentence. */
const restMs = 5_000

/** The page's one polite region: settled facts and the connection, at most one message in five seconds. */
export function LiveRegion({
  view,
  lastFacts,
  connection,
}: {
  view: CampaignView
  lastFacts: FactBatch
  connection: Connection
}) {
  const [message, setMessage] = useState('')
  const waiting = useRef<JobEvent[]>([])
  const lastAt = useRef(Number.NEGATIVE_INFINITY)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const newest = useRef(view)
  const wasOffline = useRef(false)
  /** The budget as it was last told. */
  const cap = useRef(view.cost.capMicros)

  useEffect(() => {
    newest.current = view
  }, [view])

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
      const said = announcementOf(waiting.current, newest.current, cap.current)
      cap.current = newest.current.cost.capMicros
      waiting.current = []
      if (said === null) return
      lastAt.current = performance.now()
      setMessage(said)
    }
    timer.current ??= setTimeout(speak, Math.max(0, restMs - (performance.now() - lastAt.current)))
  }, [])

  useEffect(() => {
    if (!lastFacts.live || lastFacts.events.length === 0) return
    waiting.current.push(...lastFacts.events)
    speakSoon()
  }, [lastFacts, speakSoon])

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
