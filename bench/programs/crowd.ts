import net from 'node:net'
import { hostNow } from '../../tests/support/commit-times.ts'
import { CrowdOrderSchema, type CrowdAnswer, type CrowdOrder } from './crowd-protocol.ts'

/**
 * Many viewers in one process, as cheap as they can be: a raw socket each, and of each frame only its `id:` line is read. Answers over IPC and
 * ends with the process that started it.
 */
type Viewer = { socket: net.Socket; path: number; last: number; rest: Buffer }

/** Sockets that are being opened at once. */
const opening = 50
const idLine = Buffer.from('\nid:')
const newline = 10
/** Longer than an `id:` line: what may be cut at the end of a chunk. */
const longestId = 32

let viewers: Viewer[] = []
let seen: number[] = []
let bytesSeen = 0
let onSeen = (): void => undefined

function read(viewer: Viewer, chunk: Buffer): void {
  const now = hostNow()
  bytesSeen += chunk.length
  const bytes = viewer.rest.length > 0 ? Buffer.concat([viewer.rest, chunk]) : chunk
  let from = 0
  for (let at = bytes.indexOf(idLine); at !== -1; at = bytes.indexOf(idLine, from)) {
    const end = bytes.indexOf(newline, at + idLine.length)
    if (end === -1) break
    const seq = Number(bytes.toString('latin1', at + idLine.length, end))
    if (seq > viewer.last) {
      viewer.last = seq
      seen.push(viewer.path, seq, now)
    }
    from = end
  }
  viewer.rest = Buffer.from(bytes.subarray(Math.max(from, bytes.length - longestId)))
  onSeen()
}

function openOne({ port, paths, mark }: Extract<CrowdOrder, { type: 'open' }>): Promise<void> {
  return new Promise((resolve, reject) => {
    const path = viewers.length % paths.length
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
    const viewer: Viewer = { socket, path, last: 0, rest: Buffer.alloc(0) }
    viewers.push(viewer)
    let heard = ''
    socket.on('data', (chunk) => {
      if (heard !== mark) {
        heard += chunk.toString('latin1')
        if (!heard.includes(mark)) return
        heard = mark
        resolve()
      }
      read(viewer, chunk)
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`The server closed a stream: ${heard}`)))
    socket.write(`GET ${paths[path]} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/event-stream\r\n\r\n`)
  })
}

async function open(order: Extract<CrowdOrder, { type: 'open' }>): Promise<CrowdAnswer> {
  viewers = []
  seen = []
  let left = order.count
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await openOne(order)
    }
  }
  await Promise.all(Array.from({ length: opening }, lane))
  bytesSeen = 0
  return { type: 'opened' }
}

async function untilSeen({ seqs, withinMs }: Extract<CrowdOrder, { type: 'await' }>): Promise<CrowdAnswer> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, withinMs)
    onSeen = () => {
      if (viewers.some((viewer) => viewer.last < (seqs[viewer.path] ?? 0))) return
      clearTimeout(timer)
      resolve()
    }
    onSeen()
  })
  onSeen = () => undefined
  return { type: 'seen', triples: new Float64Array(seen), bytes: bytesSeen }
}

function close(): CrowdAnswer {
  // A reset leaves no socket waiting behind: thousands of them would use up the ports.
  for (const { socket } of viewers) socket.resetAndDestroy()
  viewers = []
  return { type: 'closed' }
}

async function obey(message: unknown): Promise<void> {
  const order = CrowdOrderSchema.parse(message)
  switch (order.type) {
    case 'open':
      process.send?.(await open(order))
      break
    case 'await':
      process.send?.(await untilSeen(order))
      break
    case 'close':
      process.send?.(close())
      break
    default:
      order satisfies never
  }
}

process.on('message', (message) => void obey(message))
process.on('disconnect', () => process.exit())
