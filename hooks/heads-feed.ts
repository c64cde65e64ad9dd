import type { CampaignSummary } from '../lib/domain/campaign.ts'
import type { Connection } from './campaign-feed.ts'
import type { StreamStatus } from './event-stream.ts'
import { createFeed, type Feed, type FeedDeps } from './feed.ts'
import type { HeadNews } from './news.ts'

export type HeadsState = {
  campaigns: readonly CampaignSummary[]
  /** Ids of campaigns that were deleted since the page opened, also of those that were not among `campaigns`. */
  gone: ReadonlySet<string>
  connection: Connection
}

/** A connection begins with the heads of all running campaigns and of this many of the newest. */
const newest = 50

export type HeadsFeed = Feed<HeadsState>

/** All campaigns, live: heads, each a whole summary that replaces the one before it. Newest first. */
export function createHeadsFeed({ stream, frame }: FeedDeps, initial: readonly CampaignSummary[]): HeadsFeed {
  const known = new Map(initial.map((summary) => [summary.id as string, summary]))
  const gone = new Set<string>()
  let status: StreamStatus = { phase: 'connecting', since: null, nextTryAt: null, end: null }
  /** Heads of this connection so far; null before it began and once all were told. */
  let told: Set<string> | null = null

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

  const hear = (news: HeadNews): void => {
    switch (news.type) {
      case 'heads-begin':
        told = new Set()
        return
      case 'heads-end':
        if (told) dropUntold(told)
        told = null
        return
      case 'head': {
        const { id, seq } = news.summary
        const before = known.get(id)
        told?.add(id)
        gone.delete(id)
        if (!before || seq >= before.seq) known.set(id, news.summary)
        return
      }
      case 'state':
        if (news.state === 'closed') drop(news.campaignId)
        return
      default:
        news satisfies never
    }
  }

  const draw = (): HeadsState => ({
    campaigns: [...known.values()].toSorted((a, b) =>
      a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0,
    ),
    gone: new Set(gone),
    connection: connectionOf(status),
  })

  return createFeed(frame, {
    first: { campaigns: initial, gone: new Set<string>(), connection: connectionOf(status) },
    draw,
    open: (changed) =>
      stream().followHeads({
        hear(news) {
          hear(news)
          changed()
        },
        changed(next) {
          if (next.phase !== 'open') told = null
          status = next
          changed()
        },
      }),
  })
}

function connectionOf({ phase, since, nextTryAt }: StreamStatus): Connection {
  const state = phase === 'open' ? 'live' : phase === 'offline' ? 'offline' : phase === 'ended' ? 'done' : 'catching-up'
  return { state, since, nextTryAt, gone: false }
}
