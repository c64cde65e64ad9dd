import type { Clock } from '../domain/clock.ts'
import type { Bus } from '../domain/dispatcher.ts'
import type { BoardViewer, Live, LiveMessage, Viewer } from '../domain/room.ts'
import type { Caller } from '../domain/caller.ts'
import { AppError } from '../domain/errors.ts'
import type { CampaignId } from '../domain/ids.ts'
import type { CampaignReader, EventRow } from '../domain/store.ts'
import { createBoard } from './board.ts'
import { createTails, type Tail } from './tail.ts'

/** A reader further behind than this gets a snapshot instead of the facts. */
const farBehind = { facts: 500, bytes: 256 * 1024 }

export type LiveDeps = { reader: CampaignReader; bus: Bus; clock: Clock; onTrouble(error: unknown): void }

/** The live streams of this process: one tail per campaign, any number of pull-based viewers. */
export function createLive({ reader, bus, clock, onTrouble }: LiveDeps): Live & { close(): void } {
  const tails = createTails({ reader, bus, clock, onTrouble })
  const closers = new Set<() => void>()
  let closed = false

  const rowsAfter = async (id: CampaignId, tail: Tail, cursor: number): Promise<readonly EventRow[] | null> => {
    if (tail.seq() - cursor > farBehind.facts) return null
    const rows = tail.after(cursor) ?? (await reader.events(id, cursor, farBehind.facts + 1))
    // Facts that are missing (the log was cut, or removed with its campaign) leave only the view, or its absence.
    if (cursor < tail.seq() && rows[0]?.seq !== cursor + 1) return null
    return rows.reduce((sum, row) => sum + row.json.length, 0) > farBehind.bytes ? null : rows
  }

  const follow: Live['follow'] = async (caller, id, { cursor: from, follow: stays }) => {
    const joined = await tails.join(id, () => reader.position(caller, id))
    const at = joined && (await reader.position(caller, id).catch(leaving(joined.leave)))
    if (!at) {
      joined?.leave()
      throw new AppError('not_found', { detail: 'There is no such campaign.' })
    }
    const { tail, leave } = joined
    if (!stays && at.settled && from === at.seq) {
      leave()
      return null
    }
    return openViewer({ caller, id, tail, leave, from, stays, least: at.seq })
  }

  /** `least`: the seq the store had already reached; the tail may still be on its way there. */
  type Opening = {
    caller: Caller
    id: CampaignId
    tail: Tail
    leave(): void
    from: number | null
    stays: boolean
    least: number
  }

  const openViewer = ({ caller, id, tail, leave, from, stays, least }: Opening): Viewer => {
    let cursor = from !== null && from <= tail.seq() ? from : null
    let said: 'live' | 'settled' | null = null
    let ended = false
    let ring = (): void => undefined
    const close = (): void => {
      ended = true
      closers.delete(goDown)
      leave()
      ring()
    }
    let goingDown = closed
    const goDown = (): void => {
      goingDown = true
      ring()
    }
    closers.add(goDown)

    // Whether the campaign is settled is known only where reader and tail stand at the same fact: each may be ahead of the other.
    const level = (): boolean => cursor !== null && cursor >= least && cursor === tail.seq()
    const stateNow = (): 'live' | 'settled' => (tail.settled() ? 'settled' : 'live')
    const hasNews = (): boolean =>
      cursor === null || cursor < tail.seq() || tail.deleted() || (level() && said !== stateNow())

    const pending = async (): Promise<LiveMessage[]> => {
      const messages: LiveMessage[] = []
      let gone = false
      const rows = cursor === null ? null : await rowsAfter(id, tail, cursor)
      if (rows) {
        for (const row of rows) {
          messages.push({ type: 'fact', row })
          if (row.type === 'campaign.reopened') said = null
        }
        cursor = rows.at(-1)?.seq ?? cursor
      } else {
        const view = await reader.view(caller, id)
        if (view) {
          messages.push({ type: 'snapshot', view })
          cursor = view.seq
        } else {
          gone = true
        }
      }
      // What came while we read is the next batch's; say "live" only when this one is the last word.
      const removed = gone || (tail.deleted() && (cursor ?? 0) >= tail.seq())
      if (removed || (level() && tail.settled() && !stays)) {
        messages.push({ type: 'control', state: 'closed' })
        close()
      } else if (level() && said !== stateNow()) {
        said = stateNow()
        messages.push({ type: 'control', state: said })
      }
      return messages
    }
    const somethingNew = (): Promise<void> => {
      const { promise, resolve } = Promise.withResolvers<void>()
      const forget = tail.onChange(resolve)
      ring = () => {
        forget()
        resolve()
      }
      return promise
    }
    return {
      async next() {
        for (;;) {
          if (ended) return null
          if (goingDown) {
            close()
            return [{ type: 'control', state: 'reconnect' }]
          }
          if (hasNews()) {
            const messages = await pending()
            if (messages.length > 0) return messages
          } else {
            await somethingNew()
          }
        }
      },
      close,
    }
  }

  const board = createBoard({ reader, bus, clock, follow, onTrouble })

  return {
    follow,
    async board(caller, campaigns): Promise<BoardViewer> {
      const viewer = await board.open(caller, campaigns)
      closers.add(viewer.goDown)
      if (closed) viewer.goDown()
      return {
        next: viewer.next,
        close() {
          closers.delete(viewer.goDown)
          viewer.close()
        },
      }
    },
    close() {
      closed = true
      for (const goDown of closers) goDown()
      board.close()
    },
  }
}

/** Leaves the tail, and lets the error go on. */
const leaving =
  (leave: () => void) =>
  (error: unknown): never => {
    leave()
    throw error
  }
