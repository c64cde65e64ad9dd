'use client'

import { useEffect, useRef, useState } from 'react'
import { callApi } from '../../hooks/api.ts'
import { useNear } from '../../hooks/use-near.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import { en } from '../messages/en.ts'
import { stopwatch } from '../messages/numbers.ts'
import { Button } from '../ui/button.tsx'
import { activityLine, sinceStart, type ActivityLine } from './activity-words.ts'

const words = en.campaign.activity

type ActivityProps = {
  view: CampaignView
  heard: readonly JobEvent[]
  /** Under the board: the newest lines only, and the way to all of them. */
  brief?: { onAll(): void }
}

/** The log in words, newest first: read once when it is near, then continued by the facts of the stream. */
export function Activity({ view, heard, brief }: ActivityProps) {
  const section = useRef<HTMLElement>(null)
  const { facts, failed, again } = useLog(view.id, useNear(section))
  const lines = new Map<number, ActivityLine>()
  for (const fact of [...(facts ?? []), ...heard]) {
    const line = activityLine(fact, view.posts)
    if (line) lines.set(line.seq, line)
  }
  const sorted = [...lines.values()].toSorted((a, b) => b.seq - a.seq)
  // What is not read yet is older than what was heard.
  const isFull = brief !== undefined && sorted.length >= shortList
  return (
    <section aria-label={words.title} ref={section}>
      <div className="row spread mb-2">
        <h2 className="head">{words.title}</h2>
        {brief && sorted.length > shortList ? (
          <button type="button" className="link" onClick={brief.onAll}>
            {words.all(sorted.length)}
          </button>
        ) : null}
      </div>
      {failed ? (
        <p className="row">
          {words.failed}
          <Button size="s" onClick={again}>
            {words.again}
          </Button>
        </p>
      ) : null}
      {facts !== null && sorted.length === 0 ? <p className="ink3">{words.empty}</p> : null}
      <ol className="log">
        {(brief ? sorted.slice(0, shortList) : sorted).map((line) => (
          <li key={line.seq}>
            <time className="mono" dateTime={line.at}>
              {stopwatch(sinceStart(line.at, view.startedAt ?? view.createdAt))}
            </time>
            <span className={line.tone === 'plain' ? '' : line.tone}>{line.text}</span>
          </li>
        ))}
      </ol>
      {facts === null && !failed && !isFull ? <Waiting /> : null}
    </section>
  )
}

const shortList = 8

function Waiting() {
  return (
    <div aria-busy="true">
      <span className="sr">{en.shell.loading}</span>
      {[62, 48, 70, 55].map((width) => (
        <div key={width} className="skel" style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}

type Log = { facts: readonly JobEvent[] | null; failed: boolean; again(): void }

function useLog(id: string, wanted: boolean): Log {
  const [facts, setFacts] = useState<readonly JobEvent[] | null>(null)
  const [failed, setFailed] = useState(false)
  const [tries, setTries] = useState(0)
  useEffect(() => {
    if (!wanted) return
    const leave = new AbortController()
    readLog(id, leave.signal).then(
      (read) => {
        setFailed(read === null)
        if (read !== null) setFacts(read)
      },
      () => {},
    )
    return () => leave.abort()
  }, [id, tries, wanted])
  return { facts, failed, again: () => setTries((n) => n + 1) }
}

async function readLog(id: string, signal: AbortSignal): Promise<readonly JobEvent[] | null> {
  const all: JobEvent[] = []
  for (let after = 0; ;) {
    const answer = await callApi(`/campaigns/${id}/events?after=${after}&limit=1000`, { method: 'GET', signal }, pageOf)
    if (!answer.ok) return null
    const { items } = answer.value
    all.push(...items)
    const last = items.at(-1)
    if (last === undefined || last.seq >= answer.value.seq) return all
    after = last.seq
  }
}

function pageOf(said: unknown): { items: JobEvent[]; seq: number } {
  if (typeof said !== 'object' || said === null || !('items' in said) || !Array.isArray(said.items))
    return { items: [], seq: 0 }
  return { items: said.items.filter(isFact), seq: 'seq' in said && typeof said.seq === 'number' ? said.seq : 0 }
}

function isFact(said: unknown): said is JobEvent {
  return typeof said === 'object' && said !== null && 'seq' in said && 'type' in said && 'campaign' in said
}
