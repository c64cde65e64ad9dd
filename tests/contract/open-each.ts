import { afterEach, beforeEach } from 'vitest'
import type { Judge } from '../../lib/domain/judge.ts'
import type { JobKind } from '../../lib/domain/job.ts'
import type { CampaignReader, JobStore, Owner } from '../../lib/domain/store.ts'
import { createCountingIds } from '../support/campaigns.ts'
import { createManualClock, type ManualClock } from '../support/clock.ts'
import type { LedgerLine } from '../support/ledger-sums.ts'

/** Who claims. */
export const owner: Owner = { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' }
/** What a call of each kind may cost at most, micros. */
export const reserves: Record<JobKind, number> = { analysis: 1_000, text: 2_000, image: 40_000, video: 900_000 }

export type OpenedStore = {
  store: JobStore
  reader: CampaignReader
  /** A second pen on the same data, as another process would hold it, with another cap of the installation where one is named. */
  another(over?: { capMicros?: number | null }): Promise<JobStore>
  /** Rows of a table, to see what was written beside the view. */
  count(
    table:
      | 'job_attempts'
      | 'ledger_entries'
      | 'assets'
      | 'job_events'
      | 'campaigns'
      | 'post_versions'
      | 'idempotency_keys'
      | 'removals',
  ): number
  /** The state of each attempt, oldest first. */
  attempts(jobId: string): string[]
  /** The lines of the ledger, in any order. */
  ledger(): LedgerLine[]
  close(): Promise<void>
}

export type OpenStore = (deps: {
  clock: ManualClock
  ids: ReturnType<typeof createCountingIds>
  judge?: Judge
}) => Promise<OpenedStore>

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
