'use client'

import { Check, ChevronLeft, ChevronRight, Lock, LockOpen, Undo2 } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import type { Post } from '../../lib/domain/post.ts'
import { Approval, Locked } from '../campaign/approval.tsx'
import { en } from '../messages/en.ts'
import { padded } from '../messages/numbers.ts'
import { Button } from '../ui/button.tsx'

const words = en.post.editor

type EditorHeadProps = {
  campaign: string
  post: Post
  title: string
  /** Why it cannot be locked or approved now. */
  notLocked: string | null
  notApproved: string | null
  previous: (() => void) | null
  next: (() => void) | null
  onBack(): void
  onLock(): void
  onApprove(): void
}

export function EditorHead(props: EditorHeadProps) {
  const { campaign, post, title, notLocked, notApproved, previous, next, onBack, onLock, onApprove } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [post.id])
  const approved = post.approval === 'approved'
  const why = approved ? null : notApproved
  return (
    <div className="ptop">
      <button type="button" className="crumb one-line" onClick={onBack}>
        <ChevronLeft className="ic" aria-hidden="true" />
        {campaign}
      </button>
      <span className="ink3 only-wide" aria-hidden="true">
        /
      </span>
      <span className="n mono" aria-hidden="true">
        {padded(post.index)}
      </span>
      <h1 className="head one-line" ref={heading} tabIndex={-1}>
        {title}
      </h1>
      <Approval approval={post.approval} />
      {post.locked ? <Locked /> : null}
      <span className="grow" />
      <span className="steps">
        <Step label={words.previous} keys="k" go={previous} icon={<ChevronLeft className="ic" aria-hidden="true" />} />
        <Step label={words.next} keys="j" go={next} icon={<ChevronRight className="ic" aria-hidden="true" />} />
      </span>
      <span className="deeds">
        <Button
          size="s"
          icon={
            post.locked ? <LockOpen className="ic" aria-hidden="true" /> : <Lock className="ic" aria-hidden="true" />
          }
          disabled={!post.locked && notLocked !== null}
          aria-keyshortcuts="l"
          title={post.locked ? undefined : (notLocked ?? undefined)}
          onClick={onLock}
        >
          {post.locked ? words.unlock : words.lock}
        </Button>
        {why === null ? null : (
          <span className="cap" id="why">
            {why}
          </span>
        )}
        <Button
          size="s"
          look={approved || why !== null ? 'plain' : 'ink'}
          icon={approved ? <Undo2 className="ic" aria-hidden="true" /> : <Check className="ic" aria-hidden="true" />}
          disabled={why !== null}
          aria-keyshortcuts="a"
          {...(why === null ? {} : { 'aria-describedby': 'why' })}
          onClick={onApprove}
        >
          {approved ? words.withdraw : words.approve}
        </Button>
      </span>
    </div>
  )
}

function Step({ label, keys, go, icon }: { label: string; keys: string; go: (() => void) | null; icon: ReactNode }) {
  return (
    <Button
      size="s"
      look="ghost"
      square
      icon={icon}
      aria-label={label}
      aria-keyshortcuts={keys}
      title={label}
      disabled={go === null}
      onClick={() => go?.()}
    />
  )
}
