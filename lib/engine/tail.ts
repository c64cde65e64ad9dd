import type { Clock } from '../domain/clock.ts'
import type { Bus } from '../domain/dispatcher.ts'
import type { CampaignId } from '../domain/ids.ts'
import type { LiveMessage } from '../domain/room.ts'
import type { CampaignReader, EventRow } from '../domain/store.ts'

/** A reader further behind than this gets a snapshot instead of the facts. Memory reaches back as far, and no further. */
export const farBehind = { facts: 500, bytes: 256 * 1024 }
/** Wait before a log that could not be read is read again, ms. */
const readAgainMs = 500

export type Tail = {
  /** Last seq read from the log. */
  seq(): number
  settled(): boolean
  deleted(): boolean
  /** What came after `cursor`, which is before the last seq; null when memory does not hold it all. The same object for all at this cursor. */
  after(cursor: number): Batch | null
  /** Calls whenever something has changed. */
  onChange(call: () => void): () => void
}

/** Facts without a gap, at least one, up to the seq `to`. */
export type Batch = { messages: readonly LiveMessage[]; to: number; bytes: number; reopened: boolean }

/** Throws a RangeError without rows. */
export function batchOf(rows: readonly EventRow[]): Batch {
  const last = rows.at(-1)
  if (!last) throw new RangeError('A batch has at least one fact.')
  return {
    messages: rows.map((row) => ({ type: 'fact', row })),
    to: last.seq,
    bytes: rows.reduce((sum, row) => sum + row.json.length, 0),
    reopened: rows.some((row) => row.type === 'campaign.reopened'),
  }
}

/** The last rows that are not far behind. */
function newest(rows: readonly EventRow[]): EventRow[] {
  let from = rows.length
  for (let bytes = 0; from > Math.max(0, rows.length - farBehind.facts); from--) {
    bytes += rows[from - 1]?.json.length ?? 0
    if (bytes > farBehind.bytes) break
  }
  return rows.slice(from)
}

type TailDeps = { reader: Pick<CampaignReader, 'events'>; bus: Bus; clock: Clock; onTrouble(error: unknown): void }
type OpenTail = { tail: Tail; viewers: number; close(): void }

/** One tail per campaign per process, however many viewers: it reads each row of the log once. */
export function createTails({ reader, bus, clock, onTrouble }: TailDeps) {
  const open = new Map<CampaignId, OpenTail>()

  const start = (id: CampaignId, at: { seq: number; settled: boolean }): OpenTail => {
    let { seq, settled } = at
    let deleted = false
    let rows: EventRow[] = []
    let reading: Promise<void> | null = null
    let wanted = seq
    let stopTimer = (): void => undefined
    let closed = false
    const listeners = new Set<() => void>()
    /** The last batch that was asked for: most viewers stand at one cursor. */
    let shared: { after: number; batch: Batch } | null = null

    const read = async (): Promise<void> => {
      while (wanted > seq) {
        const fresh = await reader.events(id, seq, 500)
        // A wake comes after its commit: rows that are not there were removed with their campaign.
        if (fresh.length === 0) {
          deleted = true
          wanted = seq
        }
        for (const row of fresh) {
          seq = row.seq
          if (row.type === 'campaign.settled') settled = true
          if (row.type === 'campaign.reopened') settled = false
          if (row.type === 'campaign.deleted') deleted = true
        }
        rows = newest(rows.concat(fresh))
        shared = null
        for (const call of listeners) call()
      }
    }
    const catchUp = (): void => {
      stopTimer()
      reading ??= read().then(
        () => {
          reading = null
          // A wake that came between the last row and this line found the reader still busy.
          if (wanted > seq) catchUp()
        },
        (error: unknown) => {
          reading = null
          onTrouble(error)
          // There may be no next wake: what is missed now is late, not lost.
          if (!closed) stopTimer = clock.after(readAgainMs, catchUp)
        },
      )
    }
    const stopHearing = bus.subscribe((wake) => {
      if (wake.campaignId !== id || wake.seq <= seq) return
      wanted = Math.max(wanted, wake.seq)
      catchUp()
    })
    const tail: Tail = {
      seq: () => seq,
      settled: () => settled,
      deleted: () => deleted,
      after(cursor) {
        const first = rows[0]
        if (!first || cursor < first.seq - 1) return null
        if (shared?.after !== cursor) shared = { after: cursor, batch: batchOf(rows.slice(cursor - first.seq + 1)) }
        return shared.batch
      },
      onChange(call) {
        listeners.add(call)
        return () => listeners.delete(call)
      },
    }
    const close = (): void => {
      closed = true
      stopTimer()
      stopHearing()
    }
    return { tail, viewers: 0, close }
  }

  return {
    /** Joins the tail of a campaign; subscribe first, so that nothing falls between position and first read. */
    async join(id: CampaignId, position: () => Promise<{ seq: number; settled: boolean } | null>) {
      let one = open.get(id)
      if (!one) {
        let heard = 0
        const stopHearing = bus.subscribe((wake) => {
          if (wake.campaignId === id) heard = Math.max(heard, wake.seq)
        })
        try {
          const at = await position()
          if (!at) return null
          one = open.get(id) ?? start(id, at)
          open.set(id, one)
        } finally {
          stopHearing()
        }
        if (heard > one.tail.seq()) bus.publish({ campaignId: id, seq: heard })
      }
      const joined = one
      joined.viewers += 1
      let left = false
      return {
        tail: joined.tail,
        leave(): void {
          if (left) return
          left = true
          joined.viewers -= 1
          if (joined.viewers > 0) return
          joined.close()
          if (open.get(id) === joined) open.delete(id)
        },
      }
    },
  }
}
