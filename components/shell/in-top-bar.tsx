'use client'

import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useMounted } from '../../hooks/use-now.ts'

/** Puts a page's connection state into the bar above it. */
export function InTopBar({ children }: { children: ReactNode }) {
  const place = useMounted() ? document.getElementById('connection') : null
  return place ? createPortal(children, place) : null
}
