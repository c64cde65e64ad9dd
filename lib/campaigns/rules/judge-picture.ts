import { Worker } from 'node:worker_threads'
import sharp from 'sharp'
import type { PictureJudge } from '../../domain/judge.ts'
import { pictureRules } from './picture-rules.ts'
import type { PixelOrder, PixelReply } from './pixels-thread.ts'
import { scoreOf } from './score-of.ts'

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
