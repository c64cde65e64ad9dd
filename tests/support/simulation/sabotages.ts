import type Database from 'better-sqlite3'
import type { Lease } from '../../../lib/domain/handler.ts'
import type { Bus } from '../../../lib/domain/dispatcher.ts'
import type { Live } from '../../../lib/domain/room.ts'
import type { JobStore, Owner } from '../../../lib/domain/store.ts'
import type { PortDeps } from './ports.ts'
import type { Rows } from './rows.ts'

/** A fault planted at a port of a simulated process. */
export type Plant = {
  /** Below the simulated way to the file. */
  store?(real: JobStore, deps: PortDeps): JobStore
  /** Above it, in the process. */
  pen?(pen: JobStore): JobStore
  bus?(bus: Bus, deps: PortDeps): Bus
  live?(live: Live, rows: Rows): Live
  isGone?(owner: Owner): boolean
  callsFirst?: boolean
}

export const sabotageNames = [
  'no-fence',
  'event-outside-transaction',
  'ack-before-write',
  'double-complete',
  'progress-not-max',
  'takeover-without-cas',
  'hasty-takeover',
  'no-takeover',
  'unbooked-call',
  'call-before-booking',
  'deaf-to-cancel',
  'forgotten-key',
  'lost-wake',
  'skip-replay',
] as const
export type SabotageName = (typeof sabotageNames)[number]

/** Builds a fault on a file; `side` is a connection past the pen. */
export function plantOf(name: SabotageName | null, side: Database.Database): Plant {
  switch (name) {
    case null:
      return {}
    case 'no-fence': {
      const token = side.prepare<[string], { token: string | null }>(
        'SELECT lease_token AS token FROM generation_jobs WHERE id = ?',
      )
      const current = (lease: Lease): Lease => ({ ...lease, token: token.get(lease.jobId)?.token ?? lease.token })
      return {
        store: (real) => ({
          ...real,
          report: (lease, said, told) => real.report(current(lease), said, told),
          complete: (lease, result) => real.complete(current(lease), result),
          fail: (lease, failure, random) => real.fail(current(lease), failure, random),
        }),
      }
    }
    case 'event-outside-transaction': {
      const newest = side.prepare<[string], { id: number; seq: number; type: string; at: string; payload: string }>(
        'SELECT id, seq, type, at, payload FROM job_events WHERE campaign_id = ? ORDER BY id DESC LIMIT 1',
      )
      const remove = side.prepare('DELETE FROM job_events WHERE id = ?')
      const insert = side.prepare(
        'INSERT INTO job_events (id, campaign_id, seq, type, at, payload) VALUES (?, ?, ?, ?, ?, ?)',
      )
      return {
        store: (real, { schedule, actor }) => ({
          ...real,
          async complete(lease, result) {
            const done = await real.complete(lease, result)
            const row = done ? newest.get(lease.campaignId) : undefined
            if (row) {
              remove.run(row.id)
              schedule.after(
                1,
                actor,
                () => void insert.run(row.id, lease.campaignId, row.seq, row.type, row.at, row.payload),
              )
            }
            return done
          },
        }),
      }
    }
    case 'ack-before-write':
      return {
        store: (real, { schedule, actor }) => ({
          ...real,
          async report(lease, said, told) {
            schedule.after(1, actor, async () => void (await real.report(lease, said, told)))
            return true
          },
        }),
      }
    case 'double-complete': {
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
    }
    case 'progress-not-max': {
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
    }
    case 'takeover-without-cas': {
      const beat = side.prepare<[string], { beat: number }>(
        'SELECT lease_beat AS beat FROM generation_jobs WHERE id = ?',
      )
      return {
        store: (real) => ({
          ...real,
          takeOver: (held) => real.takeOver({ ...held, beat: beat.get(held.jobId)?.beat ?? held.beat }),
        }),
      }
    }
    case 'hasty-takeover':
      return { isGone: () => true }
    case 'no-takeover':
      return { store: (real) => ({ ...real, leases: async () => [] }) }
    case 'unbooked-call':
      return { pen: (pen) => ({ ...pen, beginCall: async () => 1 }) }
    case 'call-before-booking':
      return { callsFirst: true }
    case 'deaf-to-cancel':
      return { pen: (pen) => ({ ...pen, beat: async (leases) => (await pen.beat(leases)).slice(leases.length) }) }
    case 'forgotten-key':
      return { store: (real) => ({ ...real, create: (campaign) => real.create({ ...campaign, idempotency: null }) }) }
    case 'lost-wake':
      return {
        bus: (bus, { schedule }) => ({
          ...bus,
          subscribe: (hear) =>
            bus.subscribe((wake) => {
              if (schedule.chance() > 0.2) hear(wake)
            }),
        }),
      }
    case 'skip-replay':
      return {
        live: (live, rows) => ({
          ...live,
          follow: (caller, id, query) =>
            live.follow(caller, id, { ...query, cursor: query.cursor && (rows.view(id)?.seq ?? query.cursor) }),
        }),
      }
    default:
      return name satisfies never
  }
}
