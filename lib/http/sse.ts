import { createHeartbeat, type Heartbeat, type Pulse } from './heartbeat.ts'
import { isBug } from './problem.ts'

/** Anything that is read by asking for the next messages: a viewer of a campaign or of the board. */
export type Source<M> = { next(): Promise<readonly M[] | null>; close(): void }

/** The bytes of one message; none when it changes nothing for this reader. */
export type Frame<M> = (message: M) => Uint8Array

const encoder = new TextEncoder()
export const bytesOf = (text: string): Uint8Array => encoder.encode(text)
export const nothing = new Uint8Array()

/** A reader of some browsers waits for the first kilobyte, and a proxy for two: a comment fills them. `retry` is the first wait, ms. */
const opening = bytesOf(`:${' '.repeat(2_048)}\n\nretry: 1000\n\n`)
const comment = bytesOf(':\n\n')
const reconnect = bytesOf('event: control\ndata: {"state":"reconnect"}\n\n')

const everyStream = createHeartbeat()

const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
} as const

/**
 * The answer that streams a source: opening comment, then each batch of messages in one write, and a comment after 15 s of silence. The
 * reader's pace rules: the source is asked only when the last batch was taken. Ends with the source, or asks the client to reconnect when
 * the source breaks. Closing the connection, `signal` or the body closes the source, once.
 */
export function eventStream<M>(
  source: Source<M>,
  frame: Frame<M>,
  { signal, heartbeat = everyStream }: { signal: AbortSignal; heartbeat?: Heartbeat },
): Response {
  let ended = false
  let pulse: Pulse | undefined
  let hangUp = (): void => undefined
  const leave = (): void => {
    if (ended) return
    ended = true
    pulse?.stop()
    signal.removeEventListener('abort', hangUp)
    source.close()
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(opening)
        // A reader that is behind is not idle: one comment may wait for it, not a queue of them.
        pulse = heartbeat.watch(() => {
          if ((controller.desiredSize ?? -1) >= 0) controller.enqueue(comment)
        })
        hangUp = () => {
          leave()
          controller.close()
        }
        signal.addEventListener('abort', hangUp, { once: true })
        if (signal.aborted) hangUp()
      },
      async pull(controller) {
        const batch = await nextBatch(source, frame)
        if (ended) return
        if (batch) controller.enqueue(batch)
        pulse?.touch()
        if (batch && batch !== reconnect) return
        leave()
        controller.close()
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { headers: streamHeaders })
}

async function nextBatch<M>(source: Source<M>, frame: Frame<M>): Promise<Uint8Array | null> {
  try {
    for (;;) {
      const messages = await source.next()
      if (messages === null) return null
      const bytes = join(messages.map(frame))
      if (bytes.byteLength > 0) return bytes
    }
  } catch (error) {
    if (isBug(error)) console.error(error)
    return reconnect
  }
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts
  return first !== undefined && parts.length === 1 ? first : Buffer.concat(parts)
}
