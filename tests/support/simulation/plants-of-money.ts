import type Database from 'better-sqlite3'
import type { Plant } from './plant.ts'

/** Faults of paid calls and the books. `side` is a connection past the pen. */
export const plantsOfMoney = {
  'unbooked-call': () => ({ pen: (pen) => ({ ...pen, beginCall: async () => 1 }) }),
  'call-before-booking': () => ({
    pen: (pen, { schedule, actor }) => ({
      ...pen,
      async beginCall(lease) {
        schedule.after(20, actor, async () => void (await pen.beginCall(lease).catch(() => null)))
        return 1
      },
    }),
  }),
  'handle-after-poll': () => ({
    pen: (pen, { schedule, actor }) => ({
      ...pen,
      async submitted(lease, handle) {
        schedule.after(400, actor, () => pen.submitted(lease, handle).catch(() => undefined))
      },
    }),
  }),
  'handle-forgotten': (side) => {
    // A handle that is kept, but never looked for.
    const forget = side.prepare(
      `UPDATE generation_jobs SET call = json_set(call, '$.handle', NULL, '$.reservedMicros', 0) WHERE id = ?`,
    )
    return {
      store: (real) => ({
        ...real,
        takeOver(held) {
          forget.run(held.jobId)
          return real.takeOver(held)
        },
      }),
    }
  },
  'forget-lost-call': (side) => {
    const forget = side.prepare('UPDATE generation_jobs SET lost_calls = 0, call = NULL WHERE id = ?')
    return {
      store: (real) => ({
        ...real,
        takeOver(held) {
          forget.run(held.jobId)
          return real.takeOver(held)
        },
      }),
    }
  },
  'skip-settle': () => ({ store: (real) => ({ ...real, answered: async () => undefined }) }),
  'double-settle': (side) => {
    // What is told again, after a crash, is booked again.
    const reopen = side.prepare(
      'UPDATE job_attempts SET usage = NULL, settled_micros = NULL WHERE job_id = ? AND attempt = ? AND usage IS NOT NULL',
    )
    return {
      store: (real) => ({
        ...real,
        async answered(lease, usage) {
          reopen.run(lease.jobId, lease.attempt)
          await real.answered(lease, usage)
        },
      }),
    }
  },
} as const satisfies Record<string, (side: Database.Database) => Plant>
