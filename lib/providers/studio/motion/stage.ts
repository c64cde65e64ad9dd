import { Worker } from 'node:worker_threads'
import { hasX264 } from './encode-ffmpeg.ts'
import { checkFilmSpec, framesOf, type Film, type FilmProgress, type FilmSpec } from './film-spec.ts'
import type { FilmNews, FilmOrder } from './film-worker.ts'

export type MotionStageOptions = {
  /** Program to encode with: a path, `null` for never. Default: `ffmpeg` on PATH. Without libx264 the built-in encoder is used. */
  ffmpegPath?: string | null
  /** JavaScript memory a film may take, MB; canvases and the encoder come on top. Default 160. */
  heapMb?: number
}

export type MotionStage = {
  /**
   * Makes one film in its own thread; films wait for each other. `onProgress` hears frames that are really encoded, rising, the last time with
   * done = total = the frames in the file. Rejects with an AbortError soon after `signal` aborts (thread and child process are gone by then),
   * with a RangeError for a spec that cannot be filmed, and with an Error that says what happened when the thread broke.
   */
  film(spec: FilmSpec, onProgress: (progress: FilmProgress) => void, signal: AbortSignal): Promise<Film>
  /** Stops what runs and refuses what comes. */
  close(): Promise<void>
}

export function createMotionStage({ ffmpegPath = 'ffmpeg', heapMb = 160 }: MotionStageOptions = {}): MotionStage {
  const closing = new AbortController()
  let usable: Promise<string | null> | null = null
  let turn: Promise<unknown> = Promise.resolve()

  const ffmpeg = (): Promise<string | null> => {
    usable ??=
      ffmpegPath === null ? Promise.resolve(null) : hasX264(ffmpegPath).then((has) => (has ? ffmpegPath : null))
    return usable
  }

  return {
    async film(spec, onProgress, signal) {
      checkFilmSpec(spec)
      const stop = AbortSignal.any([signal, closing.signal])
      const before = turn
      const mine = aborted(stop, before).then(async () =>
        render({ spec, ffmpeg: await ffmpeg() }, heapMb, onProgress, stop),
      )
      turn = mine.catch(() => before)
      return mine
    },
    async close() {
      closing.abort(stopped('The stage is closed.'))
      await turn
    },
  }
}

const reapMs = 500

const stopped = (message: string): DOMException => new DOMException(message, 'AbortError')

/** Resolves after `before`; rejects as soon as `signal` aborts. */
function aborted(signal: AbortSignal, before: Promise<unknown>): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(stopped('The film was stopped.'))
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    void before.then(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    })
  })
}

function render(
  order: FilmOrder,
  heapMb: number,
  onProgress: (progress: FilmProgress) => void,
  signal: AbortSignal,
): Promise<Film> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(stopped('The film was stopped.'))
    const worker = new Worker(new URL('./film-worker.ts', import.meta.url), {
      name: 'film',
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 6 },
    })
    worker.postMessage(order)
    let child: number | null = null
    let settled = false
    let onReaped = (): void => undefined
    const settle = (end: () => void): void => {
      if (settled) return
      settled = true
      signal.removeEventListener('abort', stop)
      const terminate = (): void => void worker.terminate().then(end, end)
      if (child === null) return terminate()
      // Only the thread that began a process can reap it: it stays until then, or a moment when it does not answer.
      const patience = setTimeout(terminate, reapMs)
      onReaped = () => {
        clearTimeout(patience)
        terminate()
      }
      killChild(child)
    }
    const stop = (): void => settle(() => reject(stopped('The film was stopped.')))
    const broke = (message: string): void => settle(() => reject(new Error(message)))
    signal.addEventListener('abort', stop, { once: true })
    worker.on('message', (news: FilmNews) => {
      if (news.type === 'child') {
        child = news.pid
        if (child === null) onReaped()
        else if (settled) killChild(child)
        return
      }
      if (settled) return
      switch (news.type) {
        case 'encoded':
          return onProgress({ done: news.done, total: news.total })
        case 'film':
          return settle(() => resolve(news.film))
        case 'failed':
          return broke(`The film could not be made: ${news.message}`)
        default:
          news satisfies never
      }
    })
    worker.on('messageerror', () => broke('The film was made but could not be handed over.'))
    worker.on('error', (error: Error & { code?: string }) =>
      broke(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? `The film needed more than ${heapMb} MB and was stopped.`
          : `The film's thread broke: ${error.message}`,
      ),
    )
    worker.on('exit', (code) =>
      broke(`The film's thread ended early (exit ${code}, ${framesOf(order.spec)} frames planned).`),
    )
  })
}

function killChild(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It had already ended.
  }
}
