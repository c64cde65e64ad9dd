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

export type CampaignFeedState = {
  view: CampaignView
  connection: Connection
  /** Every fact heard since the page opened, in order, without the steps between (output and progress). */
  heard: readonly JobEvent[]
  /** Those of them that happened while somebody watched: what was caught up on is not news. */
  news: readonly JobEvent[]
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
  let news: readonly JobEvent[] = []
  let waiting: { fact: JobEvent; live: boolean }[] = []

  const hear = (said: CampaignNews): void => {
    switch (said.type) {
      case 'snapshot':
        view = said.view
        return
      case 'state':
        caughtUp = said.state === 'live' || said.state === 'settled'
        gone = said.state === 'closed'
        return
      case 'fact':
        if (said.event.seq <= view.seq) return
        view = applyEvent(view, said.event)
        if (!isStep(said.event)) waiting.push({ fact: said.event, live: caughtUp })
        return
      default:
        said satisfies never
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
    if (waiting.length > 0) heard = [...heard, ...waiting.map(({ fact }) => fact)]
    const live = waiting.flatMap(({ fact, live: isLive }) => (isLive ? [fact] : []))
    if (live.length > 0) news = [...news, ...live]
    waiting = []
    return { view, connection: connection(), heard, news }
  }

  return createFeed(frame, {
    first: draw(),
    draw,
    open: (changed) =>
      stream().follow({
        campaignId,
        cursor: () => view.seq,
        hear(said) {
          hear(said)
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

const isStep = ({ type }: JobEvent): boolean => type === 'job.output' || type === 'job.progress'
