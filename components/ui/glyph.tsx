export type GlyphName =
  | 'blocked'
  | 'queued'
  | 'processing'
  | 'waiting'
  | 'retrying'
  | 'parked'
  | 'completed'
  | 'failed'
  | 'refused'
  | 'canceled'

/** A state by its shape. The pie of `processing` is the true value, 0 to 1. */
export function Glyph({ name, value = 0 }: { name: GlyphName; value?: number }) {
  return (
    <svg className="gl" viewBox="0 0 16 16" fill="none" stroke="currentColor" aria-hidden="true">
      <Shape name={name} value={value} />
    </svg>
  )
}

function Shape({ name, value }: { name: GlyphName; value: number }) {
  switch (name) {
    case 'blocked':
      return <circle cx="8" cy="8" r="6.2" strokeWidth="1.6" strokeDasharray="2.2 2.1" />
    case 'queued':
      return <circle cx="8" cy="8" r="6.2" strokeWidth="1.6" />
    case 'processing':
      return (
        <>
          <circle cx="8" cy="8" r="6.2" strokeWidth="1.6" />
          <circle
            cx="8"
            cy="8"
            r="2.1"
            strokeWidth="4.2"
            strokeDasharray={`${(value * 13.2).toFixed(2)} 14`}
            transform="rotate(-90 8 8)"
          />
        </>
      )
    case 'waiting':
      return (
        <>
          <g className="gl-spin">
            <circle cx="8" cy="8" r="6.2" strokeWidth="1.7" strokeDasharray="26 13" strokeLinecap="round" />
          </g>
          <circle cx="8" cy="8" r="1.6" fill="currentColor" stroke="none" />
        </>
      )
    case 'retrying':
      return (
        <>
          <path d="M13.8 8A5.8 5.8 0 1 1 12 3.8" strokeWidth="1.7" strokeLinecap="round" />
          <path d="M14 1.6v3.2h-3.2" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" />
        </>
      )
    case 'parked':
      return (
        <>
          <rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2.5" strokeWidth="1.6" />
          <path d="M6.2 5.5v5M9.8 5.5v5" strokeWidth="1.8" strokeLinecap="round" />
        </>
      )
    case 'completed':
      return (
        <>
          <circle cx="8" cy="8" r="7" fill="currentColor" stroke="none" />
          <path
            d="m5 8.2 2.1 2.1L11.2 6"
            stroke="var(--color-surface)"
            strokeWidth="1.8"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      )
    case 'failed':
      return (
        <>
          <path d="M8 1.6 15 14H1z" strokeWidth="1.6" strokeLinejoin="round" />
          <path d="M8 6v3.6M8 11.8v.1" strokeWidth="1.8" strokeLinecap="round" />
        </>
      )
    case 'refused':
      return (
        <>
          <path d="M5.2 1.2h5.6l4 4v5.6l-4 4H5.2l-4-4V5.2z" strokeWidth="1.5" strokeLinejoin="round" />
          <path d="M5 8h6" strokeWidth="1.9" strokeLinecap="round" />
        </>
      )
    case 'canceled':
      return (
        <>
          <circle cx="8" cy="8" r="6.2" strokeWidth="1.6" />
          <path d="m4 12 8-8" strokeWidth="1.6" />
        </>
      )
  }
}
