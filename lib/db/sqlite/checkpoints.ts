import { Worker } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import type { CheckpointData, CheckpointOrder } from './checkpoint-thread.ts'

/** Pages (4 KB each) that are worth a pass of the thread: larger means fewer syncs, smaller less to replay. */
const passPages = 2_000
/** Pages at which writes wait for the thread: a load that never pauses lets no pass reach the end of the log, and only then it starts anew. */
const fullPages = 12_000
/** Pages at which SQLite moves them within a commit: when the thread is slow, and when there is none. */
const slowPages = 16_000
const alonePages = 4_000
/** The log is measured once in so many commits. */
const commitsPerLook = 8
/** How long writes wait for one pass of the thread before the pen does without it, ms. */
const patienceMs = 5_000

const threadLimits = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 }

export type Checkpoints = {
  /** Call after each commit. Never throws: what was committed stays so. */
  committed(): void
  /** Null, or what the next write has to wait for. Never rejects. */
  full(): Promise<void> | null
  /** Resolves when the thread has let go of the file. */
  close(): Promise<void>
}

/**
 * Moves the pen's log into the file from a thread of its own, so that neither a write nor a reader of the process waits for the disk. The thread
 * starts with the first log that is worth it and never keeps the process alive. When it dies, the pen moves its log itself, as SQLite does.
 */
export function createCheckpoints(
  database: Database.Database,
  thread = new URL('./checkpoint-thread.ts', import.meta.url),
): Checkpoints {
  const look = database.prepare<[], { log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)')
  const moving = new Int32Array(new SharedArrayBuffer(4))
  let worker: Worker | null = null
  let gone: Promise<void> = Promise.resolve()
  let state: 'room' | 'full' | 'alone' = 'room'
  let commits = 0

  const goAlone = (): void => {
    state = 'alone'
    Atomics.store(moving, 0, 0)
    Atomics.notify(moving, 0)
    if (database.open) database.pragma(`wal_autocheckpoint = ${alonePages}`)
  }
  const hire = (): Worker => {
    const hired = new Worker(thread, {
      name: 'checkpoints',
      workerData: { file: database.name, moving } satisfies CheckpointData,
      resourceLimits: threadLimits,
    })
    hired.unref()
    hired.on('error', goAlone)
    gone = new Promise((resolve) => hired.once('exit', () => resolve(goAlone())))
    return hired
  }
  const order = (what: CheckpointOrder): void => {
    worker ??= hire()
    worker.postMessage(what)
  }
  const move = (): void => {
    Atomics.store(moving, 0, 1)
    order('move')
  }
  const moved = async (): Promise<void> => {
    if ((await Atomics.waitAsync(moving, 0, 1, patienceMs).value) === 'timed-out') goAlone()
  }
  /** A pass may be under way: what was written since it began takes another, and nothing is written meanwhile. */
  const empty = async (): Promise<void> => {
    worker?.ref()
    await moved()
    if (state === 'full') {
      move()
      await moved()
    }
    worker?.unref()
    if (state === 'full') state = 'room'
  }

  database.pragma(`wal_autocheckpoint = ${slowPages}`)
  return {
    committed() {
      commits += 1
      if (state !== 'room' || commits % commitsPerLook > 0) return
      try {
        const { log, checkpointed } = look.get() ?? { log: 0, checkpointed: 0 }
        if (log >= fullPages) state = 'full'
        else if (log - checkpointed >= passPages && Atomics.load(moving, 0) === 0) move()
      } catch {
        goAlone()
      }
    },
    full: () => (state === 'full' ? empty() : null),
    async close() {
      worker?.ref()
      if (worker) order('stop')
      await gone
    },
  }
}
