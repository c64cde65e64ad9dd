import { Check, ChevronDown, TriangleAlert } from 'lucide-react'
import { platformRules } from '../../lib/domain/platform-rules.ts'
import { isKept, ScoreSchema, type Score } from '../../lib/domain/score.ts'
import { en } from '../messages/en.ts'

const words = en.checks

/** One score, its explanation on demand. What is not a whole score, with what was measured and the hash of it, is not shown at all. */
export function ScoreLine({ score }: { score: Score }) {
  const { data } = ScoreSchema.safeParse(score)
  if (!data) return null
  const { rule, on, found, hash } = data
  const { name, why } = words.rules[rule]
  const kept = isKept(data)
  return (
    <li data-kept={kept}>
      <details>
        <summary>
          {kept ? <Check className="ic" aria-hidden="true" /> : <TriangleAlert className="ic" aria-hidden="true" />}
          <span className="what">
            <b>{on === undefined ? name : words.on(name, platformRules[on].name)}</b>
            <span className="val">
              {words.measured(data)}
              {found !== undefined && !kept ? words.found(found) : null}
            </span>
          </span>
          <span className="cap">
            {kept ? words.kept : words.broken}
            <ChevronDown className="ic open" aria-hidden="true" />
          </span>
        </summary>
        <div className="why">
          <p>{why}</p>
          <p className="cap">
            {words.hash}{' '}
            <span className="mono" title={hash}>
              {hash.slice(0, 8)}…{hash.slice(-4)}
            </span>
          </p>
        </div>
      </details>
    </li>
  )
}
