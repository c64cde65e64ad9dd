import type { Caller } from '../domain/caller.ts'
import type { Clock } from '../domain/clock.ts'
import type { Bus } from '../domain/dispatcher.ts'
import { isAppError } from '../domain/errors.ts'
import type { CampaignId } from '../domain/ids.ts'
import type { BoardMessage, Live, Viewer } from '../domain/room.ts'
import type { CampaignReader } from '../domain/store.ts'
import { nextOf } from './viewer.ts'

/** A head of one campaign is sent at most this often, ms. */
const headEveryMs = 250

type BoardDeps = {
  reader: CampaignReader
  bus: Bus
  clock: Clock
  follow: Live['follow']
  onTrouble(error: unknown): void
}

/** What the caller cannot see is over; any other error is the board's. */
function nobody(error: unknown): null {
  if (isAppError(error) && error.code === 'not_found') return null
  throw error
}

type Listener = { caller: Caller; hear(messages: readonly HeadMessage[]): void }
/** What a board says of a campaign it was not asked for: how it stands, or that it was deleted. */
type HeadMessage =
  | Extract<BoardMessage, { type: 'head' }>
  | { type: 'control'; campaignId: CampaignId; state: 'closed' }

/** Heads of every campaign that changes, read once for all boards of a workspace, and the facts of the campaigns a board asks for. */
export function createBoard({ reader, bus, clock, follow, onTrouble }: BoardDeps) {
  const listeners = new Set<Listener>()
  const dirty = new Set<CampaignId>()
  let stopTimer: (() => void) | null = null
  let lastSent = Number.NEGATIVE_INFINITY

  const send = async (ids: readonly CampaignId[]): Promise<void> => {
    lastSent = clock.monotonic()
    const byWorkspace = Map.groupBy(listeners, (listener) => listener.caller.workspaceId)
    for (const group of byWorkspace.values()) {
      const caller = group[0]?.caller
      if (!caller) continue
      const summaries = await reader.summaries(caller, ids)
      const gone = summaries.length < ids.length ? await reader.gone(caller, ids) : []
      const messages: HeadMessage[] = [
        ...summaries.map((summary) => ({ type: 'head' as const, summary })),
        ...gone.map((campaignId) => ({ type: 'control' as const, campaignId, state: 'closed' as const })),
      ]
      for (const listener of group) listener.hear(messages)
    }
  }
  const sendSoon = (changed: readonly CampaignId[]): void => {
    if (listeners.size === 0) return
    for (const id of changed) dirty.add(id)
    stopTimer ??= clock.after(Math.max(0, lastSent + headEveryMs - clock.monotonic()), () => {
      stopTimer = null
      const ids = [...dirty]
      dirty.clear()
      void send(ids).catch((error: unknown) => {
        onTrouble(error)
        // There may be no next change: what could not be read is sent late, not never.
        sendSoon(ids)
      })
    })
  }
  const stopHearing = bus.subscribe(({ campaignId }) => sendSoon([campaignId]))

  return {
    async open(caller: Caller, campaigns: ReadonlyMap<CampaignId, number>, withHeads: boolean) {
      // Heads keep only the newest per campaign, and facts are taken when they are asked for: memory stays bounded.
      const heads = new Map<CampaignId | null, BoardMessage>()
      const gone = new Set<CampaignId>()
      let ended = false
      let goingDown = false
      let ring = (): void => undefined
      const viewers = new Map<CampaignId, Viewer>()
      const listener: Listener = {
        caller,
        hear(messages) {
          for (const message of messages) {
            const id = message.type === 'head' ? message.summary.id : message.campaignId
            // Whoever follows it hears of its end behind its last fact; and a head that was read before comes too late.
            if (gone.has(id) || (message.type === 'control' && campaigns.has(id))) continue
            if (message.type === 'control') gone.add(id)
            heads.set(id, message)
          }
          ring()
        },
      }
      const close = (): void => {
        ended = true
        listeners.delete(listener)
        for (const viewer of viewers.values()) viewer.close()
        ring()
      }
      const facts = (): BoardMessage[] => {
        const messages: BoardMessage[] = []
        for (const [campaignId, viewer] of viewers) {
          const batch = viewer.take()
          if (batch === null) viewers.delete(campaignId)
          for (const message of batch ?? []) messages.push({ ...message, campaignId })
        }
        return messages
      }
      const take = (): readonly BoardMessage[] | null | undefined => {
        if (ended) return null
        try {
          if (!goingDown) {
            const messages = [...heads.values(), ...facts()]
            heads.clear()
            return messages.length > 0 ? messages : undefined
          }
        } catch (error) {
          // A campaign that cannot be read on must not fall silent beside the others: the reader comes again with its cursors.
          onTrouble(error)
        }
        close()
        return [{ type: 'control', campaignId: null, state: 'reconnect' }]
      }
      const onNews = (call: () => void): void => {
        ring = call
      }
      if (withHeads) listeners.add(listener)
      try {
        if (withHeads) {
          listener.hear((await reader.heads(caller)).reverse().map((summary) => ({ type: 'head', summary })))
          heads.set(null, { type: 'control', campaignId: null, state: 'live' })
        }
        for (const [campaignId, cursor] of campaigns) {
          const viewer = await follow(caller, campaignId, { cursor, follow: true }).catch(nobody)
          viewer?.onNews(() => ring())
          if (viewer) viewers.set(campaignId, viewer)
          else heads.set(campaignId, { type: 'control', campaignId, state: 'closed' })
        }
      } catch (error) {
        close()
        throw error
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
    },
    close() {
      stopHearing()
      stopTimer?.()
    },
  }
}
