import type { CampaignFeedDeps } from './campaign-feed.ts'

/** What the feeds stand on in a browser. A hidden tab draws no frames, so facts arrive there by a timer. */
export const browserDeps: CampaignFeedDeps = {
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
  frame(call) {
    if (document.visibilityState === 'visible') requestAnimationFrame(() => call())
    else setTimeout(call, 250)
  },
}

/**
 * Calls when the connection should be tried at once: the network changed, the page came back from the back-forward cache, or from a sleep longer
 * than the server's comments are apart. A machine without a network still reaches a server on itself: `offline` is tried too, not believed.
 */
export function onDoubt(tryNow: () => void): () => void {
  const sleepMs = 20_000
  let hiddenAt: number | null = null
  const back = (event: PageTransitionEvent): void => {
    if (event.persisted) tryNow()
  }
  const seen = (): void => {
    if (document.visibilityState === 'hidden') hiddenAt = Date.now()
    else if (hiddenAt !== null && Date.now() - hiddenAt > sleepMs) tryNow()
  }
  addEventListener('online', tryNow)
  addEventListener('offline', tryNow)
  addEventListener('pageshow', back)
  document.addEventListener('visibilitychange', seen)
  return () => {
    removeEventListener('online', tryNow)
    removeEventListener('offline', tryNow)
    removeEventListener('pageshow', back)
    document.removeEventListener('visibilitychange', seen)
  }
}
