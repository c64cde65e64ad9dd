import type { ReactNode } from 'react'

type NoteProps = {
  tone?: 'bad' | 'warn' | 'acc' | 'ok'
  icon: ReactNode
  title: string
  children?: ReactNode
  actions?: ReactNode
}

/** Stays until its cause is gone. */
export function Note({ tone, icon, title, children, actions }: NoteProps) {
  return (
    <div className="note" data-t={tone}>
      {icon}
      <div>
        <b>{title}</b> <span className="ink2">{children}</span>
      </div>
      {actions ? <div className="acts">{actions}</div> : null}
    </div>
  )
}
