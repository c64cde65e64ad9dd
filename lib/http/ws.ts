import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { AppError } from '../domain/errors.ts'
import type { Unfold } from '../domain/room.ts'
import { admit, callerOf } from './auth.ts'
import { endWith } from './broken.ts'
import { arrivalOf } from './entry.ts'
import { createHeartbeat, type Heartbeat } from './heartbeat.ts'
import { openSession, type Session } from './ws-session.ts'

const socketPath = '/api/v1/ws'

/** Longest message of a client, bytes: fifty subscriptions are 4 KB. A longer one closes the socket with 1009. */
const maxMessageBytes = 64 * 1024

/** How long a client may take to answer the goodbye, ms. */
const goodbyeMs = 200

/** Takes over a connection whose client wants to speak another protocol, as node:http hands it out. */
type Upgrade = (request: IncomingMessage, wire: Duplex, head: Buffer) => void

/** The sockets of this process, in front of the pages' own. */
export type Sockets = {
  /** Whether `upgrade` is for this request. All others are answered as if they had not asked (some HTTP clients offer HTTP/2 to everybody). */
  takes(request: IncomingMessage): boolean
  upgrade: Upgrade
  /** Says goodbye to all clients; within 200 ms every connection is closed. */
  close(): void
}

/** `otherwise`, where there is one, gets the upgrades of every other path, once they are admitted. */
export function createSockets({
  room,
  otherwise,
  heartbeat = createHeartbeat(),
}: {
  room: Pick<Unfold, 'campaigns' | 'live' | 'hosts'>
  otherwise?: Upgrade
  heartbeat?: Heartbeat
}): Sockets {
  const server = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: maxMessageBytes })
  const sessions = new Set<Session>()
  const wires = new Set<Duplex>()
  let closed = false

  server.on('wsClientError', (error, wire) =>
    endWith(wire, new AppError('bad_request', { detail: `${error.message}.`, cause: error })),
  )

  const accept: Upgrade = (request, wire, head) => {
    const caller = callerOf(arrivalOf(request), room.hosts)
    server.handleUpgrade(request, wire, head, (socket) => {
      const session = openSession({ socket, wire, room, caller, heartbeat })
      sessions.add(session)
      socket.once('close', () => sessions.delete(session))
    })
  }

  return {
    takes: (request) =>
      request.method === 'GET' &&
      request.headers.upgrade?.toLowerCase() === 'websocket' &&
      (isOurs(request) || otherwise !== undefined),
    upgrade(request, wire, head) {
      wires.add(wire)
      wire.once('close', () => wires.delete(wire))
      wire.on('error', () => wire.destroy())
      try {
        admit(arrivalOf(request), room.hosts)
        if (closed) throw new AppError('going_down')
        const take = isOurs(request) ? accept : otherwise
        take?.(request, wire, head)
      } catch (error) {
        endWith(wire, error)
      }
    },
    close() {
      closed = true
      for (const session of sessions) session.goDown()
      setTimeout(() => {
        for (const wire of wires) wire.destroy()
      }, goodbyeMs)
    },
  }
}

const isOurs = ({ url }: IncomingMessage): boolean => url?.split('?', 1)[0] === socketPath
