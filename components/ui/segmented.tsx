'use client'

import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'

type SegmentedProps<T extends string> = {
  label: string
  value: T
  options: readonly { value: T; label: string; icon?: ReactNode }[]
  onChange(value: T): void
  className?: string
}

/** One of a few, always exactly one. Options with an icon show it alone and say their label. */
export function Segmented<T extends string>({ label, value, options, onChange, className = '' }: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      className={`seg ${className}`}
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next)
        if (chosen) onChange(chosen.value)
      }}
    >
      {options.map((option) => (
        <ToggleGroup.Item key={option.value} value={option.value} aria-label={option.icon ? option.label : undefined}>
          {option.icon ?? option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
