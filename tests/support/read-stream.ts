import { createParser } from 'eventsource-parser'

export type StreamEvent = { event: string | undefined; id: string | undefined; data: unknown }

/** An open event stream, read as a client reads it. Ends with the server or with `close`. */
export type OpenStream = AsyncIterable<StreamEvent> & { response: Response; close(): void }

export async function openStream(url: string, headers: Record<string, string> = {}): Promise<OpenStream> {
  const connection = new AbortController()
  const response = await fetch(url, { headers: { accept: 'text/event-stream', ...headers }, signal: connection.signal })
  async function* events(): AsyncGenerator<StreamEvent> {
    let parsed: StreamEvent[] = []
    const parser = createParser({
      onEvent: ({ event, id, data }) => parsed.push({ event, id, data: JSON.parse(data) }),
    })
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      parser.feed(decoder.decode(chunk, { stream: true }))
      const ready = parsed
      parsed = []
      yield* ready
    }
  }
  return { response, close: () => connection.abort(), [Symbol.asyncIterator]: events }
}

/** The events of what was read so far; half a frame at its end is none yet. */
export function eventsIn(text: string): StreamEvent[] {
  const events: StreamEvent[] = []
  createParser({ onEvent: ({ event, id, data }) => events.push({ event, id, data: JSON.parse(data) }) }).feed(text)
  return events
}

/** All events until the server ends the stream. */
export async function readToEnd(url: string, headers: Record<string, string> = {}): Promise<StreamEvent[]> {
  const read: StreamEvent[] = []
  for await (const event of await openStream(url, headers)) read.push(event)
  return read
}
