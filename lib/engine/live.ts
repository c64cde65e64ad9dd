import type { Clock } from '../domain/clock.ts'
import type { Bus } from '../domain/dispatcher.ts'
import type { BoardViewer, Live } from '../domain/room.ts'
import { AppError } from '../domain/errors.ts'
import type { CampaignReader } from '../domain/store.ts'
import { createBoard } from './board.ts'
import { createTails } from './tail.ts'
import { createViewer } from './viewer.ts'

export type LiveDeps = { reader: CampaignReader; bus: Bus; clock: Clock; onTrouble(error: unknown): void }

/** The live streams of this process: one tail per campaign, any number of pull-based viewers. */
export function createLive({ reader, bus, clock, onTrouble }: LiveDeps): Live & { close(): void } {
  const tails = createTails({ reader, bus, clock, onTrouble })
  const closers = new Set<() => void>()
  let closed = false

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
    const viewer = createViewer({
      tail,
      from,
      stays,
      least: at.seq,
      rowsAfter: (cursor, limit) => reader.events(id, cursor, limit),
      view: () => reader.view(caller, id),
      leave() {
        closers.delete(viewer.goDown)
        leave()
      },
    })
    closers.add(viewer.goDown)
    if (closed) viewer.goDown()
    return viewer
  }

  const board = createBoard({ reader, bus, clock, follow, onTrouble })

  return {
    follow,
    async board(caller, campaigns, heads = true): Promise<BoardViewer> {
      const { goDown, close, ...viewer } = await board.open(caller, campaigns, heads)
      closers.add(goDown)
      if (closed) goDown()
      return {
        ...viewer,
        close() {
          closers.delete(goDown)
          close()
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
