import { afterEach, beforeEach } from 'vitest'
import type { CampaignReader, JobStore } from '../../lib/domain/store.ts'
import { createCountingIds } from '../support/campaigns.ts'
import { createManualClock, type ManualClock } from '../support/clock.ts'
import type { OpenedStore, OpenStore } from './job-store.ts'

export type Opened = {
  clock: ManualClock
  ids: ReturnType<typeof createCountingIds>
  opened: OpenedStore
  store: JobStore
  reader: CampaignReader
}

/** A fresh store for each test of a suite, its clock and its ids: read them from the answer inside a test, never before. */
export function openEach(open: OpenStore): Opened {
  let now: Opened | null = null
  const current = (): Opened => now ?? unopened()
  beforeEach(async () => {
    const clock = createManualClock()
    const ids = createCountingIds()
    const opened = await open({ clock, ids })
    now = { clock, ids, opened, store: opened.store, reader: opened.reader }
  })
  afterEach(() => current().opened.close())
  return {
    get clock() {
      return current().clock
    },
    get ids() {
      return current().ids
    },
    get opened() {
      return current().opened
    },
    get store() {
      return current().store
    },
    get reader() {
      return current().reader
    },
  }
}

function unopened(): never {
  throw new Error('The store is opened before each test.')
}
