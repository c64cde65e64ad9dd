import { readlinkSync } from 'node:fs'
import { setPriority } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { createFfmpegEncoder } from './encode-ffmpeg.ts'
import { createWasmEncoder } from './encode-wasm.ts'
import { niceness, type Encoder, type EncoderOptions } from './encoder.ts'
import { createFilmPainter } from './film-painter.ts'
import type { Film, FilmSpec } from './film-spec.ts'
import { factsOf, remux } from './remux.ts'
import { createYuvConverter } from './yuv.ts'
import { freePixels } from '../free-pixels.ts'

/** When the hook has risen and nothing has left yet, seconds; JPEG quality 0-100. */
const posterSeconds = 1.4
const posterQuality = 86

export type FilmOrder = { spec: FilmSpec; ffmpeg: string | null }
/** What the worker tells: a child process began or ended, frames were encoded, the film is done or cannot be made. */
export type FilmNews =
  | { type: 'child'; pid: number | null }
  | { type: 'encoded'; done: number; total: number }
  | { type: 'film'; film: Film }
  | { type: 'failed'; message: string }

/** Linux gives each thread its own niceness: drawing must not take the server's share. Elsewhere the thread runs as it is. */
function stepBack(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1))
    if (Number.isInteger(thread)) setPriority(thread, niceness)
  } catch {
    return
  }
}

const tell = (news: FilmNews, transfer: ArrayBuffer[] = []): void => parentPort?.postMessage(news, transfer)

async function encode(
  spec: FilmSpec,
  begin: (options: EncoderOptions) => Encoder | Promise<Encoder>,
  told: { done: number },
): Promise<Film> {
  const painter = await createFilmPainter(spec)
  const total = painter.frames
  const onEncoded = (frames: number): void => {
    if (frames <= told.done || frames > total) return
    told.done = frames
    tell({ type: 'encoded', done: frames, total })
  }
  const encoder = await begin({ width: spec.width, height: spec.height, fps: spec.fps, onEncoded })
  try {
    const toYuv = createYuvConverter(spec.width, spec.height)
    const posterFrame = Math.min(total - 1, Math.round(posterSeconds * spec.fps))
    let poster = new Uint8Array()
    for (let frame = 0; frame < total; frame++) {
      const canvas = painter.paint(frame)
      if (frame === posterFrame) poster = new Uint8Array(await canvas.encode('jpeg', posterQuality))
      await encoder.add(toYuv(canvas.data()))
      // Each frame leaves 4 MB of pixels behind, which are freed on the next turn of the loop only.
      await setImmediate()
      freePixels()
    }
    const bytes = await remux(await encoder.finish(), { fps: spec.fps, frames: total })
    const { width, height, durationMs, frames } = await factsOf(bytes)
    onEncoded(frames)
    return { bytes, mime: 'video/mp4', width, height, durationMs, frames, poster }
  } catch (error) {
    encoder.kill()
    throw error
  }
}

async function make({ spec, ffmpeg }: FilmOrder): Promise<Film> {
  const told = { done: 0 }
  if (ffmpeg !== null) {
    try {
      return await encode(
        spec,
        (options) => createFfmpegEncoder(ffmpeg, { ...options, onChild: (pid) => tell({ type: 'child', pid }) }),
        told,
      )
    } catch (error) {
      if (error instanceof RangeError) throw error
    }
  }
  return encode(spec, createWasmEncoder, told)
}

stepBack()
parentPort?.once('message', (order: FilmOrder) => {
  make(order).then(
    (film) => {
      const bytes = film.bytes.slice()
      tell({ type: 'film', film: { ...film, bytes } }, [bytes.buffer])
    },
    (error: unknown) => tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) }),
  )
})
