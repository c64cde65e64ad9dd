'use client'

import { useRef, useState } from 'react'
import { en } from '../messages/en.ts'
import { Button } from '../ui/button.tsx'
import { Field, invalid } from '../ui/field.tsx'

const words = en.settings.key

type KeyFormProps = {
  variable: string
  /** A key that was given here is in use. */
  isGiven: boolean
  give(key: string | null): Promise<boolean>
}

/** Takes another key, and keeps nothing of it once the server has it. */
export function KeyForm({ variable, isGiven, give }: KeyFormProps) {
  const [key, setKey] = useState('')
  const [error, setError] = useState<string>()
  const field = useRef<HTMLInputElement>(null)
  const send = async (): Promise<void> => {
    const given = key.trim()
    setError(given === '' ? words.empty : undefined)
    if (given === '') field.current?.focus()
    else if (await give(given)) setKey('')
  }
  return (
    <form
      className="key-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <Field id="key" label={words.label} error={error}>
        <input
          ref={field}
          id="key"
          className="input"
          type="password"
          autoComplete="off"
          spellCheck={false}
          value={key}
          onChange={(event) => setKey(event.target.value)}
          {...invalid('key', error)}
        />
      </Field>
      <Button type="submit">{words.go}</Button>
      {isGiven ? (
        <Button look="ghost" onClick={() => void give(null)}>
          {words.back(variable)}
        </Button>
      ) : null}
      <p className="hint">{words.hint}</p>
    </form>
  )
}
