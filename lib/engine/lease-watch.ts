import type { Clock } from '../domain/clock.ts'
import type { HeldLease, JobStore, Owner } from '../domain/store.ts'

/** A lease whose (token, beat) has not changed for this long of OUR monotonic clock is taken over, ms. */
export const leaseMs = 15_000
/** From this age on we look whether the file can be written at all, ms. */
const doubtMs = 12_000
/** How long a worker could have written its beat before its silence counts, ms: twice the time between two beats. */
const chanceMs = 1_000

export type LeaseWatchDeps = {
  store: Pick<JobStore, 'leases' | 'takeOver' | 'probe'>
  clock: Clock
  self: Owner
  /** True when a process of this host is certainly gone; false when it lives or nobody can tell. */
  isGone(owner: Owner): boolean
  /** True while this process runs the job itself: it is alive, even when its beats could not be written for a while. */
  isOurs(token: string): boolean
}

/**
 * Watches the beats of all running jobs and takes over those whose worker stopped. Who cannot write cannot beat: after a lock on the file, or a
 * full disk, a silent worker gets a moment more. Call `look` about once a second.
 */
export function createLeaseWatch({ store, clock, self, isGone, isOurs }: LeaseWatchDeps) {
  const seen = new Map<string, { token: string; beat: number; since: number }>()
  /** Since when every write of ours has gone through, as far as we tried; null when the last one did not. */
  let writableSince: number | null = null

  const silentFor = (held: HeldLease): number => {
    const before = seen.get(held.jobId)
    if (before?.token === held.token && before.beat === held.beat) return clock.monotonic() - before.since
    seen.set(held.jobId, { token: held.token, beat: held.beat, since: clock.monotonic() })
    return 0
  }
  const sameProcess = (owner: Owner): boolean => owner.pid === self.pid && owner.processStart === self.processStart

  /** A write that had to wait says that others had to wait, too. */
  const probe = async (): Promise<void> => {
    const asked = clock.monotonic()
    try {
      await store.probe()
    } catch (error) {
      writableSince = null
      throw error
    }
    const waited = clock.monotonic() - asked
    if (writableSince === null || waited > chanceMs / 2) writableSince = clock.monotonic()
  }

  return {
    async look(): Promise<number> {
      const leases = await store.leases()
      const live = new Set<string>(leases.map((held) => held.jobId))
      for (const id of seen.keys()) if (!live.has(id)) seen.delete(id)
      const others = leases.filter((held) => !isOurs(held.token)).map((held) => ({ held, silentMs: silentFor(held) }))
      if (others.some(({ silentMs }) => silentMs >= doubtMs)) await probe()
      else writableSince = null
      const hadChance = writableSince !== null && clock.monotonic() - writableSince >= chanceMs
      let taken = 0
      for (const { held, silentMs } of others) {
        const gone = !sameProcess(held.owner) && isGone(held.owner)
        const isSilent = hadChance && silentMs >= leaseMs
        if ((isSilent || gone) && (await store.takeOver(held))) taken += 1
      }
      return taken
    },
  }
}
