import type { Clock } from '../lib/domain/clock.ts'

/** Port: one lock for all tabs of a browser. */
export type Lock = {
  /**
   * Calls `held` when the lock is ours, at once and whoever has it when we `steal`; it stays ours until `signal` aborts. Resolves when it was
   * given back or the waiting ended, rejects when it was stolen.
   */
  request(options: { steal: boolean; signal: AbortSignal }, held: () => void): Promise<void>
}

/** Port: what one tab says, all others hear, in its order. The browser keeps messages for a tab that is busy or frozen. */
export type Channel = { post(message: unknown): void; close(): void }

export type ElectionDeps = {
  clock: Clock
  /** Says to all other tabs whether somebody leads, and that one leads. */
  say(type: 'ask' | 'beat' | 'lead'): void
  lock: Lock
}

export type ElectionOptions = {
  /** This tab leads from now on. */
  lead(): void
  /** This tab led and does not any more. */
  yield(): void
}

export type Election = {
  leads(): boolean
  /** What others said of the lead. `beat` stands for everything that a leader says. */
  hear(said: 'ask' | 'beat' | 'lead'): void
  leave(): void
}

/** How often a tab looks whether it has heard the leader, ms. */
const lookMs = 1_250
/** A leader that was not heard at so many looks is asked, and after so many more it is replaced: 5 s in all. */
const looksUntilAsked = 2
const looksUntilReplaced = 4

/**
 * One leader among the tabs of a browser: who holds the lock. The lock goes to the next tab when the leader's page goes. A leader whose page
 * stands still keeps it and says nothing: it is asked, and when it does not answer, its lock is stolen. Looks are counted, not time: a tab
 * that itself slept or was slowed down gives the leader time to answer. Begins at once, ends with `leave`.
 */
export function joinElection({ clock, lock, say }: ElectionDeps, options: ElectionOptions): Election {
  let leading = false
  let left = false
  let missed = 0
  let stand = new AbortController()
  let callOffLook = (): void => {}

  const stop = (): void => {
    callOffLook()
    stand.abort()
    if (!leading) return
    leading = false
    options.yield()
  }

  const run = (steal: boolean): void => {
    stop()
    if (left) return
    const mine = new AbortController()
    stand = mine
    const over = (): void => {
      if (!mine.signal.aborted) run(false)
    }
    lock
      .request({ steal, signal: mine.signal }, () => {
        if (mine.signal.aborted) return
        callOffLook()
        leading = true
        say('lead')
        options.lead()
      })
      .then(over, over)
    missed = 0
    if (!steal) look()
  }

  const look = (): void => {
    callOffLook = clock.after(lookMs, () => {
      missed += 1
      if (missed >= looksUntilReplaced) return run(true)
      if (missed >= looksUntilAsked) say('ask')
      look()
    })
  }

  run(false)
  return {
    leads: () => leading,
    hear(said) {
      if (said === 'ask') {
        if (leading) say('beat')
        return
      }
      missed = 0
      // Somebody took the lead while this page stood still.
      if (leading && said === 'lead') run(false)
    },
    leave() {
      left = true
      stop()
    },
  }
}
