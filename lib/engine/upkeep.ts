import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../domain/clock.ts'
import type { CampaignId } from '../domain/ids.ts'
import type { StorageUpkeep } from '../domain/storage.ts'
import type { JobStore } from '../domain/store.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** How long a deleted campaign stays in the bin. */
const binMs = 30 * dayMs
/** A round at most this often, over all processes. */
const roundEveryMs = hourMs
/** First question after the start, and the wait between two. */
const firstAskMs = 60_000
const askEveryMs = 10 * 60_000
/** Rows whose files are read in one go. */
const pageSize = 500

export type UpkeepDeps = {
  store: Pick<JobStore, 'upkeep'>
  storage: StorageUpkeep
  clock: Clock
  /** How long the log of a settled campaign is kept, days; null for ever. */
  logDays: number | null
  onTrouble(error: unknown): void
}

export type UpkeepDone = { campaigns: number; files: number; bytes: number }

/** Keeps the store small: on a slow timer, one process at a time (two do no harm), in steps that let everything else go first. */
export function createUpkeep({ store, storage, clock, logDays, onTrouble }: UpkeepDeps) {
  const { upkeep } = store
  const stopping = new AbortController()
  const { signal } = stopping
  let stopTimer = (): void => undefined
  let running: Promise<unknown> = Promise.resolve()

  const step = async (): Promise<void> => {
    await nextTurn()
    signal.throwIfAborted()
  }
  const emptyBin = async (): Promise<number> => {
    let campaigns = 0
    for (; await upkeep.emptyBin(clock.now() - binMs); campaigns++) await step()
    return campaigns
  }
  const cutLogs = async (days: number): Promise<void> => {
    const before = clock.now() - days * dayMs
    let at: CampaignId | null = null
    while ((at = await upkeep.cutLog(at, before))) await step()
  }
  const namedFiles = async (): Promise<ReadonlySet<string>> => {
    const named = new Set<string>()
    for (let after: string | null = ''; after !== null;) {
      const page = await upkeep.namedFiles(after, pageSize)
      for (const hash of page.hashes) named.add(hash)
      after = page.last
      await step()
    }
    return named
  }
  /** Everything that is due, whether it is this process's turn or not. */
  const round = async (): Promise<UpkeepDone> => {
    const dayAgo = clock.now() - dayMs
    await upkeep.forget(dayAgo)
    const campaigns = await emptyBin()
    if (logDays !== null) await cutLogs(logDays)
    while (await upkeep.dropUploads(dayAgo)) await step()
    // What is put from here on is younger than a day, so that rows which name it after this reading do no harm.
    const named = await namedFiles()
    return { campaigns, ...(await storage.sweep(dayAgo, (sha256) => named.has(sha256), signal)) }
  }
  const ask = async (): Promise<void> => {
    if (await upkeep.takeTurn(roundEveryMs)) await round()
  }
  const askLater = (ms: number): void => {
    stopTimer = clock.after(ms, () => {
      running = ask()
        .catch((error: unknown) => {
          if (!signal.aborted) onTrouble(error)
        })
        .finally(() => {
          if (!signal.aborted) askLater(askEveryMs)
        })
    })
  }

  return {
    round,
    start: () => askLater(firstAskMs),
    /** Resolves when the step under way is done. */
    async stop(): Promise<void> {
      stopping.abort()
      stopTimer()
      await running
    },
  }
}
