'use client'

import { AlertDialog } from 'radix-ui'
import type { ReactNode } from 'react'

type ConfirmDialogProps = {
  trigger: ReactNode
  title: string
  text: string
  keep: string
  go: string
  onGo(): void
}

/** Asks before what cannot be taken back. Focus starts on the safe answer. */
export function ConfirmDialog({ trigger, title, text, keep, go, onGo }: ConfirmDialogProps) {
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="veil" />
        <AlertDialog.Content className="dialog">
          <AlertDialog.Title className="head">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-small text-ink-2">{text}</AlertDialog.Description>
          <div className="acts">
            <AlertDialog.Cancel className="btn">{keep}</AlertDialog.Cancel>
            <AlertDialog.Action className="btn btn-bad" onClick={onGo}>
              {go}
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
