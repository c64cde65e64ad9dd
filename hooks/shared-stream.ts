import { createBoardStream, type BoardStream, type Wish } from './board-stream.ts'
import { joinElection, type Channel, type Election, type Lock } from './election.ts'
import type { EventStreamDeps, StreamStatus } from './event-stream.ts'
import type { CampaignNews, HeadNews, News } from './news.ts'

export type SharedStreamDeps = EventStreamDeps & {
  /** This page, among the pages of the browser. */
  id: string
  /** Null where the browser has no such lock or channel: this tab streams alone. */
  tabs: { lock: Lock; openChannel(hear: (message: unknown) => void): Channel } | null
}

type Ear<N> = { hear(news: N): void; changed(status: StreamStatus): void }
/** `cursor` answers the last seq it has seen. It hears nothing that leaves a gap behind it. */
export type CampaignEar = Ear<CampaignNews> & { campaignId: string; cursor(): number }
export type HeadsEar = Ear<HeadNews>

/** The stream of all tabs of this browser, as one of them sees it. */
export type SharedStream = {
  /** Answers how to stop. */
  follow(ear: CampaignEar): () => void
  followHeads(ear: HeadsEar): () => void
  retryNow(): void
  /** Tries at once if the connection seems dead: after a sleep, say. */
  doubt(): void
  /** Somebody looks at this tab again: what it shows comes first. */
  returned(): void
  /** The page is put aside: it gives the lead to another tab and hears nothing until `resume`. */
  pause(): void
  resume(): void
}

type Message = { from: string } & (
  | { type: 'ask' | 'beat' | 'lead' | 'bye' | 'doubt' }
  | { type: 'wish'; wish: Wish }
  | { type: 'status'; status: StreamStatus }
  | { type: 'news'; news: readonly News[] }
)
type Unsigned<M> = M extends Message ? Omit<M, 'from'> : never

/** From one page to the next nobody listens for a moment; the lead is kept so long, ms. */
const lingerMs = 1_000

/**
 * One tab leads: it holds the stream and tells the others. Each tab says what it wants to hear and from where; whoever takes the lead is told
 * again. Facts name the one before them, so a tab that missed something hears a gap and says again where it stands.
 */
export function createSharedStream(deps: SharedStreamDeps): SharedStream {
  const { clock, id, tabs } = deps
  const ears = new Set<CampaignEar>()
  const headsEars = new Set<HeadsEar>()
  /** Ears that have said where they stand and were not answered yet. */
  const waiting = new Set<CampaignEar>()
  let status: StreamStatus = { phase: 'connecting', since: null, nextTryAt: null, end: null }
  let joined = false
  let paused = false
  let channel: Channel | null = null
  let election: Election | null = null
  let board: BoardStream | null = null
  let leader: string | null = null
  /** Whether all heads were told since this tab wanted heads, by the present leader. */
  let headsTold = false
  let callOffLeaving = (): void => {}

  const say = (message: Unsigned<Message>): void => channel?.post({ ...message, from: id })

  const tell = (news: readonly News[]): void => {
    for (const one of news) {
      if (one.type === 'heads-begin') headsTold = headsEars.size > 0
      if ('campaignId' in one) tellCampaign(one)
      if (one.type !== 'fact' && one.type !== 'snapshot') for (const ear of headsEars) ear.hear(one)
    }
  }
  const tellCampaign = (news: CampaignNews): void => {
    for (const ear of ears) {
      if (ear.campaignId !== news.campaignId) continue
      if (news.after === null || news.after <= ear.cursor()) {
        waiting.delete(ear)
        ear.hear(news)
      } else if (!waiting.has(ear)) sayWish()
    }
  }
  const tellStatus = (next: StreamStatus): void => {
    status = next
    for (const ear of [...ears, ...headsEars]) ear.changed(next)
  }

  const sayWish = (): void => {
    const campaigns: Record<string, number> = {}
    for (const ear of ears) {
      campaigns[ear.campaignId] = Math.min(campaigns[ear.campaignId] ?? Number.POSITIVE_INFINITY, ear.cursor())
      waiting.add(ear)
    }
    const wish: Wish = { campaigns, heads: headsEars.size === 0 ? 'none' : headsTold ? 'on' : 'anew' }
    if (board) board.wish(id, wish)
    else say({ type: 'wish', wish })
  }

  const lead = (): void => {
    leader = id
    headsTold = false
    board = createBoardStream(deps, {
      hear(news) {
        say({ type: 'news', news })
        tell(news)
      },
      changed(next) {
        say({ type: 'status', status: next })
        tellStatus(next)
      },
    })
    sayWish()
  }
  const stopLeading = (): void => {
    board?.stop()
    board = null
    leader = null
  }

  const hear = (message: unknown): void => {
    if (!joined || !isMessage(message)) return
    const { from } = message
    switch (message.type) {
      case 'ask':
        election?.hear('ask')
        return
      case 'lead':
        election?.hear('lead')
        leader = from
        headsTold = false
        sayWish()
        return
      case 'wish':
        if (!board) return
        board.wish(from, message.wish)
        say({ type: 'status', status: board.status() })
        return
      case 'bye':
        board?.forget(from)
        if (leader === from) leader = null
        return
      case 'doubt':
        board?.doubt()
        return
      case 'beat':
      case 'status':
      case 'news':
        // A leader that stood still and was replaced may have a last word on its way.
        leader ??= from
        if (leader !== from) return
        election?.hear('beat')
        if (message.type === 'status') tellStatus(message.status)
        if (message.type === 'news') tell(message.news)
        return
      default:
        message satisfies never
    }
  }

  const join = (): void => {
    callOffLeaving()
    if (joined || paused) return
    joined = true
    headsTold = false
    if (!tabs) return lead()
    channel = tabs.openChannel(hear)
    election = joinElection({ clock, lock: tabs.lock, say: (type) => say({ type }) }, { lead, yield: stopLeading })
    sayWish()
  }
  const leave = (): void => {
    callOffLeaving()
    if (!joined) return
    joined = false
    say({ type: 'bye' })
    election?.leave()
    stopLeading()
    channel?.close()
    channel = null
    election = null
    tellStatus({ phase: 'connecting', since: status.since ?? clock.now(), nextTryAt: null, end: null })
  }

  const add = <E extends CampaignEar | HeadsEar>(set: Set<E>, ear: E): (() => void) => {
    set.add(ear)
    ear.changed(status)
    callOffLeaving()
    if (joined) sayWish()
    else join()
    return () => {
      set.delete(ear)
      if (!joined) return
      sayWish()
      if (ears.size + headsEars.size === 0) callOffLeaving = clock.after(lingerMs, leave)
    }
  }

  return {
    follow(ear) {
      const stop = add(ears, ear)
      return () => {
        waiting.delete(ear)
        stop()
      }
    },
    followHeads(ear) {
      headsTold = false
      return add(headsEars, ear)
    },
    retryNow() {
      if (board) board.retryNow()
      else say({ type: 'doubt' })
    },
    doubt() {
      if (board) board.doubt()
      else say({ type: 'doubt' })
    },
    returned: () => sayWish(),
    pause() {
      paused = true
      leave()
    },
    resume() {
      paused = false
      if (ears.size + headsEars.size > 0) join()
    },
  }
}

function isMessage(said: unknown): said is Message {
  return typeof said === 'object' && said !== null && 'type' in said && 'from' in said && typeof said.from === 'string'
}
