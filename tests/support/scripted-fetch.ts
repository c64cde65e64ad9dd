import type { EventStreamDeps } from '../../hooks/event-stream.ts'
import { createManualClock, type ManualClock } from './clock.ts'

export type OpenStream = {
  url: string
  aborted(): boolean
  /** Sends text as one chunk of bytes; `cut` splits it into two chunks at that byte. */
  send(text: string, cut?: number): Promise<void>
  /** Ends the body as a server would. */
  end(): Promise<void>
  /** Breaks the connection. */
  break(): Promise<void>
}

export type ScriptedFetch = {
  deps: EventStreamDeps
  clock: ManualClock
  tries(): number
  /** Answers the try under way with a stream. */
  open(): Promise<OpenStream>
  answer(status: number, headers?: Record<string, string>): Promise<void>
  refuse(): Promise<void>
}

/** Lets all promises that are due run. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

type Try = {
  url: string
  signal: AbortSignal
  resolve(response: Response): void
  reject(error: Error): void
}

/** A network at the port: each try is answered by the test, on a clock that stands still. */
export function createScriptedFetch(random = 0): ScriptedFetch {
  const clock = createManualClock()
  const tries: Try[] = []
  const last = (): Try => {
    const found = tries.at(-1)
    if (!found) throw new Error('Nothing was fetched yet.')
    return found
  }
  return {
    clock,
    deps: {
      clock,
      random: () => random,
      fetch: (url, { signal }) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
          tries.push({ url, signal, resolve, reject })
        }),
    },
    tries: () => tries.length,
    async open() {
      const { url, signal, resolve } = last()
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
      const writer = writable.getWriter()
      const encoder = new TextEncoder()
      resolve(new Response(readable, { status: 200, headers: { 'content-type': 'text/event-stream' } }))
      await settled()
      return {
        url,
        aborted: () => signal.aborted,
        async send(text, cut) {
          const bytes = encoder.encode(text)
          void writer.write(bytes.slice(0, cut ?? bytes.length)).catch(() => {})
          if (cut !== undefined) {
            await settled()
            void writer.write(bytes.slice(cut)).catch(() => {})
          }
          await settled()
        },
        async end() {
          void writer.close().catch(() => {})
          await settled()
        },
        async break() {
          void writer.abort(new TypeError('network error')).catch(() => {})
          await settled()
        },
      }
    },
    async answer(status, headers = {}) {
      last().resolve(new Response(null, { status, headers }))
      await settled()
    },
    async refuse() {
      last().reject(new TypeError('Failed to fetch'))
      await settled()
    },
  }
}
