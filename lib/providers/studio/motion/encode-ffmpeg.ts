import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { Readable } from 'node:stream'
import { keyframeSeconds, niceness, type Encoder, type EncoderOptions } from './encoder.ts'

/** True when the program runs and has libx264. */
export function hasX264(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(path, ['-hide_banner', '-loglevel', 'error', '-encoders'], { timeout: 4_000 }, (error, stdout) =>
      resolve(!error && stdout.includes('libx264')),
    )
  })
}

/**
 * x264 in its own process. Fragmented MP4 comes over a pipe, so nothing touches the disk. Throws, or rejects later, with ffmpeg's own last
 * words when it breaks. `onChild` hears the process id, for a stop from outside, and null when
 * the process has ended and is reaped.
 */
export function createFfmpegEncoder(
  path: string,
  options: EncoderOptions & { onChild: (pid: number | null) => void },
): Encoder {
  const { width, height, fps, onEncoded, onChild } = options
  const keyframes = String(Math.max(1, Math.floor(fps * keyframeSeconds)))
  const color = ['-color_range', 'tv', '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709']
  const input = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p', '-s', `${width}x${height}`, '-r', String(fps), '-i', 'pipe:0']
  const x264 = [
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-tune',
    'animation',
    '-crf',
    '20',
    '-threads',
    '1',
    '-bf',
    '0',
    '-g',
    keyframes,
    '-keyint_min',
    keyframes,
  ]
  const output = ['-f', 'mp4', '-movflags', 'frag_keyframe+empty_moov+default_base_moof', 'pipe:1']
  const child = spawn(
    path,
    [
      '-hide_banner',
      '-loglevel',
      'error',
      '-nostats',
      '-stats_period',
      '0.1',
      '-progress',
      'pipe:3',
      ...input,
      '-an',
      ...x264,
      ...color,
      ...output,
    ],
    {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    },
  )
  const { stdin, stdout, stderr } = child
  const progress = child.stdio[3]
  if (!stdin || !stdout || !stderr || !(progress instanceof Readable)) throw new Error('ffmpeg has no pipes.')
  if (child.pid !== undefined) {
    onChild(child.pid)
    lower(child.pid)
  }
  const pieces: Buffer[] = []
  let said = ''
  let broken: Error | null = null
  stdout.on('data', (piece: Buffer) => pieces.push(piece))
  stderr.on('data', (piece: Buffer) => (said = (said + piece.toString()).slice(-500)))
  progress.on('data', (piece: Buffer) => {
    const frames = [...piece.toString().matchAll(/^frame=(\d+)/gm)].at(-1)?.[1]
    if (frames !== undefined) onEncoded(Number(frames))
  })
  for (const stream of [stdin, stdout, stderr, progress]) stream.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      broken = new Error(`ffmpeg did not start: ${error.message}`)
      resolve()
    })
    child.on('close', (code, signal) => {
      if (code !== 0) broken ??= new Error(`ffmpeg stopped (${signal ?? `exit ${code}`}): ${said.trim()}`)
      onChild(null)
      resolve()
    })
  })
  const check = (): void => {
    if (broken) throw broken
  }
  return {
    name: 'ffmpeg',
    async add(planes) {
      check()
      if (!stdin.write(Buffer.from(planes))) await Promise.race([once(stdin, 'drain').catch(() => undefined), ended])
      check()
    },
    async finish() {
      stdin.end()
      await ended
      check()
      return Buffer.concat(pieces)
    },
    kill() {
      child.kill('SIGKILL')
    },
  }
}

function lower(pid: number): void {
  try {
    setPriority(pid, niceness)
  } catch {
    // Where priorities cannot be set, ffmpeg runs at ours.
  }
}
