import type { Analysis, Angle } from '../../domain/analysis.ts'
import type { Brief } from '../../domain/brief.ts'
import type { Platform } from '../../domain/platform-rules.ts'
import type { Post, PlatformText } from '../../domain/post.ts'
import type { Limit, RuleId, Score } from '../../domain/score.ts'

/** One post's text on one platform. */
export type OneText = { platform: Platform } & PlatformText

/** All that a rule may look at. */
export type Material = {
  texts: readonly OneText[]
  angle: Angle | null
  analysis: Analysis
  brief: Brief
  /** What facts may come from, as one text. */
  sources: string
  others: readonly Post[]
}

/** `input` is exactly what was looked at: it goes into the hash. */
export type Finding = {
  on?: Platform
  measured: number
  limit: Limit
  found?: string
  input: unknown
}

/** One rule for posts: pure, and null where there is nothing to measure. */
export type PostRule = {
  id: RuleId
  /** Rises when it measures in another way: then old scores stay what they are, and have other hashes. */
  version: number
  unit: Score['unit']
  /** What it measures, and who says so: the source of its limit. */
  why: string
  measure(material: Material): Finding | null
}

/** The finding that is nearest to its limit, or farthest beyond it: `stress` rises towards it. */
export function worstOf(findings: readonly (Finding & { stress: number })[]): Finding | null {
  const [first, ...rest] = findings
  if (!first) return null
  const { stress: _, ...worst } = rest.reduce((most, one) => (one.stress > most.stress ? one : most), first)
  return worst
}
