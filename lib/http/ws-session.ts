import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import type { Caller } from '../domain/caller.ts'
import { AppError, isAppError } from '../domain/errors.ts'
import type { CampaignId } from '../domain/ids.ts'
import type { Unfold, Viewer } from '../domain/room.ts'
import type { Heartbeat } from './heartbeat.ts'
import { invalidInput, parseInput } from './input.ts'
import { isBug } from './problem.ts'
import { runCommand } from './ws-commands.ts'
import {
  ClientMessageSchema,
  controlMessage,
  maxSubscriptions,
  messageIdOf,
  messageOf,
  problemMessage,
  replyMessage,
  type ClientMessage,
  type MessageId,
  type Wanted,
} from './ws-messages.ts'
import { createPipe } from './ws-pipe.ts'

/** Beats without a sign of life after which a client counts as gone. */
const silentBeats = 2
/** The same while it does not take what was sent: no ping gets through to a reader that pauses, and it may come back. */
const pausedBeats = 20

/** RFC 6455: the server is going away. */
const goingAway = 1001

export type SessionDeps = {
  socket: WebSocket
  /** The connection below the socket. */
  wire: Duplex
  room: Pick<Unfold, 'campaigns' | 'live'>
  caller: Caller
  heartbeat: Heartbeat
}

/** One open socket. */
export type Session = {
  /** Asks the client to come back later, and closes. */
  goDown(): void
}

/**
 * Serves one socket until it closes: what it follows, at its own pace, and what it asks, one message after the other. A reader that stops
 * reading costs what is on its way and at most one batch per campaign; when it returns, its viewers go on from their cursors.
 */
export function openSession({ socket, wire, room, caller, heartbeat }: SessionDeps): Session {
  const followed = new Map<CampaignId, Viewer>()
  const inbox: (string | null)[] = []
  let working = false
  let silent = 0
  const alive = (): void => {
    silent = 0
  }
  const pipe = createPipe(socket, wire, alive)

  const pulse = heartbeat.watch(() => {
    if (silent >= (pipe.isWaiting() ? pausedBeats : silentBeats)) {
      socket.terminate()
      return
    }
    silent += 1
    if (!pipe.isWaiting()) socket.ping()
  })

  const read = async (id: CampaignId, viewer: Viewer): Promise<void> => {
    const current = (): boolean => followed.get(id) === viewer
    try {
      for (;;) {
        await pipe.room()
        const messages = await viewer.next()
        if (!current()) return
        if (messages === null) break
        pipe.write(messages.map((message) => messageOf(id, message)))
      }
    } catch (error) {
      if (isBug(error)) console.error(error)
      if (!current()) return
      pipe.write([controlMessage(id, 'reconnect')])
      viewer.close()
    }
    followed.delete(id)
  }

  const open = async (wanted: readonly Wanted[]): Promise<[CampaignId, Viewer][]> => {
    if (new Set([...followed.keys(), ...wanted.map((one) => one.id)]).size > maxSubscriptions)
      throw invalidInput([{ path: 'campaigns', message: `At most ${maxSubscriptions} campaigns on one socket.` }])
    const opened: [CampaignId, Viewer][] = []
    try {
      for (const [at, { id, after }] of wanted.entries()) {
        const viewer = await room.live.follow(caller, id, { cursor: after, follow: true }).catch(naming(at))
        if (viewer) opened.push([id, viewer])
      }
      if (socket.readyState !== socket.OPEN) throw new AppError('going_down')
    } catch (error) {
      for (const [, viewer] of opened) viewer.close()
      throw error
    }
    return opened
  }

  const forget = (id: CampaignId): void => {
    const viewer = followed.get(id)
    followed.delete(id)
    viewer?.close()
  }

  const answer = async (message: ClientMessage): Promise<void> => {
    const reply = (result: unknown): void => pipe.write([replyMessage(message.id, result)])
    switch (message.type) {
      case 'subscribe': {
        const opened = await open(message.campaigns)
        for (const [id, viewer] of opened) {
          forget(id)
          followed.set(id, viewer)
        }
        reply({ campaigns: [...followed.keys()] })
        for (const [id, viewer] of opened) void read(id, viewer)
        return
      }
      case 'unsubscribe':
        for (const id of message.campaigns) forget(id)
        reply({ campaigns: [...followed.keys()] })
        return
      case 'command':
        reply(await runCommand(room.campaigns, caller, message))
        return
      default:
        message satisfies never
    }
  }

  const handle = async (text: string | null): Promise<void> => {
    let id: MessageId | null = null
    try {
      const value = parseJson(text)
      id = messageIdOf(value)
      await answer(parseInput(ClientMessageSchema, value))
    } catch (error) {
      if (isBug(error)) console.error(error)
      pipe.write([problemMessage(id, error)])
    }
  }

  // A client that asks faster than it is answered, or does not read its answers, is not listened to meanwhile.
  const work = async (): Promise<void> => {
    working = true
    socket.pause()
    for (let text = inbox.shift(); text !== undefined; text = inbox.shift()) {
      await pipe.room()
      if (socket.readyState !== socket.OPEN) break
      await handle(text)
    }
    working = false
    socket.resume()
  }

  socket.on('message', (data, isBinary) => {
    alive()
    inbox.push(isBinary ? null : textOf(data))
    if (!working) void work()
  })
  socket.on('pong', alive)
  socket.on('ping', alive)
  socket.once('close', () => {
    pulse.stop()
    for (const id of followed.keys()) forget(id)
  })
  // What is wrong with a connection closes it; there is nobody left to tell.
  socket.on('error', () => undefined)

  return {
    goDown() {
      const ids = followed.size > 0 ? [...followed.keys()] : [null]
      pipe.write(ids.map((id) => controlMessage(id, 'reconnect')))
      for (const id of followed.keys()) forget(id)
      socket.close(goingAway, 'The server is stopping.')
    },
  }
}

/** Says which of the campaigns asked for is not there. */
const naming =
  (at: number) =>
  (error: unknown): never => {
    if (!isAppError(error) || error.code !== 'not_found') throw error
    const errors = [{ path: `campaigns.${at}.id`, message: error.message }]
    throw new AppError('not_found', { detail: error.message, errors })
  }

function textOf(data: RawData): string | null {
  return Buffer.isBuffer(data) ? data.toString('utf8') : null
}

function parseJson(text: string | null): unknown {
  if (text === null) throw new AppError('malformed_json', { detail: 'Send JSON as text, not as bytes.' })
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new AppError('malformed_json', { detail: 'The message is not valid JSON.', cause: error })
  }
}
