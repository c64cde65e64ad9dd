import type { CampaignSummary, CampaignView } from '../domain/campaign.ts'
import type { CampaignId } from '../domain/ids.ts'
import type { BoardMessage, LiveMessage } from '../domain/room.ts'
import type { EventRow } from '../domain/store.ts'
import { unknownCursor } from './cursor.ts'
import { bytesOf, inOneGo, type Encode, type Frame } from './sse.ts'

// Rows, views and summaries are shared by all viewers: each is encoded once, and forgotten with it.
const facts = new WeakMap<EventRow, Uint8Array>()
const snapshots = new WeakMap<CampaignView, Uint8Array>()
const heads = new WeakMap<CampaignSummary, Uint8Array>()

/** The bytes of a thing that many readers share: written for the first, kept as long as the thing is. */
export function once<K extends WeakKey>(
  known: WeakMap<K, Uint8Array>,
  key: K,
  write: () => string | Uint8Array,
): Uint8Array {
  const before = known.get(key)
  if (before) return before
  const written = write()
  const bytes = typeof written === 'string' ? bytesOf(written) : written
  known.set(key, bytes)
  return bytes
}

/** Facts have no `event:` line, so that `onmessage` sees every one. */
const factFrame = (row: EventRow): Uint8Array => once(facts, row, () => `id: ${row.seq}\ndata: ${row.json}\n\n`)
const snapshotFrame = (view: CampaignView, id: string): Uint8Array =>
  Buffer.concat([
    bytesOf(`event: snapshot\nid: ${id}\n`),
    once(snapshots, view, () => `data: ${JSON.stringify(view)}\n\n`),
  ])
const named = (event: string, data: unknown): Uint8Array =>
  bytesOf(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)

const newline = 10
const afterId = (frame: Uint8Array): Uint8Array => frame.subarray(frame.indexOf(newline) + 1)

/** Frames of one campaign's stream; `id` is its seq. */
export const campaignFrame: Frame<LiveMessage> = (message) => {
  switch (message.type) {
    case 'snapshot':
      return snapshotFrame(message.view, String(message.view.seq))
    case 'fact':
      return factFrame(message.row)
    case 'control':
      return named('control', { state: message.state })
    default:
      return message satisfies never
  }
}

const batches = new WeakMap<readonly LiveMessage[], Uint8Array>()
const together = inOneGo(campaignFrame)

/** Batches of one campaign's stream: what many viewers are given is put together for the first of them. */
export const campaignFrames: Encode<LiveMessage> = (messages) => once(batches, messages, () => together(messages))

/** Frames of the board's stream; `id` holds the cursors of all its campaigns, as `?campaigns=` takes them. Heads have none. */
export function createBoardFrame(cursors: ReadonlyMap<CampaignId, number>): Frame<BoardMessage> {
  const seen = new Map([...cursors].filter(([, seq]) => seq !== unknownCursor))
  const moved = (id: CampaignId, seq: number): string => {
    seen.set(id, seq)
    return Array.from(seen, ([name, at]) => `${name}:${at}`).join(',')
  }
  return (message) => {
    switch (message.type) {
      case 'head':
        return once(heads, message.summary, () => `event: head\ndata: ${JSON.stringify(message.summary)}\n\n`)
      case 'snapshot':
        return snapshotFrame(message.view, moved(message.campaignId, message.view.seq))
      case 'fact':
        return Buffer.concat([
          bytesOf(`id: ${moved(message.campaignId, message.row.seq)}\n`),
          afterId(factFrame(message.row)),
        ])
      case 'control':
        return named('control', {
          ...(message.campaignId !== null && { campaignId: message.campaignId }),
          state: message.state,
        })
      default:
        return message satisfies never
    }
  }
}
