import { AppError } from '../../../lib/domain/errors.ts'
import type { CampaignReader, HeldLease, JobStore } from '../../../lib/domain/store.ts'
import type { Crashes, Method } from './crash-points.ts'
import type { Reference } from './reference.ts'
import type { Actor, Schedule } from './schedule.ts'

/** Longest way to the file and back, each, ms. */
const farMs = 300

export type PortDeps = {
  actor: Actor
  schedule: Schedule
  crashes: Crashes
  reference: Reference
  /** The process dies now. */
  die(): void
  /** This process is about to take a job over. */
  suspect(held: HeldLease): void
  /** Share of the calls that the file refuses. */
  trouble(): number
}

/** The pen as one process holds it: each call takes its time there and back, in order, and the process may die on either side of the commit. */
export function penOf(
  real: JobStore,
  { actor, schedule, crashes, reference, die, suspect, trouble }: PortDeps,
): JobStore {
  let busyUntil = 0
  const call =
    <Query extends unknown[], T>(
      method: Method,
      ask: (...query: Query) => Promise<T>,
      told: (answer: T, ...query: Query) => void,
      way = (): number => schedule.latency(farMs),
    ) =>
    (...query: Query): Promise<T> => {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      const answer = (give: () => void): void => {
        if (crashes.pass(`${method}:after`)) die()
        else schedule.after(schedule.latency(farMs), actor, give)
      }
      // One queue per process, as the real pen has it: works that reach the file in the same turn share a commit.
      busyUntil = Math.max(busyUntil, schedule.now() + way())
      const reach = async (): Promise<void> => {
        if (!actor.alive) return
        if (crashes.pass(`${method}:before`)) {
          die()
          return
        }
        if (schedule.chance() < trouble()) {
          answer(() => reject(new AppError('store_unavailable')))
          return
        }
        try {
          const value = await ask(...query)
          told(value, ...query)
          if (actor.alive) answer(() => resolve(value))
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          answer(() => reject(error))
        }
      }
      schedule.at(busyUntil, actor, reach, true)
      return promise
    }
  const longWay = (): number => schedule.chance() * 60
  const takeOver = call('takeOver', real.takeOver, (taken, held) => reference.takenOver(held, taken), longWay)
  const asked = (method: Method) => (): void => reference.asked(method)

  return {
    create: call('create', real.create, asked('create')),
    claim: call('claim', real.claim, (claim) => reference.claimed(claim, actor)),
    beat: call('beat', real.beat, (lost, leases) => reference.beaten(leases, lost)),
    report: call('report', real.report, (done, lease, said) => reference.fenced('report', lease, done, said)),
    beginCall: call('beginCall', real.beginCall, (calls, lease) =>
      reference.fenced('beginCall', lease, calls !== null),
    ),
    // Nothing of the simulation is paid yet, or made elsewhere.
    submitted: real.submitted,
    answered: real.answered,
    isCanceled: real.isCanceled,
    complete: call('complete', real.complete, (done, lease) => reference.fenced('complete', lease, done)),
    fail: call('fail', real.fail, (done, lease) => reference.fenced('fail', lease, done)),
    handBack: call('handBack', real.handBack, (done, lease) => reference.fenced('handBack', lease, done)),
    leases: call('leases', real.leases, asked('leases')),
    takeOver(held) {
      suspect(held)
      return takeOver(held)
    },
    nextAvailableAt: call('nextAvailableAt', real.nextAvailableAt, asked('nextAvailableAt')),
    cancelCampaign: call('cancelCampaign', real.cancelCampaign, asked('cancelCampaign')),
    cancelJob: call('cancelJob', real.cancelJob, asked('cancelJob')),
    retryJob: call('retryJob', real.retryJob, asked('retryJob')),
    // Not played yet: nobody of the simulation pauses, edits or asks for another version.
    pauseCampaign: real.pauseCampaign,
    resumeCampaign: real.resumeCampaign,
    editPost: real.editPost,
    setCap: real.setCap,
    unpark: real.unpark,
    regenerate: real.regenerate,
    deleteCampaign: real.deleteCampaign,
    onCommit: real.onCommit,
    probe: real.probe,
    upkeep: real.upkeep,
    close: real.close,
  }
}

/** The reader as one process holds it: answers take their time, and the log may have grown on the way. */
export function readerOf(real: CampaignReader, { actor, schedule, trouble }: PortDeps): CampaignReader {
  const late =
    <Query extends unknown[], T>(ask: (...query: Query) => Promise<T>) =>
    (...query: Query): Promise<T> => {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      schedule.after(schedule.latency(20), actor, async () => {
        if (schedule.chance() < trouble()) {
          schedule.after(schedule.latency(20), actor, () => reject(new AppError('store_unavailable')))
          return
        }
        const value = await ask(...query)
        schedule.after(schedule.latency(20), actor, () => resolve(value))
      })
      return promise
    }
  return {
    ...real,
    view: late(real.view),
    events: late(real.events),
    position: late(real.position),
    changedSince: late(real.changedSince),
  }
}
