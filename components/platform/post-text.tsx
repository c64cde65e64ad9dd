'use client'

import { useState } from 'react'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import { en } from '../messages/en.ts'

/** What stands in a post: finished, being written (`running`), or nothing yet. */
export type Wording = { text: string; hashtags: readonly string[]; link: string | null; running: boolean }

type PostTextProps = { platform: Platform; wording: Wording | null; handle?: string | undefined }

/** The text as the platform folds it: cut where its readers stop before "more", and opened on demand. */
export function PostText({ platform, wording, handle }: PostTextProps) {
  const [open, setOpen] = useState(false)
  if (wording === null || (wording.text === '' && !wording.running)) {
    return (
      <div className="pf-text" aria-hidden="true">
        {handle === undefined ? null : <b>{handle}</b>}
        <div className="pt-2">
          <div className="skel w-[96%]" />
          <div className="skel w-[70%]" />
        </div>
      </div>
    )
  }
  const { text, running } = wording
  const cutAt = cutOf(text, platform)
  // Also while it is being written: what stands behind the fold grows unseen, and nothing below it moves.
  const cut = !open && cutAt !== null
  // While it is written, a paragraph that has not begun yet takes no room.
  const shown = cut ? `${text.slice(0, cutAt).trimEnd()} ` : running ? text.trimEnd() : text
  const tags = wording.hashtags.map((tag) => `#${tag}`).join(' ')
  return (
    <div className="pf-text" aria-busy={running || undefined}>
      <p>
        {handle === undefined ? null : (
          <>
            <b>{handle}</b>{' '}
          </>
        )}
        {shown}
        {running && !cut ? <span className="caret" aria-hidden="true" /> : null}
        {cut ? (
          <button type="button" className="morelink" onClick={() => setOpen(true)}>
            {en.campaign.more}
          </button>
        ) : null}
      </p>
      {cut || running || (tags === '' && wording.link === null) ? null : (
        <p className="tag">
          {wording.link === null ? null : <span className="block">{wording.link}</span>}
          {tags}
        </p>
      )}
    </div>
  )
}

/** Where the fold falls, at a word's end and after five lines at most; null when the text stands whole, as it always does on X. */
function cutOf(text: string, platform: Platform): number | null {
  const { fold, maxCharacters } = platformRules[platform]
  if (fold >= maxCharacters) return null
  const lines = text.split('\n')
  const most = Math.min(fold, lines.slice(0, 5).join('\n').length)
  if (text.length <= most + 24) return null
  if (most < fold) return most
  const space = text.lastIndexOf(' ', most)
  return space > most / 2 ? space : most
}
