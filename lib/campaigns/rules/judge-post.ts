import type { Analysis, Angle } from '../../domain/analysis.ts'
import type { Judge } from '../../domain/judge.ts'
import { PlatformSchema } from '../../domain/platform-rules.ts'
import { sourceText } from '../../domain/sources.ts'
import { factsRead } from '../../domain/website.ts'
import { groundingRules } from './grounding-rules.ts'
import type { Material } from './rule.ts'
import { scoreOf } from './score-of.ts'
import { wordingRules } from './wording-rules.ts'

export const postRules = [...wordingRules, ...groundingRules] as const

/** The Judge port: every rule that has something to measure, in the order of the table. */
export const judgePost: Judge = ({ angle, texts }, { brief, analysis, others }) => {
  const material: Material = {
    texts: PlatformSchema.options.flatMap((platform) => {
      const text = texts[platform]
      return text ? [{ platform, ...text }] : []
    }),
    angle,
    analysis,
    brief,
    sources: sourceText(brief, factsRead(analysis.website), claimsOf(analysis, angle)),
    others,
  }
  if (material.texts.length === 0) return []
  return postRules.flatMap(({ id, version, unit, measure }) => {
    const finding = measure(material)
    return finding ? [scoreOf({ rule: id, version, unit, ...finding })] : []
  })
}

/** What the brief's files say. What a model saw in one and nobody else could read is known by the facts it quoted. */
function claimsOf({ uploads = [] }: Analysis, angle: Angle | null): string[] {
  const seen = uploads.some(({ shown }) => shown) ? (angle?.facts ?? []) : []
  return [...uploads.flatMap(({ claims }) => claims), ...seen]
}
