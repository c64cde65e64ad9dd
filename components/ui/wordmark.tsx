/** The mark: a sheet that opens. */
export function Mark({ className = '' }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" className={className} aria-hidden="true">
      <path fill="currentColor" d="M3 2.5h6.2v12.3L3 21z" />
      <path fill="var(--color-accent)" d="M3.9 21.8 10 15.7h4l6.1 6.1z" />
      <path fill="currentColor" d="M14.8 2.5H21V21l-6.2-6.2z" />
    </svg>
  )
}
