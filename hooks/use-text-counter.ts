'use client'

import { useEffect, useState } from 'react'
import { createTextCounter, type TextCounter } from '../lib/domain/text-counter.ts'

/** The platforms' own counts. Null until X's library is there: it is loaded when somebody edits, not with every page. */
export function useTextCounter(): TextCounter | null {
  const [count, setCount] = useState<{ by: TextCounter } | null>(null)
  useEffect(() => {
    let left = false
    import('twitter-text').then(
      ({ default: twitter }) => {
        if (!left) setCount({ by: createTextCounter((posted) => twitter.parseTweet(posted).weightedLength) })
      },
      () => {},
    )
    return () => {
      left = true
    }
  }, [])
  return count?.by ?? null
}
