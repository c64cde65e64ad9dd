'use client'

import { useEffect, useRef, useState, type CSSProperties, type RefObject } from 'react'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import { en } from '../messages/en.ts'

/** What stands in a post: finished, being written (`running`), or nothing yet. */
export type Wording = { text: string; hashtags: readonly string[]; link: string | null; running: boolean }

type PostTextProps = {
  platform: Platform
  wording: Wording | null
  handle?: string | undefined
  /** Shows all of it from the start. */
  whole?: boolean | undefined
}

/**
 * The text as the platform folds it. Its place has the height of the folded text from the start: while it is written, what stands behind the
 * fold grows unseen, and nothing below it moves.
 */
export function PostText({ platform, wording, handle, whole = false }: PostTextProps) {
  const [opened, setOpened] = useState(false)
  const open = opened || whole
  const box = useRef<HTMLDivElement>(null)
  const more = useOverflow(box) && !open
  const empty = wording === null || (wording.text === '' && !wording.running)
  const style: CSSProperties & Record<'--lines', number> = { '--lines': linesOf(platform) }
  return (
    <div className={open ? 'pf-text is-open' : 'pf-text'} style={style} aria-busy={wording?.running || undefined}>
      <div className="clamp" ref={box}>
        {empty ? (
          <div aria-hidden="true">
            {handle === undefined ? null : <b>{handle}</b>}
            <div className="skel mt-1.5 w-[96%]" />
            <div className="skel w-[70%]" />
          </div>
        ) : (
          <Words wording={wording} handle={handle} />
        )}
      </div>
      {more ? (
        <button type="button" className="morelink" onClick={() => setOpened(true)}>
          {en.campaign.more}
        </button>
      ) : null}
    </div>
  )
}

function Words({ wording, handle }: { wording: Wording; handle: string | undefined }) {
  const { text, running, link } = wording
  const tags = wording.hashtags.map((tag) => `#${tag}`).join(' ')
  const after = [link, tags].filter((part): part is string => part !== null && part !== '')
  return (
    <p dir="auto">
      {handle === undefined ? null : (
        <>
          <b>{handle}</b>{' '}
        </>
      )}
      {running ? text.trimEnd() : text}
      {running ? <span className="caret" aria-hidden="true" /> : null}
      {running || after.length === 0 ? null : <span className="tag">{`\n${after.join('\n')}`}</span>}
    </p>
  )
}

/** How many lines of a card stand before the fold. A platform that does not fold has room for a usual text. */
function linesOf(platform: Platform): number {
  const { fold, maxCharacters } = platformRules[platform]
  return fold >= maxCharacters ? 7 : Math.min(5, Math.ceil(fold / 42))
}

/** True while the box holds more than it shows. */
function useOverflow(box: RefObject<HTMLElement | null>): boolean {
  const [over, setOver] = useState(false)
  useEffect(() => {
    const outer = box.current
    if (outer === null) return
    const look = (): void => setOver(outer.scrollHeight > outer.clientHeight + 2)
    const sizes = new ResizeObserver(look)
    const inner = new MutationObserver(look)
    sizes.observe(outer)
    inner.observe(outer, { childList: true, characterData: true, subtree: true })
    return () => {
      sizes.disconnect()
      inner.disconnect()
    }
  }, [box])
  return over
}
