import { Eye, EyeOff, Undo2 } from 'lucide-react'
import type { Review } from '../../lib/domain/review.ts'
import { en } from '../messages/en.ts'

const words = en.checks.review

/** What a second pass of a model said. Nothing where there was none. */
export function ReviewNote({ review }: { review: Review | undefined }) {
  if (review === undefined) return null
  return (
    <p className="review" title={words.by(review.by)}>
      <Said review={review} />
    </p>
  )
}

function Said({ review }: { review: Review }) {
  switch (review.status) {
    case 'passed':
      return (
        <>
          <Eye className="ic" aria-hidden="true" />
          <span>{words.passed}</span>
        </>
      )
    case 'sent_back':
      return (
        <>
          <Undo2 className="ic" aria-hidden="true" />
          <span>
            <b>{words.sentBack}</b> <span dir="auto">{review.reason}</span> {words[review.kept]}
          </span>
        </>
      )
    case 'unseen':
      return (
        <>
          <EyeOff className="ic" aria-hidden="true" />
          <span>
            {words.unseen} <span dir="auto">{review.why}</span>
          </span>
        </>
      )
  }
}
