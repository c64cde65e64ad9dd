import type { Limit, Score } from '../../domain/score.ts'
import { hashOf } from '../seed.ts'

type Measuring = Omit<Score, 'hash' | 'found'> & {
  version: number
  limit: Limit
  found?: string
  /** Exactly what was looked at. */
  input: unknown
}

const mostFound = 24

/** A score with the hash of what was measured, by which rule in which version, and against what. */
export function scoreOf({ version, input, found, ...about }: Measuring): Score {
  const shown = found === undefined ? '' : shortened(found)
  return {
    ...about,
    ...(shown !== '' && { found: shown }),
    hash: hashOf([about.rule, version, about.limit, input]),
  }
}

/** Cut between letters as people see them. */
function shortened(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ').trim()
  if (flat.length <= mostFound) return flat
  let kept = ''
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(flat)) {
    if (kept.length + segment.length >= mostFound) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}
