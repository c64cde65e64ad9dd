import { AppError, isAppError } from '../../../lib/domain/errors.ts'
import type { CampaignReader, HeldLease, JobStore } from '../../../lib/domain/store.ts'
import type { Storage } from '../../../lib/domain/storage.ts'
import type { CrashPoint, Crashes, Method } from './crash-points.ts'
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
export function penOf(real: JobStore, deps: PortDeps): JobStore {
  const { actor, schedule, crashes, reference, die, suspect, trouble } = deps
  let busyUntil = 0
  const call =
    <Query extends unknown[], T>(
      method: Method,
      ask: (...query: Query) => Promise<T>,
      told: (answer: T, ...query: Query) => void,
      { refused = (): void => undefined, way = (): number => schedule.latency(farMs) }: Ways<Query> = {},
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
          if (!isAppError(error)) throw error
          refused(error, ...query)
          answer(() => reject(error))
        }
      }
      schedule.at(busyUntil, actor, reach, true)
      return promise
    }
  const longWay = (): number => schedule.chance() * 60
  const takeOver = call('takeOver', real.takeOver, (taken, held) => reference.takenOver(held, taken), { way: longWay })
  const claim = call('claim', real.claim, (claimed) => reference.claimed(claimed, actor))
  const asked =
    (method: Method) =>
    (_: unknown, ...query: unknown[]): void =>
      reference.asked(method, query)

  return {
    ...real,
    create: call('create', real.create, (created, campaign) => reference.created(campaign, created)),
    async claim(by) {
      const claimed = await claim(by)
      if (claimed) schedule.takesTurn()
      return claimed
    },
    beat: call('beat', real.beat, (lost, leases) => reference.beaten(leases, lost)),
    report: call('report', real.report, (done, lease, said) => reference.fenced('report', lease, done, said)),
    beginCall: call('beginCall', real.beginCall, (count, lease) =>
      reference.fenced('beginCall', lease, count !== null),
    ),
    submitted: call('submitted', real.submitted, () => reference.booked('submitted')),
    answered: call('answered', real.answered, () => reference.booked('answered')),
    isCanceled: call('isCanceled', real.isCanceled, asked('isCanceled')),
    complete: call('complete', real.complete, (done, lease, { takenFrom }) => {
      reference.fenced('complete', lease, done)
      if (done && takenFrom !== undefined) reference.taken(lease)
    }),
    fail: call('fail', real.fail, (done, lease) => reference.fenced('fail', lease, done)),
    handBack: call('handBack', real.handBack, (done, lease) => reference.fenced('handBack', lease, done)),
    leases: call('leases', real.leases, asked('leases')),
    takeOver(held) {
      suspect(held)
      return takeOver(held)
    },
    unpark: call('unpark', real.unpark, asked('unpark')),
    nextAvailableAt: call('nextAvailableAt', real.nextAvailableAt, asked('nextAvailableAt')),
    cancelCampaign: call('cancelCampaign', real.cancelCampaign, asked('cancelCampaign')),
    pauseCampaign: call('pauseCampaign', real.pauseCampaign, asked('pauseCampaign')),
    resumeCampaign: call('resumeCampaign', real.resumeCampaign, asked('resumeCampaign')),
    setCap: call('setCap', real.setCap, asked('setCap')),
    draftParked: call('draftParked', real.draftParked, asked('draftParked')),
    cancelJob: call('cancelJob', real.cancelJob, asked('cancelJob')),
    retryJob: call('retryJob', real.retryJob, asked('retryJob')),
    editPost: call(
      'editPost',
      real.editPost,
      ({ version: to }, ...[, postId, version]) => reference.edited({ postId, version, to }),
      { refused: ({ code }, ...[, postId, version]) => reference.notEdited({ postId, version, code }) },
    ),
    regenerate: call('regenerate', real.regenerate, (jobs, wish) => reference.wished(wish, jobs)),
  }
}

type Ways<Query extends unknown[]> = { refused?(error: AppError, ...query: Query): void; way?(): number }

/** The reader as one process holds it: answers take their time, and the log may have grown on the way. */
export function readerOf(real: CampaignReader, { actor, schedule, crashes, die, trouble }: PortDeps): CampaignReader {
  const late =
    <Query extends unknown[], T>(before: CrashPoint, after: CrashPoint, ask: (...query: Query) => Promise<T>) =>
    (...query: Query): Promise<T> => {
      const { promise, resolve, reject } = Promise.withResolvers<T>()
      schedule.after(schedule.latency(20), actor, async () => {
        if (crashes.pass(before)) {
          die()
          return
        }
        const fails = schedule.chance() < trouble()
        const value = fails ? null : { of: await ask(...query) }
        if (crashes.pass(after)) {
          die()
          return
        }
        schedule.after(schedule.latency(20), actor, () =>
          value ? resolve(value.of) : reject(new AppError('store_unavailable')),
        )
      })
      return promise
    }
  return {
    ...real,
    view: late('view:before', 'view:after', real.view),
    events: late('events:before', 'events:after', real.events),
    position: late('position:before', 'position:after', real.position),
    changedSince: late('changedSince:before', 'changedSince:after', real.changedSince),
    made: late('made:before', 'made:after', real.made),
  }
}

const hashOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').padEnd(64, '0').slice(0, 64)

/** Files that every process sees: a file that was put stays. `kept`: their lengths by hash. */
export function filesOf({ actor, schedule, crashes, die }: PortDeps, kept: Map<string, number>): Storage {
  const unread = (): never => {
    throw new Error('Nobody reads files here.')
  }
  const far = <T>(name: 'put' | 'keep', reach: () => T): Promise<T> => {
    const { promise, resolve } = Promise.withResolvers<T>()
    schedule.after(schedule.latency(farMs), actor, () => {
      const answer = crashes.pass(`${name}:before`) ? null : { of: reach() }
      if (answer === null || crashes.pass(`${name}:after`)) die()
      else resolve(answer.of)
    })
    return promise
  }
  return {
    size: unread,
    read: unread,
    keep: (sha256) => far('keep', () => kept.get(sha256) ?? null),
    put: (bytes) =>
      far('put', () => {
        const sha256 = hashOf(bytes)
        kept.set(sha256, bytes.byteLength)
        return { sha256, bytes: bytes.byteLength }
      }),
  }
}
