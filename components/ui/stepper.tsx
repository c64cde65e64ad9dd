'use client'

import { Minus, Plus } from 'lucide-react'

type StepperProps = {
  id: string
  value: number
  min: number
  max: number
  label: string
  fewer: string
  more: string
  onChange(value: number): void
}

/** A small whole number, by button or by key. */
export function Stepper({ id, value, min, max, label, fewer, more, onChange }: StepperProps) {
  const set = (next: number): void => onChange(Math.min(max, Math.max(min, next)))
  return (
    <span className="stepper">
      <button type="button" aria-label={fewer} disabled={value <= min} onClick={() => set(value - 1)}>
        <Minus className="ic" aria-hidden="true" />
      </button>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        aria-label={label}
        min={min}
        max={max}
        value={value}
        onChange={(event) => {
          const next = event.target.valueAsNumber
          if (Number.isInteger(next)) set(next)
        }}
      />
      <button type="button" aria-label={more} disabled={value >= max} onClick={() => set(value + 1)}>
        <Plus className="ic" aria-hidden="true" />
      </button>
    </span>
  )
}
