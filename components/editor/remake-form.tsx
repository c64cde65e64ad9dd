'use client'

import { RefreshCw } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import { useId, useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { Regenerate } from '../../lib/domain/remake.ts'
import type { PartKind } from '../campaign/parts.ts'
import { en } from '../messages/en.ts'
import { Button } from '../ui/button.tsx'
import { FieldErrorText, invalid } from '../ui/field.tsx'

const words = en.post.remake
const longest = 1_000

type RemakeFormProps = {
  /** What can be made again, and what is chosen from the start. */
  parts: readonly PartKind[]
  chosen: PartKind | null
  /** Made by the studio, which follows no instructions, and says so. */
  studio: readonly PartKind[]
  /** True when the server has taken it. */
  onSend(wish: Regenerate): Promise<boolean>
  cancel?: ReactNode
  fieldId?: string
}

/** What should be different, and of what. */
export function RemakeForm({ parts, chosen, studio, onSend, cancel, fieldId }: RemakeFormProps) {
  const ownId = useId()
  const id = fieldId ?? ownId
  const [instruction, setInstruction] = useState('')
  const [wanted, setWanted] = useState<readonly PartKind[]>(() => first(parts, chosen))
  const [sending, setSending] = useState(false)
  // The second click of two in one moment comes before anything is drawn anew.
  const underWay = useRef(false)
  const [asked, setAsked] = useState(false)
  const picked = wanted.filter((part) => parts.includes(part))
  const error = instruction.length > longest ? words.long : asked && picked.length === 0 ? words.choose : undefined

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    setAsked(true)
    if (picked.length === 0 || instruction.length > longest || underWay.current) return
    underWay.current = true
    setSending(true)
    const taken = await onSend({ parts: [...picked], instruction: instruction.trim() === '' ? null : instruction })
    setSending(false)
    underWay.current = false
    if (!taken) return
    setInstruction('')
    setAsked(false)
  }
  return (
    <form className="remake" onSubmit={(event) => void send(event)}>
      <div className="instr">
        <label className="sr" htmlFor={id}>
          {words.instruction}
        </label>
        <input
          id={id}
          value={instruction}
          placeholder={words.placeholder}
          autoComplete="off"
          onChange={(event) => setInstruction(event.target.value)}
          {...invalid(id, error)}
        />
        {parts.length < 2 ? null : (
          <ToggleGroup.Root
            type="multiple"
            className="seg"
            aria-label={words.parts}
            value={picked}
            onValueChange={(next) => setWanted(parts.filter((part) => next.includes(part)))}
          >
            {parts.map((part) => (
              <ToggleGroup.Item key={part} value={part}>
                {words.part[part]}
              </ToggleGroup.Item>
            ))}
          </ToggleGroup.Root>
        )}
        {cancel === undefined ? <Go sending={sending} /> : null}
      </div>
      {error === undefined ? null : <FieldErrorText id={id} text={error} />}
      <div className="sug">
        {words.hints.map((hint) => (
          <button
            key={hint}
            type="button"
            aria-label={words.hint(hint)}
            onClick={() => setInstruction((now) => (now.trim() === '' ? hint : `${now.trim()}, ${hint}`))}
          >
            {hint}
          </button>
        ))}
      </div>
      {parts.some((part) => studio.includes(part)) ? (
        <p className="cap">{studio.includes('text') ? words.studio : words.studioVisuals}</p>
      ) : null}
      {cancel === undefined ? null : (
        <div className="acts">
          {cancel}
          <Go sending={sending} />
        </div>
      )}
    </form>
  )
}

function Go({ sending }: { sending: boolean }) {
  return (
    <Button type="submit" look="primary" icon={<RefreshCw className="ic" aria-hidden="true" />} disabled={sending}>
      {words.go}
    </Button>
  )
}

function first(parts: readonly PartKind[], chosen: PartKind | null): readonly PartKind[] {
  if (chosen !== null && parts.includes(chosen)) return [chosen]
  return parts.slice(0, 1)
}
