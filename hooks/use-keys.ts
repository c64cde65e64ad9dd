'use client'

import { useEffect, useRef, useSyncExternalStore } from 'react'

const store = 'unfold.keys'
const listeners = new Set<() => void>()

function areOn(): boolean {
  try {
    return localStorage.getItem(store) !== 'off'
  } catch {
    return true
  }
}

/** Whether single keys act, and the switch for it: speech input and slips of the hand press letters that nobody meant. */
export function useKeySwitch(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    (listen) => {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    areOn,
    () => true,
  )
  return [
    on,
    (next) => {
      try {
        localStorage.setItem(store, next ? 'on' : 'off')
      } catch {
        // A browser that keeps nothing keeps the keys on.
      }
      for (const listen of listeners) listen()
    },
  ]
}

/** By the key's name as the browser says it ("e", "?", "Escape"); null: not to be had now. */
export type KeyMap = Readonly<Record<string, (() => void) | null | undefined>>

/** Single keys of a page. They never act inside a field, a menu or a dialog, nor with another key held. */
export function useKeys(keys: KeyMap): void {
  const newest = useRef(keys)
  useEffect(() => {
    newest.current = keys
  })
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
      const { target } = event
      if (!(target instanceof Element) || target.closest(elsewhere) !== null || !areOn()) return
      const act = newest.current[event.key] ?? newest.current[event.key.toLowerCase()]
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

const elsewhere =
  'input, textarea, select, [contenteditable]:not([contenteditable=false]), [role=menu], [role=dialog], [role=alertdialog]'
