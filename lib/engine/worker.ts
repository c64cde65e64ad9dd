import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../domain/clock.ts'
import { JobKindSchema, type JobKind } from '../domain/job.ts'
import type { JobStore, Owner } from '../domain/store.ts'
import { createLeaseWatch } from './lease-watch.ts'
import { runJob, type Run, type RunDeps } from './run-job.ts'

const beatEveryMs = 500
const lookEveryMs = 1_000
/** What jobs that ignored the stop get to hand themselves back, ms. */
const lastWaitMs = 500
/** Longest wait before the queue is asked again when nobody wakes the worker. */
const askEveryMs = 1_000

export type WorkerDeps = RunDeps & {
  store: JobStore
  clock: Clock
  owner: Owner
  isGone(owner: Owner): boolean
  /** Jobs of a kind that run at once in this process. */
  slots: Record<JobKind, number>
  /** Jobs of all kinds that run at once in this process. */
  concurrency: number
  onTrouble(error: unknown): void
}

export type Worker = {
  start(): void
  /** Something may be ready. */
  wake(): void
  /** Runs until nothing is ready and nothing runs: for tests. */
  runUntilIdle(): Promise<void>
  /** Claims nothing new; hands running jobs back; resolves when the last one is down or `drainMs` is over. */
  stop(drainMs: number): Promise<void>
  /** Milliseconds since the loop last went round, null when it does not run. */
  sinceBeat(): number | null
  running(): number
}

/** The loop: claim what is ready, run it beside the others, beat for all leases, take over what dead workers left. */
export function createWorker(deps: WorkerDeps): Worker {
  const { store, clock, owner, slots, concurrency, onTrouble } = deps
  const runs = new Set<Run>()
  const isOurs = (token: string): boolean => [...runs].some((run) => run.claim.lease.token === token)
  const watch = createLeaseWatch({ store, clock, self: owner, isGone: deps.isGone, isOurs })
  const timers = new Map<string, () => void>()
  let stopping = false
  let started = false
  let pumping: Promise<void> | null = null
  let again = false
  let askedAt = 0
  let lastBeat: number | null = null

  const free = (): JobKind[] => {
    if (stopping || runs.size >= concurrency) return []
    const busy = (kind: JobKind): number => [...runs].filter((run) => run.claim.job.kind === kind).length
    return JobKindSchema.options.filter((kind) => busy(kind) < slots[kind])
  }
  const claimAll = async (): Promise<void> => {
    again = false
    askedAt = clock.now()
    for (let kinds = free(); kinds.length > 0; kinds = free()) {
      const claim = await store.claim({ owner, kinds })
      if (!claim) break
      const run = runJob(claim, deps)
      runs.add(run)
      void run.done.then(() => {
        runs.delete(run)
        wake()
      })
      if (stopping) run.stop('shutdown')
      // Quick jobs are promises from end to end: without this, a long queue would shut requests, beats and streams out.
      await nextTurn()
    }
  }
  const pump = (): Promise<void> => {
    if (pumping) {
      again = true
      return pumping
    }
    pumping = claimAll()
      .catch(onTrouble)
      .then(() => {
        pumping = null
        // A wake that came between the last question and this line found the pump still busy.
        if (again && !stopping) return pump()
        if (started && !stopping) void setAlarm()
        return undefined
      })
    return pumping
  }
  const wake = (): void => {
    if (!stopping) void pump()
  }
  const every = (name: string, ms: number, work: () => Promise<unknown>): void => {
    timers.set(
      name,
      clock.after(ms, () => {
        void work()
          .catch(onTrouble)
          .finally(() => {
            if (timers.has(name)) every(name, ms, work)
          })
      }),
    )
  }
  const setAlarm = async (): Promise<void> => {
    // What was due already waits for a slot: the end of a run asks again.
    const at = await store.nextAvailableAt(askedAt).catch(() => null)
    if (stopping) return
    timers.get('ask')?.()
    const wait = at === null ? askEveryMs : Math.min(askEveryMs, Math.max(5, at - clock.now()))
    timers.set('ask', clock.after(wait, wake))
  }
  const beat = async (): Promise<void> => {
    lastBeat = clock.monotonic()
    const lost = await store.beat([...runs].map((run) => run.claim.lease))
    for (const lease of lost) for (const run of runs) if (run.claim.lease.token === lease.token) run.stop('lease-lost')
  }
  const look = async (): Promise<void> => {
    if ((await watch.look()) > 0) wake()
    await store.unpark()
  }

  return {
    start() {
      started = true
      lastBeat = clock.monotonic()
      every('beat', beatEveryMs, beat)
      every('look', lookEveryMs, look)
      void look().catch(onTrouble)
      wake()
    },
    wake,
    async runUntilIdle() {
      do {
        await pump()
        await Promise.all([...runs].map((run) => run.done))
        await pump()
      } while (runs.size > 0)
    },
    async stop(drainMs) {
      stopping = true
      for (const [name, stopTimer] of timers) if (name !== 'beat') stopTimer()
      timers.delete('ask')
      timers.delete('look')
      for (const run of runs) run.stop('shutdown')
      // What is claimed meanwhile stops at once, and is waited for too; where nothing runs, a claim that hangs is not.
      const allDown = async (): Promise<void> => {
        await pumping
        await Promise.all([...runs].map((run) => run.done))
      }
      const { promise, resolve } = Promise.withResolvers<void>()
      const giveUp = clock.after(runs.size === 0 ? Math.min(drainMs, lastWaitMs) : drainMs, resolve)
      await Promise.race([allDown(), promise])
      giveUp()
      for (const run of runs) run.stop('time-over')
      const lastWait = Promise.withResolvers<void>()
      const leave = clock.after(lastWaitMs, lastWait.resolve)
      await Promise.race([Promise.all([...runs].map((run) => run.done)), lastWait.promise])
      leave()
      timers.get('beat')?.()
      timers.clear()
      lastBeat = null
    },
    sinceBeat: () => (lastBeat === null ? null : clock.monotonic() - lastBeat),
    running: () => runs.size,
  }
}
