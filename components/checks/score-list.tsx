import { brokenOf, isKept, type Score } from '../../lib/domain/score.ts'
import { en } from '../messages/en.ts'
import { ScoreLine } from './score-line.tsx'

/** Scores, those to look at first, else in the order in which they were measured. */
export function ScoreList({ scores }: { scores: readonly Score[] }) {
  const ordered = [...brokenOf(scores), ...scores.filter(isKept)]
  return (
    <ul className="scores">
      {ordered.map((score) => (
        <ScoreLine key={score.rule} score={score} />
      ))}
    </ul>
  )
}

/** "11 checks, 10 kept". */
export const countOf = (scores: readonly Score[]): string =>
  en.checks.count(scores.length, scores.length - brokenOf(scores).length)
