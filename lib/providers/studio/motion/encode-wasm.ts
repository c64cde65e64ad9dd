import { createRequire } from 'node:module'
import type * as Wasm from 'h264-mp4-encoder'
import { keyframeSeconds, type Encoder, type EncoderOptions } from './encoder.ts'

/** Clean edges on flat colours. Speed 9 takes half the time of speed 8 for a few more bytes and still smooths block edges; 10 does not. */
const quantizationParameter = 25
const speed = 9

/** minih264 in WebAssembly: H.264 baseline, encoded while `add` runs. Works everywhere. */
export async function createWasmEncoder({ width, height, fps, onEncoded }: EncoderOptions): Promise<Encoder> {
  const loaded: unknown = createRequire(import.meta.url)('h264-mp4-encoder')
  if (!isEncoderModule(loaded)) throw new Error('The built-in video encoder could not be loaded.')
  const encoder = await loaded.createH264MP4Encoder()
  Object.assign(encoder, {
    width,
    height,
    frameRate: fps,
    quantizationParameter,
    speed,
    groupOfPictures: Math.max(1, Math.floor(fps * keyframeSeconds)),
  })
  encoder.initialize()
  let frames = 0
  let open = true
  const close = (): void => {
    if (open) encoder.delete()
    open = false
  }
  return {
    name: 'wasm',
    async add(planes) {
      encoder.addFrameYuv(planes)
      onEncoded(++frames)
    },
    async finish() {
      encoder.finalize()
      const bytes = encoder.FS.readFile(encoder.outputFilename)
      encoder.FS.unlink(encoder.outputFilename)
      close()
      return bytes
    },
    kill: close,
  }
}

/** Its types name exports, its code sets `module.exports` in a way that `import` cannot see through. */
function isEncoderModule(value: unknown): value is typeof Wasm {
  return typeof value === 'object' && value !== null && 'createH264MP4Encoder' in value
}
