'use client'

import { useMounted } from '../../hooks/use-now.ts'

/** A time in this browser's zone. The server does not know the zone, so its picture leaves the place empty. */
export function LocalTime({ iso, format }: { iso: string; format(ms: number): string }) {
  const mounted = useMounted()
  return <time dateTime={iso}>{mounted ? format(Date.parse(iso)) : '\u2007'}</time>
}
