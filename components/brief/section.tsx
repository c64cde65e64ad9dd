import type { ReactNode } from 'react'

/** One row of the brief: what it is on the left, its fields on the right. */
export function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className="brief-row" aria-label={title}>
      <div className="st">
        <h2 className="sub">{title}</h2>
        {hint === undefined ? null : <p className="cap">{hint}</p>}
      </div>
      <div className="sb">{children}</div>
    </section>
  )
}
