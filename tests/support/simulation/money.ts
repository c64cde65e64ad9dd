import type { CampaignView } from '../../../lib/domain/campaign.ts'
import type { JobEvent } from '../../../lib/domain/event.ts'
import type { Job, JobKind } from '../../../lib/domain/job.ts'
import { demand } from './breach.ts'
import type { BookRow, Rows } from './rows.ts'

/** A call that the vendor has accepted, as the vendor keeps it: it survives every crash of ours. */
export type AcceptedCall = {
  jobId: string
  attempt: number
  kind: JobKind
  /** The most that the process said it may cost. */
  mostMicros: number
  /** What the vendor asks for it. */
  micros: number
  /** `free`: the vendor could not do it, and asks nothing. */
  fate: 'due' | 'free'
  /** Its cost was handed to the pen, and acknowledged. */
  booked: boolean
}

/** Calls of one intent that may have cost and came to nothing, and are made again all the same: DESIGN. A video's never is. */
const repeats: Record<JobKind, number> = { analysis: 1, text: 1, image: 1, video: 0 }

/** What the model knows of money: the books of the file against those of the vendor. Throws Breach. */
export function createMoney(rows: Rows, { paid }: { paid: boolean }) {
  const accepted: AcceptedCall[] = []
  const intents = new Map<string, number>()
  const intentOf = new Map<string, number>()
  /** Attempts that took what was made before. */
  const taken = new Set<string>()
  const keyOf = ({ jobId, attempt }: { jobId: string; attempt: number }): string => `${jobId} ${attempt}`

  return {
    accepted: (): readonly AcceptedCall[] => accepted,
    /** A fact of a job; `before` is the job as it stood. */
    hear(before: Job | undefined, fact: JobEvent): void {
      if (!before || !('job' in fact)) return
      const key = keyOf({ jobId: before.id, attempt: fact.job.attempt })
      const isAsked = before.status === 'failed' || before.status === 'canceled'
      if (isAsked && (fact.type === 'job.queued' || fact.type === 'job.planned'))
        intents.set(before.id, (intents.get(before.id) ?? 0) + 1)
      if (fact.type === 'job.started') intentOf.set(key, intents.get(before.id) ?? 0)
    },
    /** What is held more stays within the cap; what a vendor asks is booked as it asks. */
    holds({ cost: before }: CampaignView, { type, campaign: { cost } }: JobEvent): void {
      const committed = cost.spentMicros + cost.reservedMicros
      const isWithin = cost.capMicros === null || committed <= cost.capMicros
      const grows = type !== 'job.progress' && committed > before.spentMicros + before.reservedMicros
      demand(!grows || isWithin, 'nothing passes the cap', () => `${cost.spentMicros} and ${cost.reservedMicros} held`)
    },
    /** The vendor accepts a call: it is in the books, for the first time, and does not repeat what may have been paid. */
    accept(call: AcceptedCall): void {
      const key = keyOf(call)
      const { state, reserved = 0 } = rows.attempt(call.jobId, call.attempt) ?? {}
      demand(state !== undefined && state !== 'intent', 'booked before the call', () => `${key} is ${state}`)
      demand(reserved >= call.mostMicros, 'held before the call', () => `${reserved} of ${call.mostMicros} for ${key}`)
      const others = accepted.filter((one) => one.jobId === call.jobId)
      demand(
        others.every((one) => one.attempt !== call.attempt),
        'one call per attempt',
        () => key,
      )
      const isSameIntent = (one: AcceptedCall): boolean => intentOf.get(keyOf(one)) === intentOf.get(key)
      const again = others.filter((one) => isSameIntent(one) && one.fate === 'due').length
      demand(
        !paid || again <= repeats[call.kind],
        'nothing is paid twice in silence',
        () => `${call.kind} ${key}, ${again} before`,
      )
      accepted.push(call)
    },
    /** An attempt took what another job has made: nobody was asked for it. */
    takes(lease: { jobId: string; attempt: number }): void {
      const key = keyOf(lease)
      demand(
        !accepted.some((one) => keyOf(one) === key),
        'what is taken costs nothing',
        () => `${key} was made as well`,
      )
      taken.add(key)
    },
    /** A question after a handle: it is kept by then. */
    asks(jobId: string, attempt: number): void {
      const kept = rows.attempt(jobId, attempt)?.handle ?? null
      demand(kept !== null, 'the handle is kept before the first question', () => `${jobId} ${attempt}`)
    },
    /** After a step: what the page shows is the sum of its jobs. */
    look({ id, cost, jobs }: CampaignView): void {
      const sum = jobs.reduce((all, job) => all + job.costMicros, 0)
      demand(
        cost.spentMicros === sum,
        'the page shows what its jobs cost',
        () => `${cost.spentMicros}, ${sum} in ${id}`,
      )
      const held = rows.held(id)
      demand(
        cost.reservedMicros === held,
        'the books hold what the page shows',
        () => `${cost.reservedMicros}, ${held}`,
      )
      const unfunded = rows.unfunded(id)
      demand(unfunded.length === 0, 'what is queued has its money', () => unfunded.join())
    },
    /** At the end: each attempt is closed, each call is charged once, and the page, our ledger and the vendor's say the same. */
    audit(views: readonly CampaignView[]): void {
      const books = new Map(rows.books().map((row) => [keyOf(row), row]))
      for (const row of books.values()) {
        const isOver = row.state === 'closed' || row.state === 'unknown'
        demand(
          isOver && isClosed(row.lines),
          'the books close',
          () => `${keyOf(row)} is ${row.state} with ${row.lines}`,
        )
        demand(
          !taken.has(keyOf(row)) || row.net === 0,
          'what is taken costs nothing',
          () => `${keyOf(row)}: ${row.net}`,
        )
      }
      for (const { jobs, cost, id } of views) {
        for (const job of jobs) {
          const own = Array.from({ length: job.attempt }, (_, at) =>
            books.get(keyOf({ jobId: job.id, attempt: at + 1 })),
          )
          const net = own.reduce((sum, row) => sum + (row?.net ?? 0), 0)
          demand(own.every(Boolean), 'every attempt is booked', () => `${job.attempt} of ${job.id}`)
          demand(
            net === job.costMicros,
            'the ledger is what the page shows',
            () => `${net}, ${job.costMicros} for ${job.id}`,
          )
        }
        demand(cost.reservedMicros === 0, 'nothing is held for ever', () => `${cost.reservedMicros} in ${id}`)
      }
      for (const call of accepted) checkCall(call, books.get(keyOf(call)))
    },
  }
}
export type Money = ReturnType<typeof createMoney>

/** One settlement, at most one refund, and one reservation that was not given back. `lines` in the order of their names. */
function isClosed(lines: string): boolean {
  const count = (type: string): number => lines.split(' ').filter((one) => one === type).length
  const isWhole = /^(refund )?(release )*(reservation )+settlement$/.test(lines)
  return isWhole && count('reservation') === count('release') + 1
}

/** One call of the vendor's books against ours: its price where we heard it, else what was held for it. */
function checkCall({ jobId, attempt, micros, fate, booked }: AcceptedCall, row: BookRow | undefined): void {
  const what = (): string => `${micros} (${fate}) for ${jobId} ${attempt}, booked ${row?.net} of ${row?.reserved}`
  if (booked) demand(row?.usage === micros && row.net === micros, 'each call is charged once', what)
  else if (row?.usage !== null) demand(row?.net === micros, 'each call is charged once', what)
  else if (fate === 'due') demand(row.net === row.reserved, 'each call is charged once', what)
  else demand(row.net === 0 || row.net === row.reserved, 'each call is charged once', what)
}
