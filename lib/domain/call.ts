/** Where a vendor's work can be found again: serialisable, kept on the attempt, at most 4 KB as JSON. */
export type Handle = Readonly<Record<string, string>>

/** What a vendor counted for one call: its price in integer micros of the installation's currency, and the counts it follows from. */
export type Usage = { micros: number; counts: Readonly<Record<string, number>> }

/**
 * A provider call that there is something to lose of: it costs, or it can be found again. It belongs to the attempt that made it: money and
 * handle are booked there, whoever fetches what it made.
 */
export type Call = {
  attempt: number
  /** `held`: the job is queued for it. `intent`: nothing went out. `submitted`: it may have. `answered`: what it cost is known and settled. */
  state: 'held' | 'intent' | 'submitted' | 'answered'
  handle: Handle | null
  reservedMicros: number
  /** Its job failed for good while the work was out: what was held is booked as spent, until the truth comes. */
  isBooked?: true
}

/** What the books say of one attempt, read for a fact that comes after the attempt. */
export type BookedAttempt = { attempt: number; reservedMicros: number; settledMicros: number | null; answered: boolean }

/**
 * One line of the ledger. Spent is the sum of settlements less refunds; reserved is the sum of reservations less releases of attempts without a
 * settlement. A release gives back what was held in the queue for an attempt that did not begin; it may be held again.
 */
export type LedgerEntry = {
  jobId: string
  attempt: number
  type: 'reservation' | 'release' | 'settlement' | 'refund'
  micros: number
}

/** Who makes a job in this process, now: which model, and the most that one call of it may cost, integer micros. */
export type MakerNow = { model: string; reserveMicros: number }

/** What changes in the row of an attempt; a field left out stays. */
export type AttemptChange = {
  jobId: string
  attempt: number
  opens?: { reservedMicros: number }
  state?: Exclude<Call['state'], 'held'> | 'closed' | 'unknown'
  model?: string
  handle?: Handle
  usage?: Usage
  settledMicros?: number
}

/**
 * How a call ends: its work is done, nothing is charged, it is charged, nobody knows, the next attempt attaches to it, or a person's retry does,
 * if there ever is one.
 */
export type CallEnd = 'done' | 'free' | 'charged' | 'lost' | 'keep' | 'leave'
