import type { Post } from '../../lib/domain/post.ts'
import { ReviewNote } from '../checks/review-note.tsx'
import { countOf, ScoreList } from '../checks/score-list.tsx'
import { en } from '../messages/en.ts'

const words = en.checks

/** What was measured of a post's words. Nothing where nobody measured. */
export function Checks({ post, changed }: { post: Pick<Post, 'checks' | 'review' | 'version'>; changed: boolean }) {
  const { checks = [], review, version } = post
  if (checks.length === 0) return null
  return (
    <section aria-label={words.title}>
      <div className="row spread wrap mb-3">
        <h2 className="head">{words.title}</h2>
        <span className="cap">{countOf(checks)}</span>
      </div>
      {changed ? <p className="cap mb-3">{words.of(version)}</p> : null}
      <ReviewNote review={review} />
      <ScoreList scores={checks} />
    </section>
  )
}
