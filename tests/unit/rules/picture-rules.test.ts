import sharp from 'sharp'
import { afterAll, describe, expect, it, test } from 'vitest'
import { createPictureJudge } from '../../../lib/campaigns/rules/judge-picture.ts'
import { pictureRules } from '../../../lib/campaigns/rules/picture-rules.ts'
import { measurePixels } from '../../../lib/domain/measure-pixels.ts'
import { isKept, ScoreSchema, type Score } from '../../../lib/domain/score.ts'
import { createStillStage } from '../../../lib/providers/studio/stills/stage.ts'
import { createChance } from '../../support/chance.ts'

const palette = { ground: '#f6e7cf', surface: '#fffaf0', ink: '#3d1508', accent: '#8a2b0f', onAccent: '#ffffff' }
const size = { width: 64, height: 80 }

const stage = createStillStage()
afterAll(() => stage.close())
const judgePicture = createPictureJudge(stage.measure)

type Colour = readonly [number, number, number]
const [ground, ink, accent]: readonly Colour[] = [
  [0xf6, 0xe7, 0xcf],
  [0x3d, 0x15, 0x08],
  [0x8a, 0x2b, 0x0f],
]

/** A picture of which each pixel has the colour that is given for its place. */
function painted(colourAt: (x: number, y: number) => Colour | undefined): Uint8Array {
  const data = new Uint8Array(size.width * size.height * 3)
  for (let at = 0; at < size.width * size.height; at++)
    data.set(colourAt(at % size.width, Math.floor(at / size.width)) ?? [0, 0, 0], at * 3)
  return data
}
const fileOf = async (data: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(
    await sharp(data, { raw: { ...size, channels: 3 } })
      .png()
      .toBuffer(),
  )
const judge = async (data: Uint8Array): Promise<Score[]> => judgePicture(await fileOf(data), palette)
const scoreOf = (rule: string, scores: readonly Score[]): Score => {
  const found = scores.find((score) => score.rule === rule)
  if (!found) throw new Error(`${rule} was not measured.`)
  return found
}

const branded = painted((x, y) => (((x >> 2) + (y >> 2)) % 3 === 0 ? accent : x > 40 ? ink : ground))
const green = painted(() => [0, 180, 60])

describe('a picture', () => {
  it('in the brand’s colours keeps every rule', async () => {
    const scores = await judge(branded)
    expect(scores.map(({ rule }) => rule)).toEqual(pictureRules.map(({ id }) => id))
    expect(scores.filter((score) => !isKept(score))).toEqual([])
    expect(ScoreSchema.array().parse(scores)).toEqual(scores)
    expect(scoreOf('picture.palette', scores).measured).toBe(0)
    expect(scoreOf('picture.near', scores).measured).toBe(1)
  })

  it('of one strange colour breaks every rule', async () => {
    const scores = await judge(green)
    expect(scores.filter(isKept)).toEqual([])
    expect(scoreOf('picture.contrast', scores).measured).toBe(0)
    expect(scoreOf('picture.detail', scores).measured).toBe(0)
  })

  it('is measured by OKLab’s own numbers', () => {
    // White to black is 1 in lightness, and nothing else.
    const black = measurePixels({ data: new Uint8Array(3), width: 1, height: 1 }, ['#ffffff'])
    expect(black.distance).toBeCloseTo(1, 6)
    expect(measurePixels({ data: new Uint8Array([255, 0, 0]), width: 1, height: 1 }, ['#ff0000']).distance).toBe(0)
  })

  it('has as much detail as its lightness bends, from row to row as within a row', () => {
    const white = { x: 2, y: 2 }
    const data = Uint8Array.from({ length: 5 * 6 * 3 }, (_, at) =>
      Math.floor(at / 3) === white.y * 5 + white.x ? 255 : 0,
    )
    // Of the 3 × 4 places with neighbours on all sides the dot bends by 4, and each of its four neighbours by 1.
    expect(measurePixels({ data, width: 5, height: 6 }, ['#000000']).detail).toBeCloseTo((8 / 12) * 255, 4)
    for (const [width, height] of [
      [15, 2],
      [2, 15],
    ] as const)
      expect(measurePixels({ data, width, height }, ['#000000']).detail).toBe(0)
  })

  it('of another pixel has other measures, at full size, and another hash', async () => {
    const [width, height] = [1080, 1350]
    const chance = createChance(7)
    const data = Uint8Array.from({ length: width * height * 3 }, () => Math.floor(chance() * 256))
    const measured = async (of: Uint8Array): Promise<unknown> => {
      const file = await sharp(of, { raw: { width, height, channels: 3 } })
        .png({ compressionLevel: 1 })
        .toBuffer()
      return scoreOf('picture.palette', await judgePicture(new Uint8Array(file), palette)).measured
    }
    const one = await measured(data)
    for (const at of [3 * 541 * 1080, data.length - 1]) {
      const changed = data.slice()
      changed[at] = ((data[at] ?? 0) + 1) % 256
      expect(await measured(changed)).not.toBe(one)
    }
    const pixel = branded.slice()
    pixel[3_000] = (pixel[3_000] ?? 0) ^ 1
    const [before, after] = [await judge(branded), await judge(pixel)]
    expect(scoreOf('picture.palette', after).measured).not.toBe(scoreOf('picture.palette', before).measured)
    for (const { id } of pictureRules) expect(scoreOf(id, after).hash).not.toBe(scoreOf(id, before).hash)
    expect(await judge(branded)).toEqual(before)
  })

  test('that cannot be opened is not measured, and those behind it are', async () => {
    const file = await fileOf(branded)
    const broken = judgePicture(new Uint8Array([1, 2, 3]), palette)
    const behind = Promise.all([judgePicture(file, palette), judgePicture(file, palette)])
    await expect(broken).rejects.toThrow('unsupported image format')
    const alone = await judge(branded)
    expect(await behind).toEqual([alone, alone])
  })
})
