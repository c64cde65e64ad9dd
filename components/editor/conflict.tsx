import { Users } from 'lucide-react'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import type { Post } from '../../lib/domain/post.ts'
import { postedText } from '../../lib/domain/text-counter.ts'
import { en } from '../messages/en.ts'
import { listOf } from '../messages/numbers.ts'
import { Button } from '../ui/button.tsx'
import { Note } from '../ui/note.tsx'
import { contentOf, type TextDraft } from './draft.ts'
import { Marked, wordsBetween } from './word-diff.tsx'

const words = en.post.conflict

type ConflictProps = {
  post: Post
  /** The text both changed, as this person wrote it. */
  platform: Platform
  mine: TextDraft
  /** Other texts that both changed. */
  others: readonly Platform[]
  onApply(): void
  onDrop(): void
}

/** Somebody was faster: both texts side by side, and two ways on. Nothing is written over until one is chosen. */
export function Conflict({ post, platform, mine, others, onApply, onDrop }: ConflictProps) {
  const theirs = post.texts[platform]
  const { pieces } = wordsBetween(theirs ? postedText(platform, theirs) : '', postedText(platform, contentOf(mine)))
  return (
    <div className="conflict" role="alert">
      <Note
        tone="warn"
        icon={<Users className="ic" aria-hidden="true" />}
        title={words.title(post.version)}
        actions={
          <>
            <Button size="s" look="ink" onClick={onApply}>
              {words.apply}
            </Button>
            <Button size="s" onClick={onDrop}>
              {words.drop}
            </Button>
          </>
        }
      >
        {words.text} {others.length === 0 ? null : words.others(listOf(others.map((one) => platformRules[one].name)))}
      </Note>
      <div className="vers">
        <div>
          <div className="vh">
            <b>{words.theirs(post.version)}</b>
            <span className="cap">{platformRules[platform].name}</span>
          </div>
          <Marked pieces={pieces} side="before" />
        </div>
        <div>
          <div className="vh">
            <b>{words.mine}</b>
          </div>
          <Marked pieces={pieces} side="after" />
        </div>
      </div>
    </div>
  )
}
