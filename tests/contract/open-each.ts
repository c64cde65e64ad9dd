import { afterEach, beforeEach } from 'vitest'
import type { CampaignReader, JobStore } from '../../lib/domain/store.ts'
import { createCountingIds } from '../support/campaigns.ts'
import { createManualClock, type ManualClock } from '../support/clock.ts'
import type { OpenedStore } from './job-store.ts'

type Deps = { clock: ManualClock; ids: ReturnType<typeof createCountingIds>; capMicros?: number | null }
export type Fresh = Omit<Deps, 'capMicros'> & { opened: OpenedStore; store: JobStore; reader: CampaignReader }

/** Hands a store with nothing in it to `take` before each test of a suite, and closes it after the test, unless the test did. */
export function openEach(
  open: (deps: Deps) => Promise<OpenedStore>,
  take: (fresh: Fresh) => void,
): {
  /** Puts another in its place, with a cap of the installation. */
  reopen(capMicros: number): Promise<void>
} {
  let close = async (): Promise<void> => undefined
  const begin = async (over: Pick<Deps, 'capMicros'> = {}): Promise<void> => {
    const [clock, ids] = [createManualClock(), createCountingIds()]
    const { close: end, ...rest } = await open({ clock, ids, ...over })
    let ended: Promise<void> | null = null
    close = () => (ended ??= end())
    take({ clock, ids, opened: { ...rest, close }, store: rest.store, reader: rest.reader })
  }
  beforeEach(() => begin())
  afterEach(() => close())
  return {
    async reopen(capMicros) {
      await close()
      await begin({ capMicros })
    },
  }
}
