import { Progress } from 'radix-ui'
import type { CSSProperties } from 'react'

/** A measured bar: `value` 0 to 1, or null when nobody knows. `words` is what a screen reader hears. */
export function Bar({
  value,
  state,
  label,
  words,
}: {
  value: number | null
  state: string
  label: string
  words: string
}) {
  const percent = value === null ? null : Math.floor(value * 100)
  const style: CSSProperties & Record<'--v', number> = { '--v': percent ?? 0 }
  return (
    <Progress.Root asChild value={percent} max={100} getValueLabel={() => words} aria-label={label}>
      <span className="bar" data-s={state} style={style}>
        {/* A bar that begins to measure starts from its value: it never runs back from the full hatch. */}
        <i key={state} />
      </span>
    </Progress.Root>
  )
}
