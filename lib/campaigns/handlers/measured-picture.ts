import type { Claim } from '../../domain/handler.ts'
import type { PictureJudge } from '../../domain/judge.ts'
import type { Score } from '../../domain/score.ts'
import { scoreOf } from '../rules/score-of.ts'
import { sha256Of } from '../seed.ts'

/** What is measured of a picture; nothing where nothing measures. Never rejects. */
export type MeasurePicture = (bytes: Uint8Array) => Promise<Score[]>

/**
 * Measures the pictures of one job, each once, whoever asks. What was paid for is not lost by a measuring that broke: one score says that it did, and
 * `onTrouble` why.
 */
export function measuringOf(
  judge: PictureJudge | undefined,
  { analysis }: Pick<Claim, 'analysis'>,
  onTrouble: (error: unknown) => void = () => undefined,
): MeasurePicture {
  const measured = new Map<string, Promise<Score[]>>()
  return async (bytes) => {
    if (!judge || !analysis) return []
    const sha256 = sha256Of(bytes)
    const known = measured.get(sha256)
    if (known) return known
    const scores = judge(bytes, analysis.visualDirection.palette).catch((error: unknown) => {
      onTrouble(error)
      return [unmeasured(sha256)]
    })
    measured.set(sha256, scores)
    return scores
  }
}

const unmeasured = (input: string): Score =>
  scoreOf({ rule: 'picture.measured', version: 1, unit: 'as-is', measured: 'no', limit: { is: 'yes' }, input })
