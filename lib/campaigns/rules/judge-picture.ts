import type { PictureJudge, PixelMeter } from '../../domain/judge.ts'
import { pictureRules } from './picture-rules.ts'
import { scoreOf } from './score-of.ts'

/** The PictureJudge port: every rule, on all pixels. */
export function createPictureJudge(measure: PixelMeter): PictureJudge {
  return async (bytes, palette) => {
    const colours = [...new Set(Object.values(palette))]
    const { sha256, width, height, ...facts } = await measure(bytes, colours)
    return pictureRules.map(({ id, version, unit, limit, of }) =>
      scoreOf({
        rule: id,
        version,
        unit,
        limit,
        measured: Number(of(facts).toPrecision(12)),
        input: [sha256, width, height, colours],
      }),
    )
  }
}
