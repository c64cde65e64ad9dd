import { JobKindSchema, type JobKind } from './job.ts'
import { draws } from './luck.ts'

/** How many jobs run at once in a process: of each kind, and of all kinds. */
export type Capacity = { slots: Record<JobKind, number>; concurrency: number }

/** An open job in each draw: `lasts` is what it takes, or has left when it runs, ms. */
export type OpenJob = {
  kind: JobKind
  state: 'blocked' | 'queued' | 'processing'
  lasts: Float64Array
  /** Queued: how long it may not start, ms. */
  waits: number
}

/** The slots of a kind, for all campaigns, and how many are taken. */
type Pool = { kind: JobKind; slots: number; busy: number }

/** Jobs of one kind of a campaign: those that run, those that wait in the order they may start, and how many of these have started. */
type Lane = { pool: Pool; party: Party; running: OpenJob[]; waiting: OpenJob[]; started: number }

/** A campaign in one draw: its analyses that are not done, when the last of what has started ends, and when it may start more if only time holds it. */
type Party = { lanes: Lane[]; analyses: number; last: number; readyAt: number }

/**
 * When the last job of the campaign at `own` ends in each draw, ms from now, as the engine would have it: what runs goes on; of what waits, each
 * kind keeps to its slots and all kinds to the concurrency; `campaigns` take turns in this order, within one the kinds have the order of the
 * plan; blocked jobs come with the end of their analysis.
 */
export function endsOf(campaigns: readonly (readonly OpenJob[])[], own: number, capacity: Capacity): Float64Array {
  const pools = JobKindSchema.options.map((kind): Pool => ({ kind, slots: Math.max(1, capacity.slots[kind]), busy: 0 }))
  const parties = campaigns.map((jobs) => partyOf(jobs, pools))
  const mine = parties[own]
  const runs = createRuns(pools, Math.max(1, capacity.concurrency))
  const ends = new Float64Array(draws)
  for (let draw = 0; draw < draws && mine; draw++) ends[draw] = endOf(draw, mine, parties, runs)
  return ends
}

function partyOf(jobs: readonly OpenJob[], pools: readonly Pool[]): Party {
  const party: Party = { lanes: [], analyses: 0, last: 0, readyAt: 0 }
  for (const pool of pools) {
    const same = jobs.filter((job) => job.kind === pool.kind)
    const running = same.filter((job) => job.state === 'processing')
    const waiting = same.filter((job) => job.state !== 'processing').sort((one, other) => placeOf(one) - placeOf(other))
    if (same.length > 0) party.lanes.push({ pool, party, running, waiting, started: 0 })
  }
  return party
}
const placeOf = ({ state, waits }: OpenJob): number => (state === 'blocked' ? Number.MAX_VALUE : waits)

function endOf(draw: number, own: Party, parties: readonly Party[], runs: Runs): number {
  runs.clear()
  for (const party of parties) rewind(party, draw, runs)
  let left = own.lanes.reduce((sum, lane) => sum + lane.waiting.length, 0)
  const turns = [...parties]
  let now = 0
  while (left > 0 && now < Number.POSITIVE_INFINITY) {
    let soonest = Number.POSITIVE_INFINITY
    let at = 0
    while (runs.haveRoom()) {
      const party = turns[at]
      if (!party) break
      const lane = readyOf(party, now)
      if (lane) {
        runs.add(lane, now + (lane.waiting[lane.started]?.lasts[draw] ?? 0))
        lane.started += 1
        if (party === own) left -= 1
        // Its turn is over. Those before it found no slot, and with one job more they still find none.
        for (let next = at; next + 1 < turns.length; next++) turns[next] = turns[next + 1] ?? party
        turns[turns.length - 1] = party
      } else {
        soonest = Math.min(soonest, party.readyAt)
        at += 1
      }
    }
    now = soonest < runs.next() ? soonest : runs.take()
  }
  return own.last
}

/** Back to where the campaign stands: only what runs has started. */
function rewind(party: Party, draw: number, runs: Runs): void {
  party.analyses = 0
  party.last = 0
  for (const lane of party.lanes) {
    lane.started = 0
    if (lane.pool.kind === 'analysis') party.analyses = lane.running.length + lane.waiting.length
    for (const job of lane.running) runs.add(lane, job.lasts[draw] ?? 0)
  }
}

/** The lane whose next job may start now, null when there is none. */
function readyOf(party: Party, now: number): Lane | null {
  party.readyAt = Number.POSITIVE_INFINITY
  for (const lane of party.lanes) {
    const job = lane.waiting[lane.started]
    if (!job || lane.pool.busy >= lane.pool.slots) continue
    if (job.state === 'blocked' && lane.pool.kind !== 'analysis' && party.analyses > 0) continue
    if (job.waits <= now) return lane
    party.readyAt = Math.min(party.readyAt, job.waits)
  }
  return null
}

type Runs = ReturnType<typeof createRuns>

/** What runs, the job that ends first at the end. */
function createRuns(pools: readonly Pool[], concurrency: number) {
  const ends: number[] = []
  const lanes: Lane[] = []
  return {
    clear(): void {
      ends.length = 0
      lanes.length = 0
      for (const pool of pools) pool.busy = 0
    },
    haveRoom: () => ends.length < concurrency,
    next: () => ends[ends.length - 1] ?? Number.POSITIVE_INFINITY,
    add(lane: Lane, end: number): void {
      lane.pool.busy += 1
      lane.party.last = Math.max(lane.party.last, end)
      let at = ends.push(end) - 1
      lanes.push(lane)
      for (; at > 0; at--) {
        const before = ends[at - 1] ?? 0
        if (before >= end) break
        ends[at] = before
        lanes[at] = lanes[at - 1] ?? lane
      }
      ends[at] = end
      lanes[at] = lane
    },
    /** Ends the first and says when; never when nothing runs. */
    take(): number {
      const lane = lanes.pop()
      if (!lane) return Number.POSITIVE_INFINITY
      lane.pool.busy -= 1
      if (lane.pool.kind === 'analysis') lane.party.analyses -= 1
      return ends.pop() ?? Number.POSITIVE_INFINITY
    },
  }
}
