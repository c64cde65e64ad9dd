import type { SharedStream } from './shared-stream.ts'

export type FeedDeps = {
  /** The stream of this page. Asked for only when somebody listens: a server has none. */
  stream(): SharedStream
  /** Calls once before the next picture is drawn: what comes in a burst becomes one render. */
  frame(call: () => void): void
}

/** A state that changes at most once per picture. The first listener opens it, the last one to leave closes it. */
export type Feed<S> = {
  getSnapshot(): S
  subscribe(listen: () => void): () => void
}

export type FeedSource<S> = {
  first: S
  /** The state as it is now. */
  draw(): S
  /** Begins to hear; answers how to stop. `changed` asks for a picture. */
  open(changed: () => void): () => void
}

export function createFeed<S>(frame: FeedDeps['frame'], { first, draw, open }: FeedSource<S>): Feed<S> {
  const listeners = new Set<() => void>()
  let state = first
  let framed = false
  let close = (): void => {}

  const changed = (): void => {
    if (framed) return
    framed = true
    frame(() => {
      framed = false
      state = draw()
      for (const listen of listeners) listen()
    })
  }

  return {
    getSnapshot: () => state,
    subscribe(listen) {
      listeners.add(listen)
      if (listeners.size === 1) close = open(changed)
      return () => {
        listeners.delete(listen)
        if (listeners.size === 0) close()
      }
    },
  }
}
