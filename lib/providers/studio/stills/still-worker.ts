import { parentPort } from 'node:worker_threads'
import sharp from 'sharp'
import type { PixelsMeasured } from '../../../domain/measure-pixels.ts'
import { freePixels } from '../free-pixels.ts'
import { measurePicture } from './measure-picture.ts'
import { renderStill } from './render-still.ts'
import type { Still, StillSpec } from './still-spec.ts'

/** What a thread does: draws a still, or measures a picture of any maker. */
export type StillWork = { draw: StillSpec } | { measure: Uint8Array; palette: readonly string[] }
/** What the stage asks of a thread, one job at a time. */
export type StillOrder = { id: number; work: StillWork }
export type StillMade = { still: Still } | { measured: PixelsMeasured }
/** What a thread answers. */
export type StillReply = { id: number; made: StillMade } | { id: number; message: string }

const port = parentPort
if (port === null) throw new Error('still-worker.ts runs in a worker thread only; call createStillStage().')

// One still at a time on one core: libvips needs neither its own threads nor a memory of earlier images.
sharp.concurrency(1)
sharp.cache(false)

async function make(work: StillWork): Promise<[made: StillMade, transfer: ArrayBuffer[]]> {
  if ('measure' in work) return [{ measured: await measurePicture(work.measure, work.palette) }, []]
  const still = await renderStill(work.draw)
  const bytes = new Uint8Array(still.bytes)
  return [{ still: { ...still, bytes } }, [bytes.buffer]]
}

port.on('message', ({ id, work }: StillOrder) => {
  make(work).then(
    ([made, transfer]) => {
      port.postMessage({ id, made } satisfies StillReply, transfer)
      freePixels()
    },
    (error: unknown) =>
      port.postMessage({ id, message: error instanceof Error ? error.message : String(error) } satisfies StillReply),
  )
})
