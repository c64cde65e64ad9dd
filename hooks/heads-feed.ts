import type { CampaignSummary } from '../lib/domain/campaign.ts'
import type { Connection } from './campaign-feed.ts'
import type { CampaignFeedDeps } from './campaign-feed.ts'
import { createEventStream, type StreamMessage, type StreamStatus } from './event-stream.ts'

export type HeadsState = { campaigns: readonly CampaignSummary[]; connection: Connection }

export type HeadsFeed = {
  getSnapshot(): HeadsState
  subscribe(listen: () => void): () => void
  retryNow(): void
}

/** All campaigns, live: one stream of heads, each a whole summary that replaces the one before it. Newest first. */
export function createHeadsFeed(deps: CampaignFeedDeps, initial: readonly CampaignSummary[]): HeadsFeed {
  const listeners = new Set<() => void>()
  const known = new Map(initial.map((summary) => [summary.id as string, summary]))
  let status: StreamStatus = { phase: 'connecting', since: null, nextTryAt: null, end: null }
  let framed = false
  let state: HeadsState = { campaigns: initial, connection: connectionOf(status) }

  const notify = (): void => {
    if (framed) return
    framed = true
    deps.frame(() => {
      framed = false
      const campaigns = [...known.values()].toSorted((a, b) =>
        a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0,
      )
      state = { campaigns, connection: connectionOf(status) }
      for (const listen of listeners) listen()
    })
  }

  const hear = ({ event, data }: StreamMessage): void => {
    if (event !== 'head') return
    const said: unknown = JSON.parse(data)
    if (!isSummary(said)) return
    const before = known.get(said.id)
    if (!before || said.seq >= before.seq) known.set(said.id, said)
    notify()
  }

  const stream = createEventStream(deps, {
    url: '/api/v1/events',
    hear,
    changed(next) {
      status = next
      notify()
    },
  })

  return {
    getSnapshot: () => state,
    subscribe(listen) {
      listeners.add(listen)
      if (listeners.size === 1) stream.start()
      return () => {
        listeners.delete(listen)
        if (listeners.size === 0) stream.stop()
      }
    },
    retryNow: stream.retryNow,
  }
}

function connectionOf({ phase, since, nextTryAt, end }: StreamStatus): Connection {
  const state = phase === 'open' ? 'live' : phase === 'offline' ? 'offline' : phase === 'ended' ? 'done' : 'catching-up'
  return { state, since, nextTryAt, gone: end === 'gone' }
}

function isSummary(said: unknown): said is CampaignSummary {
  return (
    typeof said === 'object' &&
    said !== null &&
    'id' in said &&
    typeof said.id === 'string' &&
    'seq' in said &&
    'jobs' in said
  )
}
