import type { Source } from '../domain/room.ts'
import { createHeartbeat, type Heartbeat, type Pulse } from './heartbeat.ts'
import { writeSoon } from './outlet.ts'
import { isBug } from './problem.ts'

/** The bytes of one message; none when it changes nothing for this reader. */
export type Frame<M> = (message: M) => Uint8Array

/** The bytes of one batch of messages. */
export type Encode<M> = (messages: readonly M[]) => Uint8Array

export const bytesOf = (text: string): Uint8Array => Buffer.from(text)
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

/** Writes each message for itself, and the batch in one go. */
export const inOneGo =
  <M>(frame: Frame<M>): Encode<M> =>
  (messages) => {
    const parts = messages.map(frame)
    const [first] = parts
    return first !== undefined && parts.length === 1 ? first : Buffer.concat(parts)
  }

/**
 * The answer that streams a source: opening comment, then each batch of messages in one write, and a comment after 15 s of silence. The
 * reader's pace rules: the source is asked only when the last batch was taken, and then news go out in the turn in which they come. Ends
 * with the source, or asks the client to reconnect when the source breaks. Closing the connection, `signal` or the body closes the source,
 * once.
 */
export function eventStream<M>(
  source: Source<M>,
  encode: Encode<M>,
  { signal, heartbeat = everyStream }: { signal: AbortSignal; heartbeat?: Heartbeat },
): Response {
  let ended = false
  /** Whether the reader waits for bytes. */
  let hungry = false
  let pulse: Pulse | undefined
  let hangUp = (): void => undefined
  const leave = (): void => {
    if (ended) return
    ended = true
    pulse?.stop()
    signal.removeEventListener('abort', hangUp)
    source.close()
  }
  const feed = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    if (!hungry || ended) return
    const batch = nextBatch(source, encode)
    if (batch === undefined) return
    hungry = false
    if (batch) controller.enqueue(batch)
    pulse?.touch()
    if (batch && batch !== reconnect) return
    leave()
    controller.close()
  }
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(opening)
        // A reader that is behind is not idle: one comment may wait for it, not a queue of them.
        pulse = heartbeat.watch(() => {
          if ((controller.desiredSize ?? -1) < 0) return
          hungry = false
          controller.enqueue(comment)
        })
        hangUp = () => {
          leave()
          controller.close()
        }
        signal.addEventListener('abort', hangUp, { once: true })
        if (signal.aborted) return hangUp()
        const write = (): void => feed(controller)
        source.onNews(() => {
          if (hungry) writeSoon(write)
        })
      },
      pull(controller) {
        hungry = true
        feed(controller)
      },
      cancel: leave,
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { headers: streamHeaders })
}

function nextBatch<M>(source: Source<M>, encode: Encode<M>): Uint8Array | null | undefined {
  try {
    for (;;) {
      const messages = source.take()
      if (!messages) return messages
      const bytes = encode(messages)
      if (bytes.byteLength > 0) return bytes
    }
  } catch (error) {
    if (isBug(error)) console.error(error)
    return reconnect
  }
}
