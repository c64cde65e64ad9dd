import type { ReactNode } from 'react'

/** A word with a glyph on a soft ground. Never colour alone. */
export function Badge({
  tone,
  icon,
  children,
}: {
  tone?: 'ok' | 'warn' | 'bad' | 'acc' | 'line'
  icon?: ReactNode
  children: ReactNode
}) {
  return (
    <span className="badge" data-t={tone}>
      {icon}
      {children}
    </span>
  )
}
