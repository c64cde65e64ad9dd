'use client'

import { useKeys } from '../../hooks/use-keys.ts'

type EditorKeys = {
  previous: (() => void) | null
  next: (() => void) | null
  lock: (() => void) | null
  approve: (() => void) | null
  edit(): void
  back(): void
  /** The nth platform, from 0. */
  platform(at: number): void
}

/** The keys of the editor: the same letters as on the board. */
export function useEditorKeys({ previous, next, lock, approve, edit, back, platform }: EditorKeys): void {
  useKeys({
    j: next,
    k: previous,
    l: lock,
    a: approve,
    e: edit,
    r: () => document.getElementById('instruction')?.focus(),
    v: showVersions,
    Escape: back,
    ...Object.fromEntries([1, 2, 3, 4, 5].map((n) => [String(n), () => platform(n - 1)])),
  })
}

export function showVersions(): void {
  const section = document.getElementById('versions')
  section?.focus({ preventScroll: true })
  section?.scrollIntoView({ block: 'start' })
}
