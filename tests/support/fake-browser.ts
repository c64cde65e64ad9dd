import type { Channel, Lock } from '../../hooks/election.ts'
import type { Clock } from '../../lib/domain/clock.ts'
import { createManualClock, type ManualClock } from './clock.ts'

export type FakeTab = {
  id: string
  clock: Clock
  lock: Lock
  openChannel(hear: (message: unknown) => void): Channel
  /** Nothing runs in it any more, nobody is told; what comes for it is kept. */
  freeze(): void
  thaw(): void
  /** It is gone, without a last word. */
  crash(): void
}

type Entry = { tab: FakeTab; run(call: () => void): void; held(): void; end(): void; rob(): void }

/** Tabs of one browser at the ports: one lock with a queue, one channel, timers, and pages that freeze or crash. */
export function createFakeBrowser(clock: ManualClock = createManualClock()) {
  const channels = new Map<FakeTab, Set<(message: unknown) => void>>()
  let holder: Entry | null = null
  let queue: Entry[] = []

  const grant = (): void => {
    if (holder) return
    holder = queue.shift() ?? null
    holder?.held()
  }
  const release = (entry: Entry): void => {
    queue = queue.filter((one) => one !== entry)
    if (holder !== entry) return
    holder = null
    grant()
  }

  const open = (id: string): FakeTab => {
    let state: 'awake' | 'frozen' | 'gone' = 'awake'
    let kept: (() => void)[] = []
    const run = (call: () => void): void => {
      if (state === 'awake') call()
      else if (state === 'frozen') kept.push(call)
    }
    /** As the browser calls into a page: later, and when it is awake. */
    const later = (call: () => void): void => void Promise.resolve().then(() => run(call))
    const tab: FakeTab = {
      id,
      clock: {
        ...clock,
        after(ms, call) {
          let calledOff = false
          const callOff = clock.after(ms, () => run(() => void (calledOff || call())))
          return () => {
            calledOff = true
            callOff()
          }
        },
      },
      lock: {
        request: ({ steal, signal }, held) =>
          new Promise((resolve, reject) => {
            if (signal.aborted) return resolve()
            const entry: Entry = {
              tab,
              run,
              held: () => later(held),
              end: () => later(resolve),
              rob: () => later(() => reject(new DOMException('stolen', 'AbortError'))),
            }
            signal.addEventListener('abort', () => {
              release(entry)
              entry.end()
            })
            if (!steal) {
              queue.push(entry)
              return grant()
            }
            holder?.rob()
            holder = entry
            entry.held()
          }),
      },
      openChannel(hear) {
        let isOpen = true
        const listener = (message: unknown): void => later(() => void (isOpen && hear(message)))
        const mine = channels.get(tab) ?? new Set()
        channels.set(tab, mine.add(listener))
        return {
          post(message) {
            const copy: unknown = structuredClone(message)
            for (const [other, listeners] of channels) {
              if (other !== tab) for (const tell of listeners) tell(copy)
            }
          },
          close() {
            isOpen = false
            mine.delete(listener)
          },
        }
      },
      freeze() {
        state = 'frozen'
      },
      thaw() {
        state = 'awake'
        const calls = kept
        kept = []
        for (const call of calls) call()
      },
      crash() {
        state = 'gone'
        channels.delete(tab)
        queue = queue.filter((one) => one.tab !== tab)
        if (holder?.tab === tab) release(holder)
      },
    }
    return tab
  }
  return { clock, open }
}
