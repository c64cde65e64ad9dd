import type { Channel, Lock } from './election.ts'
import type { FeedDeps } from './feed.ts'
import { createSharedStream, type SharedStream } from './shared-stream.ts'

/** Of the lock and of the channel. The number rises when tabs of two builds would not understand each other. */
const name = 'unfold-stream-1'
/** Longer than the server's comments are apart, ms: who saw nothing for so long cannot know whether the connection is still there. */
const sleepMs = 20_000
const lookMs = 5_000
/** A network that is going may still carry the first try, ms. */
const secondTryMs = 1_000

let page: SharedStream | null = null

/** What the feeds stand on in a browser. A hidden tab draws no frames, so facts arrive there by a timer. */
export const browserDeps: FeedDeps = {
  stream: () => (page ??= streamOfPage()),
  frame(call) {
    if (document.visibilityState === 'visible') requestAnimationFrame(() => call())
    else setTimeout(call, 250)
  },
}

function streamOfPage(): SharedStream {
  const stream = createSharedStream({
    id: Math.random().toString(36).slice(2),
    tabs: canShare() ? { lock, openChannel } : null,
    fetch: (url, init) => fetch(url, init),
    random: () => Math.random(),
    clock: {
      now: () => Date.now(),
      monotonic: () => performance.now(),
      after(ms, call) {
        const timer = setTimeout(call, ms)
        return () => clearTimeout(timer)
      },
    },
  })
  attend(stream)
  return stream
}

/** Locks are for secure addresses only, and no document without an origin has any. */
function canShare(): boolean {
  return 'locks' in navigator && typeof BroadcastChannel === 'function' && self.origin !== 'null'
}

const lock: Lock = {
  async request({ steal, signal }, held) {
    try {
      await navigator.locks.request(
        name,
        steal ? { steal } : { signal },
        () =>
          new Promise<void>((giveBack) => {
            if (signal.aborted) return giveBack()
            signal.addEventListener('abort', () => giveBack(), { once: true })
            held()
          }),
      )
    } catch (error) {
      if (!signal.aborted) throw error
    }
  },
}

function openChannel(hear: (message: unknown) => void): Channel {
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', ({ data }) => hear(data))
  return { post: (message) => channel.postMessage(message), close: () => channel.close() }
}

/**
 * Tells the stream what happens to its page. A machine without a network still reaches a server on itself: `offline` is tried too, not
 * believed. A page that is frozen or kept for going back holds nothing meanwhile.
 */
function attend(stream: SharedStream): void {
  let hiddenAt: number | null = null
  let lookedAt = Date.now()
  addEventListener('online', stream.retryNow)
  addEventListener('offline', () => {
    stream.retryNow()
    setTimeout(() => {
      if (!navigator.onLine) stream.retryNow()
    }, secondTryMs)
  })
  addEventListener('pagehide', stream.pause)
  addEventListener('pageshow', stream.resume)
  document.addEventListener('freeze', stream.pause)
  document.addEventListener('resume', stream.resume)
  document.addEventListener('visibilitychange', () => {
    const now = Date.now()
    if (document.visibilityState === 'hidden') hiddenAt = now
    else {
      stream.returned()
      if (hiddenAt !== null && now - hiddenAt > sleepMs) stream.doubt()
    }
  })
  setInterval(() => {
    const now = Date.now()
    if (document.visibilityState === 'visible' && now - lookedAt > sleepMs) stream.doubt()
    lookedAt = now
  }, lookMs)
}
