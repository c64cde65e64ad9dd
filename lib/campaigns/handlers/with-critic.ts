import type { CallContext, ImageRequest, TextRequest } from '../../domain/provider.ts'
import type { Review } from '../../domain/review.ts'
import { brokenOf, type Score } from '../../domain/score.ts'
import { judgePost, postRules } from '../rules/judge-post.ts'
import { pictureRules } from '../rules/picture-rules.ts'
import type { MeasurePicture } from './measured-picture.ts'

/**
 * A call in which a provider's critic is told what is measured of a work and breaks a rule; `measure` is for pictures. `review` is what it said, nothing
 * where there is none.
 * Nearness to the other posts is left to the measuring that is kept: they are still being written.
 */
export function withCritic(
  call: CallContext,
  { brief, analysis, angle }: Pick<TextRequest | ImageRequest, 'brief' | 'analysis' | 'angle'>,
  measure: MeasurePicture = async () => [],
): { call: CallContext; review(): { review?: Review } } {
  let said: Review | null = null
  return {
    call: {
      ...call,
      reviewed: (review) => void (said = review),
      faultsOf: {
        texts: (texts) => faultsIn(judgePost({ angle, texts }, { brief, analysis, others: [] })),
        picture: async ({ bytes }) => faultsIn(await measure(bytes)),
      },
    },
    review: () => (said ? { review: said } : {}),
  }
}

const why = new Map<string, string>([...postRules, ...pictureRules].map((rule) => [rule.id, rule.why]))

const faultsIn = (scores: readonly Score[]): string[] =>
  brokenOf(scores).flatMap(({ rule, on, measured, limit, unit, found }) => {
    const because = why.get(rule)
    // No rule of the work: that something could not be measured is nothing to send it back for.
    if (because === undefined) return []
    const place = on === undefined ? '' : ` on ${on}`
    const what = found === undefined ? '' : `, such as ${JSON.stringify(found)}`
    return `${rule}${place}: ${because} Measured ${measured} (${unit}), limit ${JSON.stringify(limit)}${what}.`
  })
