'use client'

import type { Connection } from '../../hooks/campaign-feed.ts'
import { en } from '../messages/en.ts'
import { clockSeconds } from '../messages/numbers.ts'

/** What the page hears, as a shape and a word. */
export function ConnectionState({ connection }: { connection: Connection }) {
  const words = en.shell.connection
  const { state, since, gone } = connection
  const text = gone
    ? words.gone
    : state === 'offline' && since !== null
      ? words.offlineSince(clockSeconds(since))
      : words[state]
  return (
    <span className="conn" data-conn={state}>
      <i aria-hidden="true" />
      <span>{text}</span>
    </span>
  )
}
