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
  const tasks = new Set<Task>()
  let now = 0
  let order = 0
  let steps = 0

  const at = (when: number, actor: Actor | null, run: Task['run'], together = false): (() => void) => {
    const task: Task = { at: when, order: (order += 1), actor, together, run }
    tasks.add(task)
    return () => tasks.delete(task)
  }
  /** A stopped process does what has fallen due when it goes on. */
  const dueAt = ({ at: when, actor }: Task): number => Math.max(when, actor?.pausedUntil ?? 0)
  const isBefore = (one: Task, other: Task): boolean => {
    const gap = dueAt(one) - dueAt(other) || one.at - other.at || one.order - other.order
    return gap < 0
  }
  const earliest = (): Task | null => {
    let first: Task | null = null
    for (const task of tasks) {
      if (task.actor?.alive === false) tasks.delete(task)
      else if (first === null || isBefore(task, first)) first = task
    }
    return first
  }
  /** Tasks that fall due with `first` in the same process and may share its turn. */
  const turnOf = (first: Task): Task[] =>
    first.together
      ? [...tasks].filter((task) => task.together && task.at === first.at && task.actor === first.actor)
      : [first]

  return {
    chance,
    now: () => now,
    steps: () => steps,
    /** A short time as a rule, a long one now and then, ms. */
    latency: (longest: number): number => (chance() < 0.9 ? chance() * 3 : chance() * longest),
    after: (ms: number, actor: Actor | null, run: Task['run']) => at(now + ms, actor, run),
    at,
    clockOf: (actor: Actor, stretch = 1): Clock => ({
      now: () => wallStart + Math.floor(now),
      monotonic: () => now,
      after: (ms, call) => at(now + ms * stretch, actor, call),
    }),
    /** Runs until `done`, or until virtual time is over; says which. */
    async run(done: () => boolean, until: number): Promise<boolean> {
      while (!done()) {
        const first = earliest()
        if (first === null || dueAt(first) > until) return false
        now = Math.max(now, dueAt(first))
        const turn = turnOf(first)
        for (const task of turn) tasks.delete(task)
        await Promise.all(turn.map(async (task) => task.run()))
        // Everything below is promises, and one turn of the event loop where the worker yields on purpose.
        for (let round = 0; round < 2; round++) await new Promise((resolve) => setImmediate(resolve))
        steps += 1
        afterEach()
      }
      return true
    },
  }
}
