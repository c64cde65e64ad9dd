import { isSettledCampaign, type CampaignView } from '../lib/domain/campaign.ts'
import type { JobEvent } from '../lib/domain/event.ts'
import { applyEvent } from '../lib/domain/fold.ts'
import type { CampaignId } from '../lib/domain/ids.ts'
import type { StreamStatus } from './event-stream.ts'
import { createFeed, type Feed, type FeedDeps } from './feed.ts'
import type { CampaignNews } from './news.ts'

/** The connection in the page's words. `gone`: the campaign was deleted. */
export type Connection = {
  state: 'live' | 'catching-up' | 'offline' | 'done'
  /** When the server was last heard, ms since 1970; null while it is heard. */
  since: number | null
  nextTryAt: number | null
  gone: boolean
}

/** The facts of the last notification, in order. `live` is false for what was caught up on. */
export type FactBatch = { live: boolean; events: readonly JobEvent[] }

export type CampaignFeedState = {
  view: CampaignView
  connection: Connection
  lastFacts: FactBatch
  /** Every fact heard since the page opened, without the steps between (output and progress). */
  heard: readonly JobEvent[]
}

export type CampaignFeed = Feed<CampaignFeedState>

/** One campaign, live: snapshot, then facts, folded by the same rule as on the server. */
export function createCampaignFeed(
  { stream, frame }: FeedDeps,
  campaignId: CampaignId,
  initialView: CampaignView,
): CampaignFeed {
  let view = initialView
  let status: StreamStatus = { phase: 'connecting', since: null, nextTryAt: null, end: null }
  let caughtUp = false
  let gone = false
  let heard: readonly JobEvent[] = []
  let waiting: { live: boolean; events: JobEvent[] } = { live: false, events: [] }

  const hear = (news: CampaignNews): void => {
    switch (news.type) {
      case 'snapshot':
        view = news.view
        return
      case 'state':
        caughtUp = news.state === 'live' || news.state === 'settled'
        gone = news.state === 'closed'
        return
      case 'fact':
        if (news.event.seq <= view.seq) return
        view = applyEvent(view, news.event)
        waiting.events.push(news.event)
        waiting.live = caughtUp
        return
      default:
        news satisfies never
    }
  }

  const connection = (): Connection => {
    const { phase, since, nextTryAt } = status
    if (gone || phase === 'ended') return { state: 'done', since, nextTryAt, gone }
    if (phase === 'offline') return { state: 'offline', since, nextTryAt, gone }
    if (phase === 'connecting' || !caughtUp) return { state: 'catching-up', since, nextTryAt, gone }
    return { state: isSettledCampaign(view.status) ? 'done' : 'live', since, nextTryAt, gone }
  }

  const draw = (): CampaignFeedState => {
    const lastFacts = waiting
    waiting = { live: false, events: [] }
    const told = lastFacts.events.filter((fact) => fact.type !== 'job.output' && fact.type !== 'job.progress')
    if (told.length > 0) heard = [...heard, ...told]
    return { view, connection: connection(), lastFacts, heard }
  }

  return createFeed(frame, {
    first: draw(),
    draw,
    open: (changed) =>
      stream().follow({
        campaignId,
        cursor: () => view.seq,
        hear(news) {
          hear(news)
          changed()
        },
        changed(next) {
          if (next.phase !== 'open') caughtUp = false
          status = next
          changed()
        },
      }),
  })
}
