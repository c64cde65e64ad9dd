import type { Clock } from '../../../lib/domain/clock.ts'
import { createChance } from '../chance.ts'

/** What the schedule knows of a process: the dead do nothing any more, the stopped do it later. */
export type Actor = { alive: boolean; pausedUntil: number }

type Task = { at: number; order: number; actor: Actor | null; together: boolean; run(): Promise<void> | void }

export type Schedule = ReturnType<typeof createSchedule>

const wallStart = Date.UTC(2026, 10, 23, 12)

/**
 * Virtual time and the order of everything: one task after the other, the earliest first, all delays drawn from one seed. After each task the
 * promises it settled run their course, then `afterEach` looks at the world.
 */
export function createSchedule(seed: number, afterEach: () => void) {
  const chance = createChance(seed)
  let tasks: Task[] = []
  const off = new Set<Task>()
  let now = 0
  let order = 0
  let steps = 0
  let wholeTurn = false

  const at = (when: number, actor: Actor | null, run: Task['run'], together = false): (() => void) => {
    const task: Task = { at: when, order: (order += 1), actor, together, run }
    tasks.push(task)
    return () => off.add(task)
  }
  /** A stopped process does what has fallen due when it goes on. */
  const dueAt = ({ at: when, actor }: Task): number => (actor ? Math.max(when, actor.pausedUntil) : when)
  const isBefore = (one: Task, due: number, other: Task, otherDue: number): boolean => {
    if (due !== otherDue) return due < otherDue
    return one.at === other.at ? one.order < other.order : one.at < other.at
  }
  const earliest = (): Task | null => {
    let first: Task | null = null
    let firstDue = 0
    let kept = 0
    for (const task of tasks) {
      if (task.actor?.alive === false || (off.size > 0 && off.delete(task))) continue
      tasks[kept] = task
      kept += 1
      const due = dueAt(task)
      if (first !== null && !isBefore(task, due, first, firstDue)) continue
      first = task
      firstDue = due
    }
    tasks.length = kept
    return first
  }
  /** Tasks that fall due with `first` in the same process and may share its turn. */
  const turnOf = (first: Task): Task[] => {
    const shares = (task: Task): boolean => task.together && task.at === first.at && task.actor === first.actor
    return first.together ? tasks.filter(shares) : [first]
  }
  /** Everything here is promises: when the queue of microtasks is empty, the step is over. */
  const calm = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))

  return {
    chance,
    now: () => now,
    steps: () => steps,
    /** A short time as a rule, a long one now and then, ms. */
    latency: (longest: number): number => (chance() < 0.9 ? chance() * 3 : chance() * longest),
    after: (ms: number, actor: Actor | null, run: Task['run']) => at(now + ms, actor, run),
    at,
    clockOf: (actor: Actor, { stretch = 1, due = (): boolean => false } = {}): Clock => ({
      now: () => wallStart + Math.floor(now),
      monotonic: () => now,
      after: (ms, call) => at(now + ms * stretch, actor, () => (due() ? undefined : call())),
    }),
    /** What runs now gives way on purpose: the step is over when it has come back from one turn of the real event loop. */
    takesTurn(): void {
      wholeTurn = true
    },
    /** Runs until `done`, or until virtual time is over; says which. */
    async run(done: () => boolean, until: number): Promise<boolean> {
      while (!done()) {
        const first = earliest()
        if (first === null || dueAt(first) > until) return false
        now = Math.max(now, dueAt(first))
        const turn = turnOf(first)
        tasks = tasks.filter((task) => !turn.includes(task))
        wholeTurn = false
        await Promise.all(turn.map(async (task) => task.run()))
        await calm()
        if (wholeTurn) await new Promise((resolve) => setImmediate(resolve))
        steps += 1
        afterEach()
      }
      return true
    },
  }
}
