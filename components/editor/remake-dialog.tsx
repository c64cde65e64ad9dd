'use client'

import { Dialog } from 'radix-ui'
import { useState } from 'react'
import type { Post } from '../../lib/domain/post.ts'
import type { Regenerate } from '../../lib/domain/remake.ts'
import type { PartKind } from '../campaign/parts.ts'
import { en } from '../messages/en.ts'
import { ordinal } from '../messages/numbers.ts'
import { RemakeForm } from './remake-form.tsx'

const words = en.post.remake

/** The focus goes back to what opened it, or to the card when that was a menu that is gone. */
function backTo(opener: Element | null, post: Post): void {
  const card = document.getElementById(`p${post.index}`)
  const there = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
  if (there) opener.focus({ preventScroll: true })
  else card?.focus({ preventScroll: true })
}

type RemakeDialogProps = {
  post: Post
  parts: readonly PartKind[]
  chosen: PartKind | null
  studio: readonly PartKind[]
  onSend(wish: Regenerate): Promise<boolean>
  onClose(): void
}

/** Asks on the board what should be different. Closes when the server has taken it; what comes of it, the cards tell. */
export function RemakeDialog({ post, parts, chosen, studio, onSend, onClose }: RemakeDialogProps) {
  const [opener] = useState(() => document.activeElement)
  const title = post.angle?.title ?? en.campaign.angle(ordinal(post.index))
  return (
    <Dialog.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Dialog.Portal>
        <Dialog.Overlay className="veil" />
        <Dialog.Content
          className="dialog is-wide"
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            backTo(opener, post)
          }}
        >
          <Dialog.Title className="head">{words.title(post.index, title)}</Dialog.Title>
          <Dialog.Description className="mt-2 mb-4 text-small text-ink-2">{words.lead}</Dialog.Description>
          <RemakeForm
            parts={parts}
            chosen={chosen}
            studio={studio}
            onSend={async (wish) => {
              const taken = await onSend(wish)
              if (taken) onClose()
              return taken
            }}
            cancel={<Dialog.Close className="btn">{words.keep}</Dialog.Close>}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
