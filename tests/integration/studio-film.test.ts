import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { BriefSchema } from '../../lib/domain/brief.ts'
import { local } from '../../lib/domain/caller.ts'
import { readEnv } from '../../lib/env.ts'
import { hasX264 } from '../../lib/providers/studio/motion/encode-ffmpeg.ts'
import { framesOf, type FilmProgress } from '../../lib/providers/studio/motion/film-spec.ts'
import { factsOf } from '../../lib/providers/studio/motion/remux.ts'
import { createMotionStage, type MotionStage } from '../../lib/providers/studio/motion/stage.ts'
import { wire } from '../../lib/wire.ts'
import { bakery } from '../support/campaigns.ts'
import { createFolder } from '../support/sqlite.ts'
import { shortFilm } from '../support/film-specs.ts'

const stages: MotionStage[] = []
const stageOf = (options: Parameters<typeof createMotionStage>[0]): MotionStage => {
  const stage = createMotionStage(options)
  stages.push(stage)
  return stage
}
afterAll(async () => {
  await Promise.all(stages.map((stage) => stage.close()))
})

const never = new AbortController().signal
const heard = (): { all: FilmProgress[]; hear: (progress: FilmProgress) => void } => {
  const all: FilmProgress[] = []
  return { all, hear: (progress) => all.push(progress) }
}

/** The kinds of the top-level boxes of an MP4, in order. */
function boxesOf(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kinds: string[] = []
  for (let at = 0; at + 8 <= bytes.byteLength; at += view.getUint32(at))
    kinds.push(String.fromCharCode(...bytes.subarray(at + 4, at + 8)))
  return kinds
}

/** A program that looks like ffmpeg with libx264 and then does what the script says. */
function programOf(script: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'film-')), 'ffmpeg')
  writeFileSync(file, `#!/bin/sh\ncase "$*" in *-encoders*) echo "V..... libx264"; exit 0;; esac\n${script}\n`)
  chmodSync(file, 0o755)
  return file
}

/** Films, checks the file against what was reported, and returns the progress heard. */
async function filmed(stage: MotionStage, seconds = 2): Promise<FilmProgress[]> {
  const spec = shortFilm({ seconds })
  const { all, hear } = heard()
  const film = await stage.film(spec, hear, never)
  const facts = await factsOf(film.bytes)
  expect(facts).toMatchObject({
    width: spec.width,
    height: spec.height,
    frames: framesOf(spec),
    durationMs: seconds * 1_000,
  })
  const poster = await sharp(film.poster).metadata()
  expect([poster.format, poster.width, poster.height]).toEqual(['jpeg', spec.width, spec.height])
  expect(film).toMatchObject({
    mime: 'video/mp4',
    width: spec.width,
    height: spec.height,
    frames: facts.frames,
    durationMs: facts.durationMs,
  })
  expect(facts.codec).toMatch(/^avc1/)
  expect(facts.keyframes[0]).toBe(0)
  expect(facts.keyframes.length).toBeLessThan(facts.frames / 3)
  for (const [at, time] of facts.keyframes.entries())
    expect((facts.keyframes[at + 1] ?? seconds) - time).toBeLessThanOrEqual(1.001)
  expect(boxesOf(film.bytes).indexOf('moov')).toBeLessThan(boxesOf(film.bytes).indexOf('mdat'))
  expect(all.at(-1)).toEqual({ done: facts.frames, total: facts.frames })
  for (const [at, { done, total }] of all.entries()) {
    expect(done).toBeGreaterThan(all[at - 1]?.done ?? 0)
    expect(total).toBe(facts.frames)
  }
  return all
}

describe('the built-in encoder', () => {
  test('makes an MP4 that starts at once, seeks by the second, and holds as many frames as were reported', async () => {
    const progress = await filmed(stageOf({ ffmpegPath: null }))
    expect(progress).toHaveLength(48)
  })

  test('gives the same file for the same spec, with no date in it', async () => {
    const stage = stageOf({ ffmpegPath: null })
    const one = await stage.film(shortFilm(), () => undefined, never)
    const two = await stage.film(shortFilm(), () => undefined, never)
    expect(Buffer.compare(one.bytes, two.bytes)).toBe(0)
    for (const kind of ['mvhd', 'tkhd', 'mdhd']) {
      const at = Buffer.from(one.bytes).indexOf(kind) + 8
      expect([kind, ...one.bytes.subarray(at, at + 8)]).toEqual([kind, 0, 0, 0, 0, 0, 0, 0, 0])
    }
  })

  test('steps in when there is no ffmpeg', async () => {
    expect(await filmed(stageOf({ ffmpegPath: '/no/such/ffmpeg' }), 1)).toHaveLength(24)
  })

  test('steps in when ffmpeg breaks before the first frame, in the middle, or writes rubbish', async () => {
    expect(await filmed(stageOf({ ffmpegPath: programOf('echo "no memory" >&2; exit 1') }), 1)).toHaveLength(24)
    expect(await filmed(stageOf({ ffmpegPath: programOf('head -c 400000 >/dev/null; kill -9 $$') }), 1)).toHaveLength(
      24,
    )
    expect(await filmed(stageOf({ ffmpegPath: programOf('cat >/dev/null; echo rubbish') }), 1)).toHaveLength(24)
  })
})

