import type { Claim } from '../../domain/handler.ts'
import type { PictureJudge } from '../../domain/judge.ts'
import type { Score } from '../../domain/score.ts'

/** What is measured of a picture; nothing when that cannot be done: what was paid for is not lost by a measuring that broke. */
export async function measuredPicture(
  judge: PictureJudge | undefined,
  { analysis }: Pick<Claim, 'analysis'>,
  bytes: Uint8Array,
): Promise<Score[]> {
  if (!judge || !analysis) return []
  try {
    return await judge(bytes, analysis.visualDirection.palette)
  } catch {
    return []
  }
}
