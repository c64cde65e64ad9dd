import http from 'node:http'
import { pipeToNodeResponse } from 'next/dist/server/pipe-readable.js'
import { hostNow } from '../../tests/support/commit-times.ts'
import { PeerOrderSchema, type PeerAnswer, type PeerOrder } from './crowd-protocol.ts'

/**
 * The two peers of our stream, by the first argument. `bare`: node:http, each event encoded once and written to every response, nothing else.
 * `naive`: what a first route handler does, one ReadableStream per viewer that encodes for itself, sent by Next's own pipe from a web stream
 * to a response, without Next's routing around it.
 */
const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' }
const opening = ':\n\n'

const peers = {
  bare: () => {
    const viewers = new Set<http.ServerResponse>()
    return {
      answer(response: http.ServerResponse): void {
        response.writeHead(200, headers)
        response.write(opening)
        viewers.add(response)
        response.once('close', () => viewers.delete(response))
      },
      send({ seq, data }: PeerOrder): void {
        const frame = Buffer.from(`id: ${seq}\ndata: ${data}\n\n`)
        for (const viewer of viewers) viewer.write(frame)
      },
    }
  },
  naive: () => {
    const encoder = new TextEncoder()
    const viewers = new Set<{ send?: (event: PeerOrder, fact: unknown) => void }>()
    return {
      answer(response: http.ServerResponse): void {
        const viewer: { send?: (event: PeerOrder, fact: unknown) => void } = {}
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            controller.enqueue(encoder.encode(opening))
            viewer.send = ({ seq }, fact) =>
              controller.enqueue(encoder.encode(`id: ${seq}\ndata: ${JSON.stringify(fact)}\n\n`))
            viewers.add(viewer)
          },
          cancel: () => void viewers.delete(viewer),
        })
        response.writeHead(200, headers)
        void pipeToNodeResponse(body, response)
      },
      send(event: PeerOrder): void {
        const fact: unknown = JSON.parse(event.data)
        for (const viewer of viewers) viewer.send?.(event, fact)
      },
    }
  },
}

const tell = (answer: PeerAnswer): void => void process.send?.(answer)
const peer = process.argv[2] === 'bare' ? peers.bare() : peers.naive()
const server = http.createServer((_, response) => peer.answer(response))
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
