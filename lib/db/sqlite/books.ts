import type Database from 'better-sqlite3'
import type { Job } from '../../domain/job.ts'
import type { Change } from '../../domain/record.ts'

export type Books = ReturnType<typeof createBooks>

/**
 * Attempts and ledger: what each claim of a job set out to do and what it cost. Keyed by (job, attempt) and idempotent, so that a fact about
 * money can be told twice. Call inside the pen's transaction.
 */
export function createBooks(database: Database.Database) {
  const insertAttempt = database.prepare(
    `INSERT OR IGNORE INTO job_attempts (job_id, attempt, campaign_id, provider, model, state, reserved_micros, opened_at)
     VALUES (?, ?, ?, ?, ?, 'intent', 0, ?)`,
  )
  const setState = database.prepare(
    `UPDATE job_attempts SET state = ?, closed_at = ? WHERE job_id = ? AND attempt = ? AND state NOT IN ('closed', 'unknown')`,
  )
  const close = database.prepare(
    `UPDATE job_attempts SET state = 'closed', settled_micros = ?, closed_at = ?
     WHERE job_id = ? AND attempt = ? AND state NOT IN ('closed', 'unknown')`,
  )
  const insertEntry = database.prepare(
    `INSERT OR IGNORE INTO ledger_entries (campaign_id, job_id, attempt, type, micros, at) VALUES (?, ?, ?, ?, ?, ?)`,
  )

  return {
    quote(campaignId: string, micros: number, at: string): void {
      insertEntry.run(campaignId, '', 0, 'quote', micros, at)
    },
    /** The intent, and what is held for it. The studio costs nothing: its entries are zero, and there. */
    open(campaignId: string, job: Job, at: string): void {
      insertAttempt.run(job.id, job.attempt, campaignId, job.provider, job.model, at)
      insertEntry.run(campaignId, job.id, job.attempt, 'reservation', 0, at)
    },
    submitted(job: Job): void {
      setState.run('submitted', null, job.id, job.attempt)
    },
    /** A worker vanished in the middle of the attempt: nobody knows what its call did. */
    unknown(job: Job, at: string): void {
      setState.run('unknown', at, job.id, job.attempt)
    },
    /** Closes the attempt of every job that a change took out of `processing`. */
    closeSettled(change: Change, at: string): void {
      for (const { job } of change.jobs.values()) {
        if (job.status === 'processing' || job.attempt === 0) continue
        if (close.run(0, at, job.id, job.attempt).changes === 0) continue
        insertEntry.run(
          change.head.id,
          job.id,
          job.attempt,
          job.status === 'completed' ? 'settlement' : 'refund',
          0,
          at,
        )
      }
    },
  }
}
