import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options: { type: 'minor' }) => void

/**
 * Frees pixels that nobody holds any more. They live outside the heap, where V8 does not see how much they weigh: without this a film keeps some
 * 60 MB of frames that are long encoded. Takes less than a millisecond; call it in a drawing thread only.
 */
export function freePixels(): void {
  collect({ type: 'minor' })
}
