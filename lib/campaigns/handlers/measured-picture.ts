import type { HandlerContext } from '../../domain/handler.ts'
import type { Score } from '../../domain/score.ts'
import { judgePicture } from '../rules/judge-picture.ts'

/** What is measured of a picture's pixels; nothing when that cannot be done: a picture that was paid for is not lost by a measuring that broke. */
export async function measuredPicture({ claim }: Pick<HandlerContext, 'claim'>, bytes: Uint8Array): Promise<Score[]> {
  const { analysis } = claim
  if (!analysis) return []
  try {
    return await judgePicture(bytes, analysis.visualDirection.palette)
  } catch {
    return []
  }
}
