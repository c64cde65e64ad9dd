import type { Provider, LongWork } from '../../../lib/domain/provider.ts'
import type { Storage } from '../../../lib/domain/storage.ts'
import type { CampaignReader, JobStore } from '../../../lib/domain/store.ts'

/** The methods of the pen that a simulated process calls: each is one commit, or a question. */
export const methods = [
  'create',
  'claim',
  'beat',
  'report',
  'beginCall',
  'submitted',
  'answered',
  'isCanceled',
  'complete',
  'fail',
  'handBack',
  'leases',
  'takeOver',
  'unpark',
  'nextAvailableAt',
  'cancelCampaign',
  'pauseCampaign',
  'resumeCampaign',
  'setCap',
  'draftParked',
  'cancelJob',
  'retryJob',
  'editPost',
  'regenerate',
] as const satisfies readonly (keyof JobStore)[]
export type Method = (typeof methods)[number]

/** What of the pen is not played, and why. A method that is new must be named here or there. */
export const notPlayed = {
  deleteCampaign: 'the bin and purging are tried in the contract',
  upkeep: 'so is upkeep',
  addUpload: 'a file comes before its campaign: tried in the contract',
  removeUpload: 'so it goes',
  onCommit: 'not a call to the file',
  probe: 'health asks it, the engine does not',
  close: 'a process that ends',
} as const satisfies Record<Exclude<keyof JobStore, Method>, string>

const questions = [
  'view',
  'events',
  'position',
  'changedSince',
  'made',
] as const satisfies readonly (keyof CampaignReader)[]
const calls = ['analyze', 'write', 'draw'] as const satisfies readonly (keyof Provider)[]
const longCalls = ['submit', 'poll', 'fetch', 'cancel'] as const satisfies readonly (keyof LongWork<unknown>)[]
const files = ['put', 'keep'] as const satisfies readonly (keyof Storage)[]
const awaits = [...methods, ...questions, ...calls, ...longCalls, ...files]

export type CrashPoint = `${(typeof awaits)[number]}:${'before' | 'after'}` | 'timer:due'

/**
 * Where a process may die, by name: on either side of everything it waits for. Of the pen: before and after the commit. Of the log, the files
 * and the vendor: before the question arrives and before its answer does. And in a timer that falls due.
 */
export const crashPoints: readonly CrashPoint[] = [
  ...awaits.flatMap((name): CrashPoint[] => [`${name}:before`, `${name}:after`]),
  'timer:due',
]

/** Which boundary kills: chosen by chance with one kind of point hunted, the n-th of the history, or none. */
export type CrashPlan =
  | { by: 'chance'; hunted: CrashPoint; share: number; most: number }
  | { by: 'number'; boundary: number }
  | { by: 'nobody' }

/** The hunt for its kind of point begins within this time, ms. */
const huntWithinMs = 14_000

/** Counts the boundaries a history passes and says at which of them the process dies. */
export function createCrashes(plan: CrashPlan, { chance, now }: { chance(): number; now(): number }) {
  const struck = new Map<CrashPoint, number>()
  let passed = 0
  let crashes = 0
  let armed = true
  // From the start as a rule: what is rare may come once only.
  const huntFrom = chance() < 0.5 ? 0 : chance() * huntWithinMs

  const strikes = (point: CrashPoint): boolean => {
    if (plan.by === 'nobody') return false
    if (plan.by === 'number') return passed === plan.boundary
    if (!armed) return false
    if (point === plan.hunted && !struck.has(point)) return now() >= huntFrom
    // Timers fall due all the time: left to chance they would be all that ever strikes.
    return crashes < plan.most && point !== 'timer:due' && chance() < plan.share
  }
  return {
    /** True when the process dies here. */
    pass(point: CrashPoint): boolean {
      passed += 1
      if (!strikes(point)) return false
      crashes += 1
      struck.set(point, (struck.get(point) ?? 0) + 1)
      return true
    },
    /** From here on nothing dies by chance: what is left must settle. */
    disarm(): void {
      armed = false
    },
    struck: (): ReadonlyMap<CrashPoint, number> => struck,
    passed: () => passed,
    count: () => crashes,
  }
}
export type Crashes = ReturnType<typeof createCrashes>
