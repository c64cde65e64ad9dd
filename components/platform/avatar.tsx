import type { Palette } from '../../lib/domain/analysis.ts'

/** The account's picture until a brand brings its own: the initial in the campaign's colours. */
export function Avatar({
  name,
  palette,
  size,
  square = false,
}: {
  name: string | null
  palette: Palette | null
  size: number
  square?: boolean
}) {
  const initial = name === null ? null : (/\p{L}|\p{N}/u.exec(name)?.[0] ?? null)
  return (
    <span className={square ? 'av av-sq' : 'av'} style={{ width: size, height: size }}>
      <svg viewBox="0 0 40 40" aria-hidden="true">
        <rect width="40" height="40" fill={palette?.accent ?? 'var(--color-fold-b)'} />
        {initial === null ? (
          <path d="M0 13.5h40M0 26.5h40" stroke="var(--color-line-strong)" />
        ) : (
          <text x="20" y="20.5" className="av-initial" fill={palette?.onAccent ?? 'var(--color-ink-2)'}>
            {initial.toLocaleUpperCase()}
          </text>
        )}
      </svg>
    </span>
  )
}
