import type { CampaignSummary } from '../lib/domain/campaign.ts'
import type { Connection } from './campaign-feed.ts'
import type { CampaignFeedDeps } from './campaign-feed.ts'
import { createEventStream, type StreamMessage, type StreamStatus } from './event-stream.ts'

export type HeadsState = {
  campaigns: readonly CampaignSummary[]
  /** Ids of campaigns that were deleted since the page opened, also of those that were not among `campaigns`. */
  gone: ReadonlySet<string>
  connection: Connection
}

/** On connect the heads of all running campaigns and of this many of the newest come first, then the state `live`. */
const newest = 50

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
  const gone = new Set<string>()
  /** Heads of this connection so far; null once all were told. */
  let told: Set<string> | null = new Set()
  let framed = false
  let state: HeadsState = { campaigns: initial, gone: new Set(), connection: connectionOf(status) }

  const notify = (): void => {
    if (framed) return
    framed = true
    deps.frame(() => {
      framed = false
      const campaigns = [...known.values()].toSorted((a, b) =>
        a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0,
      )
      state = { campaigns, gone: new Set(gone), connection: connectionOf(status) }
      for (const listen of listeners) listen()
    })
  }

  const drop = (id: string): void => {
    known.delete(id)
    gone.add(id)
  }
  /** What should have been told and was not is not there any more: it went while nobody listened. */
  const dropUntold = (all: ReadonlySet<string>): void => {
    const oldest = [...all].toSorted().at(-newest) ?? ''
    for (const [id, { status: stood }] of known) {
      const due = id > oldest || stood === 'running' || stood === 'paused'
      if (due && !all.has(id)) drop(id)
    }
  }
  const hear = ({ event, data }: StreamMessage): void => {
    const said: unknown = JSON.parse(data)
    if (event === 'head' && isSummary(said)) {
      const before = known.get(said.id)
      told?.add(said.id)
      gone.delete(said.id)
      if (!before || said.seq >= before.seq) known.set(said.id, said)
    } else if (event === 'control' && isControl(said)) {
      if (said.campaignId === undefined && said.state === 'live' && told) {
        dropUntold(told)
        told = null
      }
      if (said.campaignId !== undefined && said.state === 'closed') drop(said.campaignId)
    } else return
    notify()
  }

  const stream = createEventStream(deps, {
    url: '/api/v1/events',
    hear,
    changed(next) {
      if (next.phase !== 'open') told = new Set()
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

function isControl(said: unknown): said is { state: string; campaignId?: string } {
  if (typeof said !== 'object' || said === null || !('state' in said)) return false
  return typeof said.state === 'string' && (!('campaignId' in said) || typeof said.campaignId === 'string')
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
