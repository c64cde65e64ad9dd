import { Worker } from 'node:worker_threads'
import sharp from 'sharp'
import type { PictureJudge } from '../../domain/judge.ts'
import type { Limit, RuleId, Score } from '../../domain/score.ts'
import type { PixelFacts } from './measure-pixels.ts'
import type { PixelOrder, PixelReply } from './pixels-thread.ts'
import { scoreOf } from './score-of.ts'

type PictureRule = {
  id: RuleId
  version: number
  unit: Score['unit']
  /** What it measures, and who says so: the source of its limit. */
  why: string
  limit: Limit
  of(facts: PixelFacts): number
}

/** Limits are house rules, set by what the studio's own pictures measure (decision 034). */
export const pictureRules: readonly PictureRule[] = [
  {
    id: 'picture.palette',
    version: 1,
    unit: 'oklab',
    why: 'Mean distance of all pixels to the nearest colour of the brand’s palette, in OKLab (Ottosson 2020).',
    limit: { most: 0.12 },
    of: ({ distance }) => distance,
  },
  {
    id: 'picture.near',
    version: 1,
    unit: 'share',
    why: 'Share of pixels that look akin to one of the brand’s five colours: within 0.08 in OKLab.',
    limit: { least: 0.4 },
    of: ({ near }) => near,
  },
  {
    id: 'picture.contrast',
    version: 1,
    unit: 'share',
    why: 'From the darkest to the lightest hundredth of the pixels: flat pictures do not stop a thumb.',
    limit: { least: 0.3 },
    of: ({ contrast }) => contrast,
  },
  {
    id: 'picture.detail',
    version: 1,
    unit: 'levels',
    why: 'Mean absolute Laplacian of the lightness: a blank picture has none, and a blurred one little.',
    limit: { least: 1 },
    of: ({ detail }) => detail,
  },
]

/** Pixels live outside the heap. MB. */
const threadLimits = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 48 }

/** The PictureJudge port: every rule, on all pixels as they are decoded; decoding and measuring run in other threads. */
export const judgePicture: PictureJudge = async (bytes, palette) => {
  const { data, info } = await sharp(bytes)
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  const colours = [...new Set(Object.values(palette))]
  const facts = await inThread({ data, width, height, palette: colours })
  return pictureRules.map(({ id, version, unit, limit, of }) =>
    scoreOf({
      rule: id,
      version,
      unit,
      limit,
      measured: Number(of(facts).toPrecision(12)),
      input: [facts.sha256, width, height, colours],
    }),
  )
}

function inThread(order: PixelOrder): Promise<PixelReply> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./pixels-thread.ts', import.meta.url), {
      name: 'pixels',
      workerData: order,
      resourceLimits: threadLimits,
    })
    thread.once('message', (reply: PixelReply) => resolve(reply))
    thread.once('error', reject)
    thread.once('exit', (code) => reject(new Error(`The thread that measured a picture stopped: exit code ${code}`)))
  })
}
