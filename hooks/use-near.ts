'use client'

import { useEffect, useState, type RefObject } from 'react'

/** True once the element has come near the window: what it needs is read then, and not before. */
export function useNear(element: RefObject<Element | null>): boolean {
  const [near, setNear] = useState(false)
  useEffect(() => {
    const watched = element.current
    if (near || watched === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) setNear(true)
      },
      { rootMargin: '400px' },
    )
    observer.observe(watched)
    return () => observer.disconnect()
  }, [element, near])
  return near
}
