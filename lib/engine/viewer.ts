import type { CampaignView } from '../domain/campaign.ts'
import type { LiveMessage, LiveState, Source, Viewer } from '../domain/room.ts'
import type { EventRow } from '../domain/store.ts'
import { batchOf, farBehind, type Batch, type Tail } from './tail.ts'

export type ViewerDeps = {
  tail: Tail
  /** Last seq the reader has seen; null begins with a snapshot. */
  from: number | null
  /** Whether it stays when the campaign is settled. */
  stays: boolean
  /** The seq the store had already reached; the tail may still be on its way there. */
  least: number
  /** Rows from the store, where the tail's memory does not reach back. */
  rowsAfter(cursor: number, limit: number): Promise<EventRow[]>
  view(): Promise<CampaignView | null>
  leave(): void
}

/** What a viewer is told next: facts, or a snapshot. `to` is null when the campaign is gone. */
type News = Pick<Batch, 'messages' | 'reopened'> & { to: number | null }

/** A question to the store: its answer waits until the viewer is asked again. */
type Question =
  | { state: 'none' }
  | { state: 'open' }
  | { state: 'answered'; news: News }
  | { state: 'failed'; error: unknown }

const controls = {
  live: { type: 'control', state: 'live' },
  settled: { type: 'control', state: 'settled' },
  closed: { type: 'control', state: 'closed' },
  reconnect: { type: 'control', state: 'reconnect' },
} as const satisfies Record<LiveState, LiveMessage>
const nothing: readonly LiveMessage[] = []

/** One reader of a tail: level with it, it is served from memory in the same turn; else the store is asked, once. */
export function createViewer(deps: ViewerDeps): Viewer & { goDown(): void } {
  const { tail, stays, least } = deps
  let cursor = deps.from !== null && deps.from <= tail.seq() ? deps.from : null
  let said: LiveState | null = null
  let question: Question = { state: 'none' }
  let ended = false
  let goingDown = false
  let ring = (): void => undefined
  const forget = tail.onChange(() => ring())

  const close = (): void => {
    ended = true
    forget()
    deps.leave()
    ring()
  }

  // Whether the campaign is settled is known only where reader and tail stand at the same fact: each may be ahead of the other.
  const level = (): boolean => cursor !== null && cursor >= least && cursor === tail.seq()

  const ask = async (from: number | null): Promise<News> => {
    if (from !== null && tail.seq() - from <= farBehind.facts) {
      const rows = await deps.rowsAfter(from, farBehind.facts + 1)
      // Facts that are missing (the log was cut, or removed with its campaign) leave only the view, or its absence.
      const batch = rows[0]?.seq === from + 1 ? batchOf(rows) : null
      if (batch && batch.bytes <= farBehind.bytes) return batch
    }
    const view = await deps.view()
    if (!view) return { messages: nothing, reopened: false, to: null }
    return { messages: [{ type: 'snapshot', view }], reopened: false, to: view.seq }
  }

  /** What can be said in this turn; undefined when the store must answer first. */
  const news = (): News | undefined => {
    const asked = question
    if (asked.state === 'open') return undefined
    question = { state: 'none' }
    if (asked.state === 'failed') throw asked.error
    if (asked.state === 'answered') return asked.news
    if (cursor !== null && cursor >= tail.seq()) return { messages: nothing, reopened: false, to: cursor }
    const batch = cursor === null ? null : tail.after(cursor)
    if (batch) return batch
    question = { state: 'open' }
    void ask(cursor)
      .then(
        (found): Question => ({ state: 'answered', news: found }),
        (error: unknown): Question => ({ state: 'failed', error }),
      )
      .then((answer) => {
        question = answer
        ring()
      })
    return undefined
  }

  const lastWord = (gone: boolean): LiveState | null => {
    if (gone || (tail.deleted() && (cursor ?? 0) >= tail.seq())) return 'closed'
    if (!level()) return null
    const state = tail.settled() ? 'settled' : 'live'
    if (state === 'settled' && !stays) return 'closed'
    return said === state ? null : state
  }

  const take = (): readonly LiveMessage[] | null | undefined => {
    if (ended) return null
    if (goingDown) {
      close()
      return [controls.reconnect]
    }
    const heard = news()
    if (!heard) return undefined
    cursor = heard.to
    if (heard.reopened) said = null
    // What came while the store was read is the next batch's; say "live" only when this one is the last word.
    const word = lastWord(heard.to === null)
    if (word === null) return heard.messages.length > 0 ? heard.messages : undefined
    said = word
    if (word === 'closed') close()
    return [...heard.messages, controls[word]]
  }

  const onNews = (call: () => void): void => {
    ring = call
  }
  return {
    take,
    onNews,
    next: () => nextOf({ take, onNews }),
    close,
    goDown() {
      goingDown = true
      ring()
    },
  }
}

/** What a source says next, waited for. */
export async function nextOf<M>({ take, onNews }: Pick<Source<M>, 'take' | 'onNews'>): Promise<readonly M[] | null> {
  for (;;) {
    const messages = take()
    if (messages !== undefined) return messages
    await new Promise<void>(onNews)
  }
}