const real = process.env.FFMPEG_PATH ?? 'ffmpeg'
test.skipIf(!(await hasX264(real)))('ffmpeg makes the same film where it is installed', async () => {
  expect((await filmed(stageOf({ ffmpegPath: real }))).length).toBeGreaterThan(0)
})

describe('a film that is stopped', () => {
  test('is gone within a second, and the stage makes the next one', async () => {
    const stage = stageOf({ ffmpegPath: null })
    const stop = new AbortController()
    let stoppedAt = 0
    const film = stage.film(
      shortFilm({ seconds: 12, width: 720, height: 1280 }),
      ({ done }) => {
        if (done !== 3) return
        stoppedAt = performance.now()
        stop.abort()
      },
      stop.signal,
    )
    await expect(film).rejects.toMatchObject({ name: 'AbortError' })
    expect(performance.now() - stoppedAt).toBeLessThan(1_000)
    await filmed(stage, 1)
  })

  test('takes its ffmpeg with it', async () => {
    const pidFile = join(mkdtempSync(join(tmpdir(), 'film-')), 'pid')
    const stage = stageOf({ ffmpegPath: programOf(`echo $$ > ${pidFile}; echo "frame=1" >&3; exec sleep 60`) })
    const stop = new AbortController()
    await expect(stage.film(shortFilm(), () => stop.abort(), stop.signal)).rejects.toMatchObject({ name: 'AbortError' })
    const pid = Number(readFileSync(pidFile, 'utf8'))
    // By itself it would sleep for a minute.
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false)
  })

  test('before its turn never starts', async () => {
    const stage = stageOf({ ffmpegPath: null })
    const stop = new AbortController()
    const { all, hear } = heard()
    const first = stage.film(shortFilm(), () => stop.abort(), never)
    await expect(stage.film(shortFilm(), hear, stop.signal)).rejects.toMatchObject({ name: 'AbortError' })
    expect(all).toEqual([])
    expect((await first).frames).toBe(24)
  })

  test('by closing the stage is refused, and so is what comes after', async () => {
    const stage = createMotionStage({ ffmpegPath: null })
    const film = stage.film(shortFilm({ seconds: 12 }), () => undefined, never)
    await Promise.all([expect(film).rejects.toMatchObject({ name: 'AbortError' }), stage.close()])
    await expect(stage.film(shortFilm(), () => undefined, never)).rejects.toMatchObject({ name: 'AbortError' })
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('a thread without memory is a rejected film that says so', async () => {
  await expect(stageOf({ ffmpegPath: null, heapMb: 4 }).film(shortFilm(), () => undefined, never)).rejects.toThrow(
    'needed more than 4 MB',
  )
})

test('a spec that cannot be filmed is refused before a thread starts', async () => {
  await expect(
    stageOf({ ffmpegPath: null }).film(shortFilm({ fps: 0 }), () => undefined, never),
  ).rejects.toBeInstanceOf(RangeError)
})

test('the program that FFMPEG_PATH names is asked, and no other', async () => {
  const { folder, remove } = await createFolder()
  const asked = join(folder, 'asked')
  const wired = await wire(readEnv({ DATA_DIR: folder, FFMPEG_PATH: programOf(`touch ${asked}; exit 1`) }))
  try {
    const brief = BriefSchema.parse({ ...bakery, postCount: 1 })
    const { view } = await wired.room.campaigns.create(local, brief, null)
    wired.start()
    const viewer = await wired.room.live.follow(local, view.id, { cursor: 0, follow: false })
    while ((await viewer?.next()) !== null);
    expect((await wired.room.campaigns.get(local, view.id)).status).toBe('completed')
    expect(existsSync(asked)).toBe(true)
  } finally {
    await wired.stop()
    await remove()
  }
})
