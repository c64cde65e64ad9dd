import type { PixelFacts } from '../../domain/measure-pixels.ts'
import type { Limit, RuleId, Score } from '../../domain/score.ts'

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
