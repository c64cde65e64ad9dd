import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import { AppError } from '../domain/errors.ts'
import { refusals } from './refusals.ts'

/** Pages whose text is read: the beginning says what a product or a brand is. */
const mostPages = 30
const mostCharacters = 200_000

export type PdfLimits = {
  /** Longest time for one file, ms. */
  ms: number
  /** Memory that a file may take outside of the heap, which the heap's own limit does not see, MB. */
  mb: number
}
export const usualLimits: PdfLimits = { ms: 10_000, mb: 256 }
const heapLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 192 }
/** How often the memory is looked at: a stream unpacks about 30 MB in this time. */
const lookEveryMs = 50

const ReplySchema = z.union([
  z.object({ pages: z.int().min(1), pagesRead: z.int(), text: z.string(), more: z.boolean() }),
  z.object({ trouble: z.enum(['locked', 'broken']) }),
])
type Read = { pages: number; pagesRead: number; text: string; more: boolean }

/**
 * Reads the text of PDFs, each in a worker thread of its own, one after the other. A thread that takes too long or too much is ended: its event loop
 * is not ours, and what it holds goes with it. Throws AppError `invalid_input`.
 */
export function createPdfReader(limits: PdfLimits = usualLimits) {
  let line: Promise<unknown> = Promise.resolve()
  let running: Worker | null = null
  let closed = false

  const readNow = async (bytes: Uint8Array): Promise<Read> => {
    if (closed) throw new AppError('going_down')
    const worker = new Worker(new URL('./pdf-thread.ts', import.meta.url), {
      workerData: { bytes, mostPages, mostCharacters },
      resourceLimits: heapLimits,
    })
    running = worker
    const { promise, resolve, reject } = Promise.withResolvers<Read>()
    worker.on('message', (said: unknown) => {
      const reply = ReplySchema.parse(said)
      if ('text' in reply) resolve(reply)
      else reject(reply.trouble === 'locked' ? refusals.locked() : refusals.brokenPdf())
    })
    worker.on('error', (error) =>
      reject(
        'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
          ? refusals.heavyPdf(error)
          : refusals.brokenPdf(error),
      ),
    )
    worker.on('exit', () => reject(closed ? new AppError('going_down') : refusals.brokenPdf()))
    const tooLong = setTimeout(() => reject(refusals.heavyPdf()), limits.ms)
    const looking = setInterval(() => {
      worker
        .getHeapStatistics()
        .then(({ external_memory: held }) => held > limits.mb * 1_000_000 && reject(refusals.heavyPdf()))
        // It has ended by itself: its last word, or its end, is on the way.
        .catch(() => undefined)
    }, lookEveryMs)
    try {
      return await promise
    } finally {
      clearTimeout(tooLong)
      clearInterval(looking)
      await worker.terminate()
      running = null
    }
  }

  return {
    read(bytes: Uint8Array): Promise<Read> {
      const turn = line.then(() => readNow(bytes))
      line = turn.catch(() => undefined)
      return turn
    },
    async close(): Promise<void> {
      closed = true
      await running?.terminate()
    },
  }
}
