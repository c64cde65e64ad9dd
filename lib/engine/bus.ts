import type { Clock } from '../domain/clock.ts'
import type { Bus, Wake } from '../domain/dispatcher.ts'
import type { CampaignId } from '../domain/ids.ts'

/** How often the process looks whether another process has written, ms. The question is a counter in memory, not a query. */
const watchEveryMs = 15

export type BusDeps = {
  clock: Clock
  /** Commits of this process. */
  onCommit(hear: (wake: Wake) => void): () => void
  /** Rises when another connection commits. */
  dataVersion(): number
  /** The number of the newest commit, 0 where there is none: asked once, before anybody listens. */
  lastChange(): number
  /** What changed after a commit number, in order. */
  changedSince(change: number): Promise<{ campaignId: CampaignId; seq: number; change: number }[]>
}

/**
 * The bus of one process on SQLite: own commits at once, those of other processes by watching the file's data version. It knows where it begins
 * before it returns: whoever joins afterwards misses nothing. Throws what `lastChange` throws.
 */
export function createBus({
  clock,
  onCommit,
  dataVersion,
  lastChange,
  changedSince,
}: BusDeps): Bus & { close(): void } {
  const listeners = new Set<(wake: Wake) => void>()
  const publish = (wake: Wake): void => {
    for (const hear of listeners) hear(wake)
  }
  /** Last seq of own commits since the last look: the file's data version moves for them too. */
  const own = new Map<CampaignId, number>()
  const stopHearing = onCommit((wake) => {
    own.set(wake.campaignId, wake.seq)
    publish(wake)
  })
  let seenVersion = -1
  let seenChange = lastChange()
  let reading = false
  let closed = false
  let stopWatch = (): void => undefined

  const catchUp = async (): Promise<void> => {
    const rows = await changedSince(seenChange)
    const told = new Map(own)
    own.clear()
    for (const row of rows) {
      seenChange = row.change
      if (row.seq > (told.get(row.campaignId) ?? 0)) publish({ campaignId: row.campaignId, seq: row.seq })
    }
    if (rows.length > 0) await catchUp()
  }
  // Thrown from a timer, a disk that does not answer would end the process.
  const versionNow = (): number | null => {
    try {
      return dataVersion()
    } catch {
      return null
    }
  }
  const watch = (): void => {
    const version = versionNow()
    if (version !== null && version !== seenVersion && !reading) {
      seenVersion = version
      reading = true
      void catchUp()
        // A file that cannot be read now is read at the next change; truth is not lost, only late.
        .catch(() => (seenVersion = -1))
        .finally(() => (reading = false))
    }
    if (!closed) stopWatch = clock.after(watchEveryMs, watch)
  }
  watch()

  return {
    publish,
    subscribe(hear) {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    close() {
      closed = true
      stopWatch()
      stopHearing()
      listeners.clear()
    },
  }
}
