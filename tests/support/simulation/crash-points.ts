/** The methods of the pen that a simulated process calls. */
export const methods = [
  'create',
  'claim',
  'beat',
  'report',
  'beginCall',
  'complete',
  'fail',
  'handBack',
  'leases',
  'takeOver',
  'nextAvailableAt',
  'cancelCampaign',
  'cancelJob',
  'retryJob',
] as const
export type Method = (typeof methods)[number]

/** Where a process may die: before and after what each method commits, and around the provider's acceptance of a call. */
export const crashPoints: readonly string[] = [
  ...methods.flatMap((method) => [`${method}:before`, `${method}:after`]),
  'provider:before',
  'provider:after',
]

/** Which boundary kills: chosen by chance with one kind of point hunted, the n-th of the history, or none. */
export type CrashPlan =
  | { by: 'chance'; hunted: string; share: number; most: number }
  | { by: 'number'; boundary: number }
  | { by: 'nobody' }

/** Counts the boundaries a history passes and says at which of them the process dies. */
export function createCrashes(plan: CrashPlan, chance: () => number) {
  const struck = new Map<string, number>()
  let passed = 0
  let crashes = 0
  let armed = true
  let toPass = plan.by === 'chance' ? Math.floor(chance() * 2) : 0

  const strikes = (point: string): boolean => {
    if (plan.by === 'nobody') return false
    if (plan.by === 'number') return passed === plan.boundary
    if (!armed || crashes >= plan.most) return false
    if (point === plan.hunted && !struck.has(point)) return (toPass -= 1) < 0
    return chance() < plan.share
  }
  return {
    /** True when the process dies here. */
    pass(point: string): boolean {
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
    struck: (): ReadonlyMap<string, number> => struck,
    passed: () => passed,
    count: () => crashes,
  }
}
export type Crashes = ReturnType<typeof createCrashes>
