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
  const tails = createTails({ reader, bus, onTrouble })
  const closers = new Set<() => void>()
  let closed = false

  const rowsAfter = async (id: CampaignId, tail: Tail, cursor: number): Promise<readonly EventRow[] | null> => {
    if (tail.seq() - cursor > farBehind.facts) return null
    const rows = tail.after(cursor) ?? (await reader.events(id, cursor, farBehind.facts + 1))
    // The kept log may have a beginning later than the cursor: facts are missing, so the view must come whole.
    if (rows[0] && rows[0].seq !== cursor + 1) return null
    return rows.reduce((sum, row) => sum + row.json.length, 0) > farBehind.bytes ? null : rows
  }

  const follow: Live['follow'] = async (caller, id, { cursor: from, follow: stays }) => {
    const joined = await tails.join(id, () => reader.position(caller, id))
    if (!joined || (await reader.position(caller, id)) === null) {
      joined?.leave()
      throw new AppError('not_found', { detail: 'There is no such campaign.' })
    }
    const { tail, leave } = joined
    if (!stays && tail.settled() && from === tail.seq()) {
      leave()
      return null
    }
    return openViewer({ caller, id, tail, leave, from, stays })
  }

  type Opening = { caller: Caller; id: CampaignId; tail: Tail; leave(): void; from: number | null; stays: boolean }

  const openViewer = ({ caller, id, tail, leave, from, stays }: Opening): Viewer => {
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
      const caughtUp = gone || (cursor ?? 0) >= tail.seq()
      if (!caughtUp) return messages
      if (gone || tail.deleted() || (tail.settled() && !stays)) {
        messages.push({ type: 'control', state: 'closed' })
        close()
      } else {
        const state = tail.settled() ? 'settled' : 'live'
        if (state !== said) messages.push({ type: 'control', state })
        said = state
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
          if (said === null || cursor === null || cursor < tail.seq() || tail.deleted()) {
            const messages = await pending()
            if (messages.length > 0) return messages
          }
          if (!ended && !goingDown && said !== null && (cursor ?? 0) >= tail.seq()) await somethingNew()
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
