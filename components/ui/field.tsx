import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

type FieldProps = {
  id: string
  label: string
  hidden?: boolean
  optional?: string
  hint?: string
  error?: string | undefined
  children: ReactNode
}

/** A label above, the reason below, and an error that says what to do, tied to the input by `describedBy(id)`. */
export function Field({ id, label, hidden = false, optional, hint, error, children }: FieldProps) {
  return (
    <div className="field">
      <label htmlFor={id} className={hidden ? 'sr' : undefined}>
        {label}
        {optional === undefined ? null : <span className="opt">{optional}</span>}
      </label>
      {children}
      {error === undefined ? null : <FieldErrorText id={id} text={error} />}
      {hint === undefined ? null : (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

export function FieldErrorText({ id, text }: { id: string; text: string }) {
  return (
    <p className="err" id={`${id}-error`}>
      <CircleAlert className="ic ic-s" aria-hidden="true" />
      {text}
    </p>
  )
}

/** The attributes that tie an input to its error. */
export function invalid(id: string, error: string | undefined): { 'aria-invalid'?: true; 'aria-describedby'?: string } {
  return error === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-error` }
}
