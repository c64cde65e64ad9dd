'use client'

import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let now = 0
let timer: ReturnType<typeof setInterval> | null = null

function subscribe(listen: () => void): () => void {
  listeners.add(listen)
  now = Date.now()
  timer ??= setInterval(() => {
    now = Date.now()
    for (const one of listeners) one()
  }, 1_000)
  return () => {
    listeners.delete(listen)
    if (listeners.size > 0 || timer === null) return
    clearInterval(timer)
    timer = null
  }
}

const stand = (): (() => void) => () => {}

/** The time in ms, moving once a second while `ticking`. The first picture uses `first`, so that the server's and the browser's are the same. */
export function useNow(first: number, ticking: boolean): number {
  return useSyncExternalStore(
    ticking ? subscribe : stand,
    () => Math.max(now, first),
    () => first,
  )
}

/** False in the server's picture and the first one here, true after it: for words that depend on this browser. */
export function useMounted(): boolean {
  return useSyncExternalStore(
    stand,
    () => true,
    () => false,
  )
}
