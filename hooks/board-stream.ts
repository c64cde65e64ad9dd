import { createEventStream, type EventStreamDeps, type StreamMessage, type StreamStatus } from './event-stream.ts'
import { readMessage, type News, type Said } from './news.ts'

/** What one tab wants to hear: campaigns with the last seq it has seen, and heads. `anew`: all heads, because it may have missed some. */
export type Wish = { campaigns: Readonly<Record<string, number>>; heads: 'none' | 'on' | 'anew' }

export type BoardStream = {
  /** Takes in what a tab wants, in place of what it wanted before, and says how its campaigns stand. */
  wish(tab: string, wish: Wish): void
  forget(tab: string): void
  status(): StreamStatus
  stop(): void
  /** Tries at once. */
  retryNow(): void
  /** Somebody has reason to doubt the connection: tries at once, unless it is well or a try has just begun. */
  doubt(): void
}

export type BoardStreamOptions = { hear(news: readonly News[]): void; changed(status: StreamStatus): void }

/** Most campaigns that the server follows on one stream. */
const most = 50
/** Tabs that open together are asked for together, ms. */
const gatherMs = 30
/** All tabs hear of a network that came back: one try is enough, ms. */
const justTriedMs = 1_000

/** Where the facts of one campaign stand on this stream; `state` is null until the server has told. */
type Place = { after: number; state: 'live' | 'settled' | 'closed' | null }

/**
 * The one stream of a browser: facts of all campaigns that its tabs show, and heads when one of them wants heads. It goes on where it was cut,
 * and goes back when a tab comes that stands further back. With more campaigns than the server takes, the newest wishes are heard.
 */
export function createBoardStream(deps: EventStreamDeps, options: BoardStreamOptions): BoardStream {
  const { clock } = deps
  const wishes = new Map<string, Wish>()
  const places = new Map<string, Place>()
  /** Where the next connection begins again: until then the present one goes on from its places. */
  const back = new Map<string, number>()
  let status: StreamStatus = { phase: 'connecting', since: null, nextTryAt: null, end: null }
  let started = false
  let withHeads = false
  let triedAt = Number.NEGATIVE_INFINITY
  let callOffGathering: (() => void) | null = null

  /** Campaigns to follow, each with the seq of whoever stands furthest back, the newest wishes first. */
  const wanted = (): Map<string, number> => {
    const found = new Map<string, number>()
    for (const { campaigns } of [...wishes.values()].toReversed()) {
      for (const [id, seq] of Object.entries(campaigns)) {
        const before = found.get(id)
        if (before !== undefined || found.size < most) found.set(id, Math.min(seq, before ?? seq))
      }
    }
    return found
  }

  const address = (): string => {
    callOffGathering?.()
    callOffGathering = null
    triedAt = clock.monotonic()
    const follow = wanted()
    const parted = [...places.keys()].filter((id) => !follow.has(id))
    for (const id of parted) places.delete(id)
    for (const [id, seq] of follow) if (!places.has(id)) places.set(id, { after: seq, state: null })
    for (const [id, after] of back) if (places.has(id)) places.set(id, { after, state: null })
    back.clear()
    withHeads = [...wishes.values()].some((wish) => wish.heads !== 'none')
    if (parted.length > 0) {
      options.hear(parted.map((campaignId) => ({ type: 'state', campaignId, after: null, state: 'parted' })))
    }
    if (withHeads) options.hear([{ type: 'heads-begin' }])
    const open = [...places].filter(([, { state }]) => state !== 'closed')
    const campaigns = open.map(([id, { after }]) => `${id}:${after}`).join(',')
    return `/api/v1/events?campaigns=${campaigns}&heads=${withHeads ? 1 : 0}`
  }

  const newsOf = (said: Said): News | null => {
    switch (said.type) {
      case 'head':
        return said
      case 'snapshot': {
        const { view } = said
        const place = places.get(view.id)
        if (!place) return null
        place.after = view.seq
        return { type: 'snapshot', campaignId: view.id, after: null, view }
      }
      case 'fact': {
        const { campaignId, seq } = said.event
        const place = places.get(campaignId)
        if (!place || seq <= place.after) return null
        const { after } = place
        place.after = seq
        return { type: 'fact', campaignId, after, event: said.event }
      }
      case 'state': {
        const { campaignId, state } = said
        if (campaignId === null) return state === 'live' && withHeads ? { type: 'heads-end' } : null
        if (state !== 'live' && state !== 'settled' && state !== 'closed') return null
        const place = places.get(campaignId)
        if (place) place.state = state
        return { type: 'state', campaignId, after: place?.after ?? null, state }
      }
      default:
        return said satisfies never
    }
  }

  const stream = createEventStream(deps, {
    url: address,
    hear(messages: readonly StreamMessage[]) {
      const news = messages.map(readMessage).flatMap((said) => (said && newsOf(said)) ?? [])
      if (news.length > 0) options.hear(news)
    },
    changed(next) {
      status = next
      if (next.phase !== 'open') {
        for (const place of places.values()) if (place.state !== 'closed') place.state = null
      }
      options.changed(next)
    },
  })

  const askSoon = (): void => {
    if (!started) {
      started = true
      stream.start()
    } else callOffGathering ??= clock.after(gatherMs, stream.askAnew)
  }

  return {
    wish(tab, wish) {
      wishes.delete(tab)
      wishes.set(tab, wish)
      let news = wish.heads === 'anew' || (wish.heads === 'on' && !withHeads)
      const states: News[] = []
      for (const [campaignId, seq] of Object.entries(wish.campaigns)) {
        const place = places.get(campaignId)
        if (!place || seq < place.after) {
          back.set(campaignId, Math.min(seq, back.get(campaignId) ?? seq))
          news = true
        } else if (place.state !== null) states.push({ type: 'state', campaignId, ...place, state: place.state })
      }
      if (states.length > 0) options.hear(states)
      if (news) askSoon()
    },
    forget(tab) {
      wishes.delete(tab)
      const follow = wanted()
      for (const id of places.keys()) if (!follow.has(id)) places.delete(id)
      if ([...follow.keys()].some((id) => !places.has(id))) askSoon()
    },
    status: () => status,
    stop() {
      callOffGathering?.()
      stream.stop()
    },
    retryNow: stream.retryNow,
    doubt() {
      if (clock.monotonic() - triedAt >= justTriedMs) stream.doubt()
    },
  }
}
