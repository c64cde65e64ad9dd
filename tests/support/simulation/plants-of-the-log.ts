import type Database from 'better-sqlite3'
import type { Plant } from './plant.ts'

type NewestRow = { id: number; seq: number; type: string; jobId: string | null; at: string; payload: string }

/** Faults of facts, progress and streams. `side` is a connection past the pen. */
export const plantsOfTheLog = {
  'event-outside-transaction': (side) => {
    const newest = side.prepare<[string], NewestRow>(
      'SELECT id, seq, type, job_id AS "jobId", at, payload FROM job_events WHERE campaign_id = ? ORDER BY id DESC LIMIT 1',
    )
    const remove = side.prepare('DELETE FROM job_events WHERE id = ?')
    const insert = side.prepare(
      'INSERT INTO job_events (id, campaign_id, seq, type, job_id, at, payload) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    return {
      store: (real, { schedule, actor }) => ({
        ...real,
        async complete(lease, result) {
          const done = await real.complete(lease, result)
          const row = done ? newest.get(lease.campaignId) : undefined
          if (row) {
            remove.run(row.id)
            const { id, seq, type, jobId, at, payload } = row
            schedule.after(1, actor, () => void insert.run(id, lease.campaignId, seq, type, jobId, at, payload))
          }
          return done
        },
      }),
    }
  },
  'ack-before-write': () => ({
    store: (real, { schedule, actor }) => ({
      ...real,
      async report(lease, said, told) {
        schedule.after(1, actor, async () => void (await real.report(lease, said, told)))
        return true
      },
    }),
  }),
  'global-seq': (side) => {
    // One counter for all campaigns, as an autoincrement would be.
    const count = side.prepare('UPDATE campaigns SET seq = MAX(seq, (SELECT MAX(seq) FROM campaigns)) WHERE id = ?')
    return {
      store: (real) => ({
        ...real,
        report(lease, said, told) {
          count.run(lease.campaignId)
          return real.report(lease, said, told)
        },
      }),
    }
  },
  'progress-not-max': (side) => {
    const of = side.prepare<[string], { id: string; seq: number; round: number; share: number }>(
      `SELECT c.id, c.seq, c.round, MIN(0.99, c.settled_weight / c.planned_weight) AS share
       FROM campaigns c JOIN generation_jobs j ON j.campaign_id = c.id WHERE j.id = ?`,
    )
    const setRow = side.prepare('UPDATE campaigns SET progress = ? WHERE id = ?')
    const setFacts = side.prepare(
      `UPDATE job_events SET payload = json_set(payload, '$.campaign.progress', ?) WHERE campaign_id = ? AND seq > ?`,
    )
    return {
      store: (real) => ({
        ...real,
        async retryJob(caller, id) {
          const before = of.get(id)
          await real.retryJob(caller, id)
          const after = of.get(id)
          if (!before || !after || before.round !== after.round) return
          setRow.run(after.share, after.id)
          setFacts.run(after.share, after.id, before.seq)
        },
      }),
    }
  },
  'lost-wake': () => ({
    bus: (bus, { schedule }) => ({
      ...bus,
      subscribe: (hear) =>
        bus.subscribe((wake) => {
          if (schedule.chance() > 0.2) hear(wake)
        }),
    }),
  }),
  'skip-replay': () => ({
    live: (live, rows) => ({
      ...live,
      follow: (caller, id, query) =>
        live.follow(caller, id, { ...query, cursor: query.cursor && (rows.view(id)?.seq ?? query.cursor) }),
    }),
  }),
} as const satisfies Record<string, (side: Database.Database) => Plant>
