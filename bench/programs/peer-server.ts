import http from 'node:http'
import { createChannel, createSession, type Channel } from 'better-sse'
import { pipeToNodeResponse } from 'next/dist/server/pipe-readable.js'
import { hostNow } from '../../tests/support/commit-times.ts'
import { PeerOrderSchema, type PeerAnswer, type PeerOrder } from './crowd-protocol.ts'

/**
 * The peers of our stream, by the first argument. `bare`: node:http, each event encoded once and written to every response, nothing else.
 * `naive`: what a first route handler does, one ReadableStream per viewer that encodes for itself, sent by Next's own pipe from a web stream
 * to a response, without Next's routing around it. `better-sse`: that library, a channel per topic. The path of a request is its topic.
 */
type Peer = { answer(request: http.IncomingMessage, response: http.ServerResponse): void; send(event: PeerOrder): void }

const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' }
const opening = ':\n\n'
const topicOf = ({ url = '' }: http.IncomingMessage): number => Number(url.slice(1))

/** The one of a topic, made for the first who asks. */
function perTopic<T>(make: () => T): (topic: number) => T {
  const all = new Map<number, T>()
  return (topic) => {
    const one = all.get(topic) ?? make()
    all.set(topic, one)
    return one
  }
}

const peers = {
  bare(): Peer {
    const viewersOf = perTopic(() => new Set<http.ServerResponse>())
    return {
      answer(request, response) {
        const viewers = viewersOf(topicOf(request))
        response.writeHead(200, headers)
        response.write(opening)
        viewers.add(response)
        response.once('close', () => viewers.delete(response))
      },
      send({ topic, seq, data }) {
        const frame = Buffer.from(`id: ${seq}\ndata: ${data}\n\n`)
        for (const viewer of viewersOf(topic)) viewer.write(frame)
      },
    }
  },
  naive(): Peer {
    const encoder = new TextEncoder()
    const viewersOf = perTopic(() => new Set<(event: PeerOrder, fact: unknown) => void>())
    return {
      answer(request, response) {
        const viewers = viewersOf(topicOf(request))
        let hear: (event: PeerOrder, fact: unknown) => void
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(encoder.encode(opening))
            hear = ({ seq }, fact) =>
              controller.enqueue(encoder.encode(`id: ${seq}\ndata: ${JSON.stringify(fact)}\n\n`))
            viewers.add(hear)
          },
          cancel: () => void viewers.delete(hear),
        })
        response.writeHead(200, headers)
        void pipeToNodeResponse(body, response)
      },
      send(event) {
        const fact: unknown = JSON.parse(event.data)
        for (const hear of viewersOf(event.topic)) hear(event, fact)
      },
    }
  },
  'better-sse'(): Peer {
    const channelOf = perTopic<Channel>(() => createChannel())
    return {
      answer(request, response) {
        void createSession(request, response).then((session) => {
          channelOf(topicOf(request)).register(session)
          session.push('welcome', 'welcome', '0')
        })
      },
      send({ topic, seq, data }) {
        channelOf(topic).broadcast(JSON.parse(data), 'message', { eventId: String(seq) })
      },
    }
  },
}

const isPeer = (name: string): name is keyof typeof peers => name in peers
const tell = (answer: PeerAnswer): void => void process.send?.(answer)
const name = process.argv[2] ?? ''
if (!isPeer(name)) throw new RangeError(`There is no peer ${name}.`)
const peer = peers[name]()
const server = http.createServer((request, response) => peer.answer(request, response))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) tell({ type: 'listening', port: address.port })
})
process.on('message', (message) => {
  const order = PeerOrderSchema.parse(message)
  const at = hostNow()
  peer.send(order)
  tell({ type: 'sent', seq: order.seq, at })
})
process.on('disconnect', () => process.exit())
