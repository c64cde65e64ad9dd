import type Database from 'better-sqlite3'
import type { AttemptChange, BookedAttempt, LedgerEntry } from '../../domain/call.ts'
import type { Change } from '../../domain/record.ts'

type Line = Omit<LedgerEntry, 'type'> & { type: LedgerEntry['type'] | 'quote'; campaignId: string; at: string }

export type Books = ReturnType<typeof createBooks>

/**
 * Attempts and ledger: what each claim of a job set out to do and what it cost. Keyed by (job, attempt) and idempotent, so that a fact about
 * money can be told twice. Call inside the pen's transaction.
 */
export function createBooks(database: Database.Database) {
  const insertAttempt = database.prepare(
    `INSERT OR IGNORE INTO job_attempts (job_id, attempt, campaign_id, provider, model, state, handle, reserved_micros, opened_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = database.prepare(
    `UPDATE job_attempts SET state = coalesce(?, state), model = coalesce(?, model), handle = coalesce(?, handle), usage = coalesce(?, usage),
       settled_micros = coalesce(?, settled_micros), closed_at = coalesce(?, closed_at)
     WHERE job_id = ? AND attempt = ?`,
  )
  // What was held and given back in the queue may be held again: each time is a turn of its own.
  const insertEntry = database.prepare<[Line]>(
    `INSERT OR IGNORE INTO ledger_entries (campaign_id, job_id, attempt, type, turn, micros, at)
     VALUES (@campaignId, @jobId, @attempt, @type, CASE WHEN @type NOT IN ('reservation', 'release') THEN 0 ELSE
       (SELECT COUNT(*) FROM ledger_entries
        WHERE campaign_id = @campaignId AND job_id = @jobId AND attempt = @attempt AND type = 'release') END, @micros, @at)`,
  )
  const booked = database.prepare<
    [string, number],
    { attempt: number; reservedMicros: number; settledMicros: number | null; answered: number }
  >(
    `SELECT attempt, reserved_micros AS "reservedMicros", settled_micros AS "settledMicros", usage IS NOT NULL AS answered
     FROM job_attempts WHERE job_id = ? AND attempt = ?`,
  )

  const lay = (change: Change, { jobId, attempt, opens, ...told }: AttemptChange, at: string): void => {
    const handle = told.handle ? JSON.stringify(told.handle) : null
    if (opens) {
      const job = change.jobs.get(jobId)?.job
      const { reservedMicros } = opens
      insertAttempt.run(
        jobId,
        attempt,
        change.head.id,
        job?.provider,
        job?.model,
        told.state,
        handle,
        reservedMicros,
        at,
      )
      return
    }
    const isOver = told.state === 'closed' || told.state === 'unknown'
    const usage = told.usage ? JSON.stringify(told.usage) : null
    update.run(
      told.state ?? null,
      told.model ?? null,
      handle,
      usage,
      told.settledMicros ?? null,
      isOver ? at : null,
      jobId,
      attempt,
    )
  }

  const enter = (campaignId: string, entries: readonly LedgerEntry[], at: string): void => {
    for (const entry of entries) insertEntry.run({ ...entry, campaignId, at })
  }

  return {
    quote(campaignId: string, micros: number, at: string): void {
      insertEntry.run({ campaignId, jobId: '', attempt: 0, type: 'quote', micros, at })
    },
    attempt(jobId: string, attempt: number): BookedAttempt | null {
      const row = booked.get(jobId, attempt)
      return row ? { ...row, answered: row.answered === 1 } : null
    },
    enter,
    lay(change: Change, at: string): void {
      for (const attempt of change.attempts) lay(change, attempt, at)
      enter(change.head.id, change.entries, at)
    },
  }
}
