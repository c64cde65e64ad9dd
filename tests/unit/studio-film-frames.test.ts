import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { createFilmPainter } from '../../lib/providers/studio/motion/film-painter.ts'
import { framesOf, type FilmSpec } from '../../lib/providers/studio/motion/film-spec.ts'
import { createYuvConverter } from '../../lib/providers/studio/motion/yuv.ts'
import { shortFilm } from '../support/film-specs.ts'

const hashesOf = async (spec: FilmSpec, frames: readonly number[]): Promise<string[]> => {
  const painter = await createFilmPainter(spec)
  return frames.map((frame) => createHash('sha256').update(painter.paint(frame).data()).digest('hex'))
}
const spec = shortFilm({ seconds: 6, fps: 12 })
const frames = [0, 12, 20, 24, 40, 71]

test('the same spec gives the same frames, another seed gives others', async () => {
  const first = await hashesOf(spec, frames)
  expect(await hashesOf(spec, frames)).toEqual(first)
  expect(new Set(first).size).toBe(frames.length)
  const others = await Promise.all(['b', 'c', 'd'].map((seed) => hashesOf({ ...spec, seed }, frames)))
  expect(others.some((other) => other[1] !== first[1])).toBe(true)
})

test('a film without a readable picture is drawn with shapes', async () => {
  const painter = await createFilmPainter({ ...spec, motifFile: '/no/such/picture.webp' })
  expect(painter.frames).toBe(framesOf(spec))
  expect(
    painter
      .paint(30)
      .data()
      .some((value) => value !== 0),
  ).toBe(true)
})

test('every pixel of every frame is painted', async () => {
  const painter = await createFilmPainter(spec)
  for (const frame of frames) {
    const pixels = painter.paint(frame).data()
    expect(pixels.findIndex((value, at) => at % 4 === 3 && value !== 255)).toBe(-1)
  }
})

const frameOf = (...colors: [number, number, number][]): Uint8Array =>
  new Uint8Array(colors.flatMap(([red, green, blue]) => [red, green, blue, 255]))
const flat = (color: [number, number, number]): Uint8Array => frameOf(color, color, color, color)

test('colours become BT.709 in limited range', () => {
  const planesOf = (color: [number, number, number]): number[] => [...createYuvConverter(2, 2)(flat(color))]
  expect(planesOf([255, 255, 255])).toEqual([235, 235, 235, 235, 128, 128])
  expect(planesOf([0, 0, 0])).toEqual([16, 16, 16, 16, 128, 128])
  expect(planesOf([255, 0, 0])).toEqual([63, 63, 63, 63, 102, 240])
  expect(planesOf([0, 0, 255])).toEqual([32, 32, 32, 32, 240, 118])
})

test('converting only what changed gives what converting everything gives', async () => {
  const painter = await createFilmPainter(spec)
  const running = createYuvConverter(spec.width, spec.height)
  for (const frame of frames) {
    const pixels = painter.paint(frame).data()
    expect(Buffer.compare(running(pixels), createYuvConverter(spec.width, spec.height)(pixels))).toBe(0)
  }
})
