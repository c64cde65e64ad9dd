import type Database from 'better-sqlite3'
import type { JobStore } from '../../../lib/domain/store.ts'
import type { Lease } from '../../../lib/domain/handler.ts'
import type { Plant } from './plant.ts'

/** Faults of workers, leases and the queue. `side` is a connection past the pen. */
export const plantsOfWorkers = {
  'no-fence': (side) => ({
    store: (real) => ({
      ...real,
      report: (lease, said, told) => real.report(asHeld(side, lease), said, told),
      complete: (lease, result) => real.complete(asHeld(side, lease), result),
      fail: (lease, failure, random) => real.fail(asHeld(side, lease), failure, random),
    }),
  }),
  'no-fence-on-progress': (side) => ({
    store: (real) => ({ ...real, report: (lease, said, told) => real.report(asHeld(side, lease), said, told) }),
  }),
  'no-fence-on-complete': (side) => ({
    store: (real) => ({ ...real, complete: (lease, result) => real.complete(asHeld(side, lease), result) }),
  }),
  'takeover-without-cas': (side) => {
    const beat = side.prepare<[string], { beat: number }>('SELECT lease_beat AS beat FROM generation_jobs WHERE id = ?')
    return {
      store: (real) => ({
        ...real,
        takeOver: (held) => real.takeOver({ ...held, beat: beat.get(held.jobId)?.beat ?? held.beat }),
      }),
    }
  },
  'hasty-takeover': () => ({ isGone: () => true }),
  'no-takeover': () => ({ store: (real) => ({ ...real, leases: async () => [] }) }),
  'double-complete': (side) => {
    const reopen = side.prepare(
      `UPDATE generation_jobs SET status = 'processing', lease_token = ? WHERE id = ? AND status = 'completed'`,
    )
    return {
      store: (real) => ({
        ...real,
        async complete(lease, result) {
          const done = await real.complete(lease, result)
          if (done && result.kind === 'text') {
            reopen.run(lease.token, lease.jobId)
            await real.complete(lease, result)
          }
          return done
        },
      }),
    }
  },
  'not-unblocked': (side) => {
    // The analysis is done, its posts are told, and what waited for it is not let go.
    side.exec(`
      CREATE TRIGGER planted_row AFTER UPDATE OF status ON generation_jobs WHEN OLD.status = 'blocked' AND NEW.status = 'queued'
      BEGIN UPDATE generation_jobs SET status = 'blocked', queued_at = NULL WHERE id = NEW.id; END;
      CREATE TRIGGER planted_fact AFTER INSERT ON job_events WHEN NEW.type = 'job.queued'
        AND (SELECT status FROM generation_jobs WHERE id = NEW.job_id) = 'blocked'
      BEGIN UPDATE job_events SET payload = json_set(payload, '$.job.status', 'blocked', '$.job.queuedAt', NULL) WHERE id = NEW.id; END;
    `)
    return {}
  },
  'claims-while-paused': (side) => {
    const paused = side.prepare<[], { id: string }>(`SELECT id FROM campaigns WHERE status = 'paused'`)
    const set = side.prepare('UPDATE campaigns SET status = ? WHERE id = ?')
    return {
      store: (real) => ({
        ...real,
        async claim(by) {
          const ids = paused.all().map((row) => row.id)
          for (const id of ids) set.run('running', id)
          const claimed = await real.claim(by)
          for (const id of ids) set.run('paused', id)
          return claimed
        },
      }),
    }
  },
  'deaf-to-cancel': () => ({
    pen: (pen) => ({ ...pen, beat: async (leases) => (await pen.beat(leases)).slice(leases.length) }),
  }),
  'cancel-keeps-token': (side) => {
    const revive = side.prepare(
      `UPDATE generation_jobs SET status = 'processing', lease_token = ? WHERE id = ? AND attempt = ? AND status = 'canceled'`,
    )
    return {
      store: (real): JobStore => ({
        ...real,
        complete(lease, result) {
          revive.run(lease.token, lease.jobId, lease.attempt)
          return real.complete(lease, result)
        },
      }),
    }
  },
} as const satisfies Record<string, (side: Database.Database) => Plant>

/** The lease as whoever holds the job now has it. */
function asHeld(side: Database.Database, lease: Lease): Lease {
  const row = side
    .prepare<[string], { token: string | null }>('SELECT lease_token AS token FROM generation_jobs WHERE id = ?')
    .get(lease.jobId)
  return { ...lease, token: row?.token ?? lease.token }
}
