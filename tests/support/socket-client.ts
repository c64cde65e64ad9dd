import { once } from 'node:events'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import { JobEventSchema } from '../../lib/domain/event.ts'
import { applyEvent, openView } from '../../lib/domain/fold.ts'

const ProblemSchema = z.object({
  status: z.number(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
})
const IdSchema = z.union([z.string(), z.number()])
const MessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('reply'), id: IdSchema, ok: z.literal(true), result: z.unknown() }),
  z.strictObject({ type: z.literal('snapshot'), campaignId: z.string(), seq: z.number(), view: CampaignViewSchema }),
  z.strictObject({ type: z.literal('fact'), event: JobEventSchema }),
  z.strictObject({ type: z.literal('control'), campaignId: z.string().nullable(), state: z.string() }),
])
const RefusalSchema = z.strictObject({
  type: z.literal('reply'),
  id: IdSchema.nullable(),
  ok: z.literal(false),
  problem: ProblemSchema,
})

/** A message of the server, in exactly the shape of the contract. */
export type SocketMessage = z.infer<typeof MessageSchema> | z.infer<typeof RefusalSchema>
type Reply = Extract<SocketMessage, { type: 'reply' }>

/** An open socket to a server, as a client has it. */
export type SocketClient = {
  socket: WebSocket
  /** Everything heard so far. */
  heard: SocketMessage[]
  /** Sends what it is given: JSON of a thing, or text as it is. */
  say(message: unknown): void
  /** Sends a message under a new id and waits for its reply. */
  ask(message: object): Promise<Reply>
  /** The first message that fits, heard already or still to come. Fails when the socket closes before. */
  until(fits: (message: SocketMessage) => boolean): Promise<SocketMessage>
  closed: Promise<{ code: number; reason: string }>
}

/** Opens a socket; `url` is the server's address in http. `autoPong`: whether pings are answered, as every browser does. */
export async function openSocket(
  url: string,
  options: { headers?: Record<string, string>; autoPong?: boolean } = {},
): Promise<SocketClient> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/ws`, options)
  const heard: SocketMessage[] = []
  const waiting = new Set<{ look(): void; giveUp(): void }>()
  const closed = Promise.withResolvers<{ code: number; reason: string }>()
  socket.on('message', (data, isBinary) => {
    if (isBinary || !Buffer.isBuffer(data)) throw new Error('The server sent bytes.')
    heard.push(z.union([MessageSchema, RefusalSchema]).parse(JSON.parse(data.toString())))
    for (const one of waiting) one.look()
  })
  socket.once('close', (code, reason) => {
    closed.resolve({ code, reason: reason.toString() })
    for (const one of waiting) one.giveUp()
  })
  await once(socket, 'open')

  const until: SocketClient['until'] = (fits) => {
    const { promise, resolve, reject } = Promise.withResolvers<SocketMessage>()
    let at = 0
    const one = {
      look() {
        for (let message = heard[at]; message; message = heard[++at]) {
          if (!fits(message)) continue
          waiting.delete(one)
          resolve(message)
          return
        }
      },
      giveUp: () => reject(new Error(`The socket closed after ${heard.length} messages.`)),
    }
    waiting.add(one)
    one.look()
    return promise
  }
  let asked = 0
  return {
    socket,
    heard,
    until,
    closed: closed.promise,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    async ask(message) {
      const id = `ask-${(asked += 1)}`
      socket.send(JSON.stringify({ id, ...message }))
      const reply = await until((one) => one.type === 'reply' && one.id === id)
      return reply.type === 'reply' ? reply : Promise.reject(new Error('That is no reply.'))
    },
  }
}

/** What was heard of one campaign, in order. */
export function ofCampaign(heard: readonly SocketMessage[], id: string): SocketMessage[] {
  return heard.filter((one) =>
    one.type === 'fact' ? one.event.campaignId === id : 'campaignId' in one && one.campaignId === id,
  )
}

/** The view that a client has of one campaign after what it heard. */
export function foldOf(heard: readonly SocketMessage[], id: string): CampaignView | null {
  let view: CampaignView | null = null
  for (const message of ofCampaign(heard, id)) {
    if (message.type === 'snapshot') view = message.view
    if (message.type === 'fact') view = view ? applyEvent(view, message.event) : openView(message.event)
  }
  return view
}

export function seqsOf(heard: readonly SocketMessage[], id: string): number[] {
  return ofCampaign(heard, id).flatMap((one) => (one.type === 'fact' ? [one.event.seq] : []))
}

/** Fits the message that says the state of a campaign. */
export const says =
  (id: string | null, state: string) =>
  (message: SocketMessage): boolean =>
    message.type === 'control' && message.campaignId === id && message.state === state
