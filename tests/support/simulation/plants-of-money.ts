import type Database from 'better-sqlite3'
import type { JobStore } from '../../../lib/domain/store.ts'
import type { Plant } from './plant.ts'

const isHeld = `status = 'queued' AND call ->> '$.state' = 'held'`

/** Faults of paid calls and the books. `side` is a connection past the pen. */
export const plantsOfMoney = {
  'unbooked-call': () => ({ pen: (pen) => ({ ...pen, beginCall: async () => 1 }) }),
  'planned-price': () => ({ pen: (pen) => ({ ...pen, beginCall: (lease) => pen.beginCall(lease) }) }),
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
  'handle-forgotten': (side) => ({
    // What a dead worker had submitted is taken for a call that never went out.
    store: (real) => withoutCall(side, real, `json_extract(call, '$.handle') IS NOT NULL`),
  }),
  'forget-lost-call': (side) => ({
    store: (real) => withoutCall(side, real, `json_extract(call, '$.handle') IS NULL`),
  }),
  'queued-unheld': (side) => {
    // What may be had for nothing need not have it.
    const forget = side.prepare(`UPDATE generation_jobs SET call = NULL WHERE ${isHeld} AND reuse = 0`)
    return {
      store: (real) => ({
        ...real,
        async complete(lease, result) {
          const isDone = await real.complete(lease, result)
          forget.run()
          return isDone
        },
      }),
    }
  },
  'hold-not-released': (side) => {
    const forget = side.prepare(`UPDATE generation_jobs SET call = NULL WHERE id = ? AND ${isHeld}`)
    return {
      store: (real) => ({
        ...real,
        cancelJob(caller, id) {
          forget.run(id)
          return real.cancelJob(caller, id)
        },
      }),
    }
  },
  'taken-is-charged': () => ({
    pen: (pen) => ({
      ...pen,
      async complete(lease, result) {
        if (result.takenFrom !== undefined) await pen.answered(lease, { micros: 1_000, counts: { calls: 1 } })
        return pen.complete(lease, result)
      },
    }),
  }),
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

function withoutCall(side: Database.Database, real: JobStore, which: string): JobStore {
  const forget = side.prepare(
    `UPDATE generation_jobs SET call = json_set(call, '$.state', 'intent', '$.handle', NULL) WHERE id = ? AND call ->> '$.state' = 'submitted' AND ${which}`,
  )
  return {
    ...real,
    takeOver(held) {
      forget.run(held.jobId)
      return real.takeOver(held)
    },
  }
}
