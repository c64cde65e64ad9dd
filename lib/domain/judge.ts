import type { Analysis, Palette } from './analysis.ts'
import type { Brief } from './brief.ts'
import type { PixelsMeasured } from './measure-pixels.ts'
import { hasPart, type Post } from './post.ts'
import type { Score } from './score.ts'

/** What a post is measured against: what the campaign stands on, and its other posts as they stand. */
export type Ground = { brief: Brief; analysis: Analysis; others: readonly Post[] }

/** Port: measures a post's words by the rules. Pure: the same words on the same ground have the same scores. A few ms. */
export type Judge = (post: Pick<Post, 'angle' | 'texts'>, ground: Ground) => Score[]

/** Port: measures a picture's pixels, off this thread. Rejects when its bytes are no picture, and when it cannot be measured. */
export type PictureJudge = (bytes: Uint8Array, palette: Palette) => Promise<Score[]>

/** Port: decodes a picture and measures its pixels against #rrggbb colours, off this thread. Rejects as a PictureJudge does. */
export type PixelMeter = (bytes: Uint8Array, palette: readonly string[]) => Promise<PixelsMeasured>

/** The post with what is measured of its words, anew where they differ from before; old scores do not stay on new words. */
export function judged(before: Post | undefined, post: Post, measure: ((post: Post) => Score[] | null) | null): Post {
  if (before && JSON.stringify(before.texts) === JSON.stringify(post.texts)) return post
  const { checks: _, review, ...words } = post
  const checks = hasPart(post, 'text') ? measure?.(words) : null
  return {
    ...words,
    ...(checks && { checks }),
    // What was said of other words does not stay on these.
    ...(review && review !== before?.review && { review }),
  }
}
