import { Worker } from 'node:worker_threads'
import type { PixelMeter } from '../../../domain/judge.ts'
import type { Still, StillSpec } from './still-spec.ts'
import type { StillMade, StillOrder, StillReply, StillWork } from './still-worker.ts'

/** A small nursery: pixels live outside the heap, and a larger one would only wait to be collected. MB. */
const threadLimits = { maxYoungGenerationSizeMb: 6, maxOldGenerationSizeMb: 128 }

export type StillStageOptions = {
  /** Worker threads at most; each draws or measures one picture at a time. Default 1. */
  threads?: number
  /** The thread's module; the studio's own by default. */
  worker?: URL
}

export type StillStage = {
  /**
   * Draws a still in a worker thread; jobs beyond the number of threads wait in line. Rejects with `signal.reason` as soon as the signal aborts
   * (a job in line is dropped, the result of a running one ignored), with the drawing's error, and with "stopped" when its thread dies: the
   * next job gets a new thread.
   */
  render(spec: StillSpec, signal: AbortSignal): Promise<Still>
  /** Measures a picture in such a thread, in the same line. Rejects as `render` does, and when the bytes are no picture. */
  measure: PixelMeter
  /** Ends all threads; what is open or in line rejects. */
  close(): Promise<void>
}

type Job = {
  order: StillOrder
  settle(result: { made: StillMade } | { error: unknown }): void
  settled: boolean
}
type Thread = { worker: Worker; job: Job | null }

/** Threads start with the first job and never keep the process alive by themselves. */
export function createStillStage({
  threads = 1,
  worker = new URL('./still-worker.ts', import.meta.url),
}: StillStageOptions = {}): StillStage {
  const crew = new Set<Thread>()
  const line: Job[] = []
  let next = 1
  let closed = false

  const lose = (thread: Thread, reason: string): void => {
    if (!crew.delete(thread)) return
    thread.job?.settle({ error: new Error(`The thread that draws stills stopped: ${reason}`) })
    thread.job = null
    advance()
  }

  const hire = (): Thread => {
    const thread: Thread = { worker: new Worker(worker, { resourceLimits: threadLimits }), job: null }
    crew.add(thread)
    thread.worker.unref()
    thread.worker.on('message', (reply: StillReply) => {
      const { job } = thread
      if (job === null || job.order.id !== reply.id) return
      thread.job = null
      thread.worker.unref()
      job.settle('made' in reply ? { made: reply.made } : { error: new Error(reply.message) })
      advance()
    })
    thread.worker.on('error', (error) => lose(thread, error instanceof Error ? error.message : String(error)))
    thread.worker.on('exit', (code) => lose(thread, `exit code ${code}`))
    return thread
  }

  function advance(): void {
    while (!closed && line.length > 0) {
      const idle = [...crew].find((thread) => thread.job === null) ?? (crew.size < threads ? hire() : undefined)
      if (idle === undefined) return
      const job = line.shift()
      if (job === undefined || job.settled) continue
      idle.job = job
      idle.worker.ref()
      idle.worker.postMessage(job.order)
    }
  }

  const ask = (work: StillWork, signal?: AbortSignal): Promise<StillMade> =>
    new Promise((resolve, reject) => {
      if (closed) return reject(new Error('The still stage is closed.'))
      if (signal?.aborted) return reject(signal.reason)
      const onAbort = (): void => job.settle({ error: signal?.reason })
      const job: Job = {
        order: { id: next++, work },
        settled: false,
        settle(result) {
          if (job.settled) return
          job.settled = true
          signal?.removeEventListener('abort', onAbort)
          if ('made' in result) resolve(result.made)
          else reject(result.error)
        },
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      line.push(job)
      advance()
    })

  return {
    async render(spec, signal) {
      const made = await ask({ draw: spec }, signal)
      if ('still' in made) return made.still
      throw new Error('The thread did not draw.')
    },
    async measure(bytes, palette) {
      const made = await ask({ measure: bytes, palette })
      if ('measured' in made) return made.measured
      throw new Error('The thread did not measure.')
    },
    async close() {
      closed = true
      for (const job of line.splice(0)) job.settle({ error: new Error('The still stage was closed.') })
      const leaving = [...crew]
      crew.clear()
      for (const thread of leaving) thread.job?.settle({ error: new Error('The still stage was closed.') })
      await Promise.all(leaving.map((thread) => thread.worker.terminate()))
    },
  }
}
