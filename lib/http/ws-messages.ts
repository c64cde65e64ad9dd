import { z } from 'zod'
import type { CampaignView } from '../domain/campaign.ts'
import { CampaignIdSchema, type CampaignId } from '../domain/ids.ts'
import type { LiveMessage, LiveState } from '../domain/room.ts'
import type { EventRow } from '../domain/store.ts'
import { once } from './frames.ts'
import { problemOf } from './problem.ts'
import { bytesOf } from './sse.ts'

/** Most campaigns that one socket follows, as on the board's stream. */
export const maxSubscriptions = 50

/** What the reply to a message is known by: chosen by the client, given back as it came. */
export const MessageIdSchema = z.union([z.string().max(100), z.int()], {
  error: 'Write text of at most 100 characters or a whole number: the reply carries it.',
})
export type MessageId = z.infer<typeof MessageIdSchema>

/** Follow campaigns from a cursor on: the last seq that was seen, 0 = from the first fact, none = from a snapshot. */
const SubscribeSchema = z.strictObject({
  id: MessageIdSchema,
  type: z.literal('subscribe'),
  campaigns: z
    .array(z.strictObject({ id: CampaignIdSchema, after: z.int().min(0).nullable().default(null) }))
    .min(1)
    .max(maxSubscriptions)
    .refine((list) => new Set(list.map((one) => one.id)).size === list.length, 'Each campaign once.'),
})
export type Wanted = z.infer<typeof SubscribeSchema>['campaigns'][number]

const UnsubscribeSchema = z.strictObject({
  id: MessageIdSchema,
  type: z.literal('unsubscribe'),
  campaigns: z.array(CampaignIdSchema).min(1).max(maxSubscriptions),
})

/** A use case by name. What `params` holds is the command's own affair. */
const CommandSchema = z.strictObject({
  id: MessageIdSchema,
  type: z.literal('command'),
  name: z.enum(['cancel', 'pause', 'resume', 'retry', 'regenerate', 'approve']),
  params: z.record(z.string(), z.unknown()).default({}),
})
export type CommandMessage = z.infer<typeof CommandSchema>

/** Everything that a client may say. */
export const ClientMessageSchema = z.discriminatedUnion('type', [SubscribeSchema, UnsubscribeSchema, CommandSchema], {
  error: ({ code }) => (code === 'invalid_union' ? 'Choose one of subscribe, unsubscribe, command.' : undefined),
})
export type ClientMessage = z.infer<typeof ClientMessageSchema>

/** The id of a message that may be broken in any other way, so that its sender can tell which one it was. */
export function messageIdOf(value: unknown): MessageId | null {
  return z.object({ id: MessageIdSchema }).safeParse(value).data?.id ?? null
}

// Rows and views are shared by all sockets: each is encoded once, and forgotten with it.
const facts = new WeakMap<EventRow, Uint8Array>()
const snapshots = new WeakMap<CampaignView, Uint8Array>()

/** What a viewer is told, as a message: a fact is the stored text, in one more pair of braces. */
export function messageOf(campaignId: CampaignId, message: LiveMessage): Uint8Array {
  switch (message.type) {
    case 'fact':
      return once(facts, message.row, () => `{"type":"fact","event":${message.row.json}}`)
    case 'snapshot': {
      const { view } = message
      return once(snapshots, view, () => JSON.stringify({ type: 'snapshot', campaignId, seq: view.seq, view }))
    }
    case 'control':
      return controlMessage(campaignId, message.state)
    default:
      return message satisfies never
  }
}

/** The state of one campaign's facts; of the whole socket when `campaignId` is null. */
export function controlMessage(campaignId: CampaignId | null, state: LiveState): Uint8Array {
  return bytesOf(JSON.stringify({ type: 'control', campaignId, state }))
}

export function replyMessage(id: MessageId, result: unknown): Uint8Array {
  return bytesOf(JSON.stringify({ type: 'reply', id, ok: true, result }))
}

/** `id` is null when the message had none that could be read. */
export function problemMessage(id: MessageId | null, error: unknown): Uint8Array {
  return bytesOf(`{"type":"reply","id":${JSON.stringify(id)},"ok":false,"problem":${problemOf(error).body}}`)
}
