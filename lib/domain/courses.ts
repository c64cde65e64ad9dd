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

/** Jobs of one kind: those that wait in the order they may start, how many of them have started, how many run. */
type Lane = { slots: number; running: OpenJob[]; waiting: OpenJob[]; started: number; busy: number }

/**
 * When the last of `jobs` ends in each draw, ms from now, as the engine would have it: what runs goes on; of what waits, each kind keeps to its
 * slots and all kinds to the concurrency, kinds in plan order; blocked jobs come with the end of the last analysis.
 */
export function endsOf(jobs: readonly OpenJob[], { slots, concurrency }: Capacity): Float64Array {
  const lanes = JobKindSchema.options.map((kind): Lane => {
    const same = jobs.filter((job) => job.kind === kind)
    const waiting = same.filter((job) => job.state !== 'processing').sort((one, other) => placeOf(one) - placeOf(other))
    const running = same.filter((job) => job.state === 'processing')
    return { slots: Math.max(1, slots[kind]), running, waiting, started: 0, busy: 0 }
  })
  const ends = new Float64Array(draws)
  for (let draw = 0; draw < draws; draw++) ends[draw] = endOf(draw, lanes, Math.max(1, concurrency))
  return ends
}

const placeOf = ({ state, waits }: OpenJob): number => (state === 'blocked' ? Number.MAX_VALUE : waits)

function endOf(draw: number, lanes: readonly Lane[], concurrency: number): number {
  const runs = createRuns()
  let left = 0
  for (const lane of lanes) {
    lane.started = 0
    lane.busy = lane.running.length
    left += lane.waiting.length
    for (const job of lane.running) runs.add(lane, job.lasts[draw] ?? 0)
  }
  let now = 0
  while (left > 0) {
    const isAnalyzed = lanes[0]?.busy === 0 && lanes[0].started === lanes[0].waiting.length
    let soonest = Number.POSITIVE_INFINITY
    for (const lane of lanes) {
      while (lane.busy < lane.slots && runs.count() < concurrency) {
        const job = lane.waiting[lane.started]
        if (!job) break
        const from = job.state === 'queued' ? job.waits : isAnalyzed ? 0 : Number.POSITIVE_INFINITY
        if (from > now) {
          soonest = Math.min(soonest, from)
          break
        }
        lane.started += 1
        lane.busy += 1
        left -= 1
        runs.add(lane, now + (job.lasts[draw] ?? 0))
      }
    }
    if (soonest === Number.POSITIVE_INFINITY && runs.count() === 0) return now
    now = soonest < runs.next() ? soonest : runs.take()
  }
  return Math.max(now, runs.last())
}

/** What runs, the job that ends first at the end. */
function createRuns() {
  const ends: number[] = []
  const lanes: Lane[] = []
  return {
    count: () => ends.length,
    next: () => ends[ends.length - 1] ?? Number.POSITIVE_INFINITY,
    last: () => ends[0] ?? 0,
    add(lane: Lane, end: number): void {
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
    take(): number {
      const lane = lanes.pop()
      if (lane) lane.busy -= 1
      return ends.pop() ?? 0
    },
  }
}
