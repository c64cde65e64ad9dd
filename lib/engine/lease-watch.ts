import type { Clock } from '../domain/clock.ts'
import type { HeldLease, JobStore, Owner } from '../domain/store.ts'

/** A lease whose (token, beat) has not changed for this long of OUR monotonic clock is taken over, ms. */
export const leaseMs = 15_000

export type LeaseWatchDeps = {
  store: Pick<JobStore, 'leases' | 'takeOver'>
  clock: Clock
  self: Owner
  /** True when a process of this host is certainly gone; false when it lives or nobody can tell. */
  isGone(owner: Owner): boolean
  /** True while this process runs the job itself: it is alive, even when its beats could not be written for a while. */
  isOurs(token: string): boolean
}

/** Watches the beats of all running jobs and takes over those whose worker stopped. Call `look` about once a second. */
export function createLeaseWatch({ store, clock, self, isGone, isOurs }: LeaseWatchDeps) {
  const seen = new Map<string, { token: string; beat: number; since: number }>()

  const expired = (held: HeldLease): boolean => {
    const before = seen.get(held.jobId)
    if (before?.token === held.token && before.beat === held.beat) return clock.monotonic() - before.since >= leaseMs
    seen.set(held.jobId, { token: held.token, beat: held.beat, since: clock.monotonic() })
    return false
  }
  const sameProcess = (owner: Owner): boolean => owner.pid === self.pid && owner.processStart === self.processStart

  return {
    async look(): Promise<number> {
      const leases = await store.leases()
      const live = new Set<string>(leases.map((held) => held.jobId))
      for (const id of seen.keys()) if (!live.has(id)) seen.delete(id)
      let taken = 0
      for (const held of leases) {
        if (isOurs(held.token)) continue
        const gone = !sameProcess(held.owner) && isGone(held.owner)
        if ((expired(held) || gone) && (await store.takeOver(held))) taken += 1
      }
      return taken
    },
  }
}
