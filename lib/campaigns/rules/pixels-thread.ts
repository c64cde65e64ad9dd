import { createHash } from 'node:crypto'
import { parentPort, workerData } from 'node:worker_threads'
import { measurePixels, type PixelFacts, type Pixels } from './measure-pixels.ts'

export type PixelOrder = Pixels & { palette: readonly string[] }
export type PixelReply = PixelFacts & { sha256: string }

const order = workerData as PixelOrder
const sha256 = createHash('sha256').update(order.data).digest('hex')
parentPort?.postMessage({ ...measurePixels(order, order.palette), sha256 } satisfies PixelReply)
