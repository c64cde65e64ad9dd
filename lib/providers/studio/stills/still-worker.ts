import { parentPort } from 'node:worker_threads'
import sharp from 'sharp'
import { freePixels } from '../free-pixels.ts'
import { renderStill } from './render-still.ts'
import type { StillSpec } from './still-spec.ts'

/** What the stage asks of a thread, one job at a time. */
export type StillOrder = { id: number; spec: StillSpec }
/** What a thread answers. */
export type StillReply =
  | { id: number; still: Awaited<ReturnType<typeof renderStill>> }
  | { id: number; message: string }

const port = parentPort
if (port === null) throw new Error('still-worker.ts runs in a worker thread only; call createStillStage().')

// One still at a time on one core: libvips needs neither its own threads nor a memory of earlier images.
sharp.concurrency(1)
sharp.cache(false)

port.on('message', (order: StillOrder) => {
  renderStill(order.spec).then(
    (still) => {
      const bytes = new Uint8Array(still.bytes)
      port.postMessage({ id: order.id, still: { ...still, bytes } } satisfies StillReply, [bytes.buffer])
      freePixels()
    },
    (error: unknown) =>
      port.postMessage({
        id: order.id,
        message: error instanceof Error ? error.message : String(error),
      } satisfies StillReply),
  )
})
