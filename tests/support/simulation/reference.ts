import { isDeepStrictEqual } from 'node:util'
import { isSettledCampaign, type CampaignView } from '../../../lib/domain/campaign.ts'
import { JobEventSchema, type JobEvent } from '../../../lib/domain/event.ts'
import { applyEvent, openView } from '../../../lib/domain/fold.ts'
import type { Claim, Lease } from '../../../lib/domain/handler.ts'
import { isSettledStatus, type JobFact, type JobStatus } from '../../../lib/domain/job.ts'
import type { HeldLease } from '../../../lib/domain/store.ts'
import type { Said } from '../../../lib/domain/transitions.ts'
import { leaseMs } from '../../../lib/engine/lease-watch.ts'
import type { Method } from './crash-points.ts'
import type { Actor } from './schedule.ts'
import type { LogRow, Rows } from './rows.ts'

/** A promise that was broken, and when. */
export class Breach extends Error {
  constructor(promise: string, what: string) {
    super(`${promise}: ${what}`)
    this.name = 'Breach'
  }
}

/** What each method may tell, and nothing else. */
const mayTell: Record<Method, readonly JobEvent['type'][]> = {
  create: ['campaign.created'],
  claim: ['job.started'],
  beat: [],
  report: ['job.output', 'job.progress'],
  beginCall: [],
  complete: ['job.completed', 'asset.ready', 'post.updated', 'job.queued', 'campaign.settled'],
  fail: ['job.retrying', 'job.failed', 'job.canceled', 'campaign.settled'],
  handBack: ['job.queued'],
  leases: [],
  takeOver: ['job.queued', 'job.failed', 'job.canceled', 'campaign.settled'],
  nextAvailableAt: [],
  cancelCampaign: ['job.canceled', 'campaign.settled'],
  cancelJob: ['job.canceled', 'campaign.settled'],
  retryJob: ['job.queued', 'job.planned', 'campaign.reopened'],
}

/** What must stand in the log once a fenced write has been acknowledged. */
const mustTell: Partial<Record<Method, readonly JobEvent['type'][]>> = {
  claim: ['job.started'],
  complete: ['job.completed'],
  fail: ['job.retrying', 'job.failed'],
  handBack: ['job.queued'],
  takeOver: ['job.queued', 'job.failed'],
}

type JobFactType = Extract<JobEvent, { job: JobFact }>['type']

/** From which status each fact of a job may come; a retry also brings settled jobs back. */
const comesFrom: Record<JobFactType, readonly JobStatus[]> = {
  'job.planned': [],
  'job.queued': ['blocked', 'processing'],
  'job.started': ['queued'],
  'job.output': ['processing'],
  'job.progress': ['processing'],
  'job.completed': ['processing'],
  'job.failed': ['processing'],
  'job.retrying': ['processing'],
  'job.canceled': ['blocked', 'queued', 'processing'],
}

type Held = { token: string; actor: Actor; beat: number; beatAt: number }
type Write = { method: Method; jobId: string | null; token: string | null; accepted: boolean; said: readonly Said[] }

/**
 * The small model beside the real thing: who holds which job, and the fold of all facts seen so far. Told of every call the file has answered;
 * `look` then compares the file with what these calls were allowed to do. Throws Breach.
 */
export function createReference(rows: Rows, now: () => number) {
  const views = new Map<string, CampaignView>()
  const log: LogRow[] = []
  const held = new Map<string, Held>()
  /** Claims of this step whose fact has not been heard yet. */
  const claims = new Map<string, Held>()
  const begun = new Map<string, number>()
  const called = new Set<string>()
  const canceledAt = new Map<string, number>()
  let writes: Write[] = []

  const demand = (holds: boolean, promise: string, what: () => string): void => {
    if (!holds) throw new Breach(promise, what())
  }
  const holds = (jobId: string, token: string): boolean => held.get(jobId)?.token === token

  const checkJob = (before: CampaignView, fact: Extract<JobEvent, { job: JobFact }>): void => {
    const job = before.jobs.find((one) => one.id === fact.job.id)
    if (!job) throw new Breach('log', `${fact.type} of ${fact.job.id}, which nobody planned`)
    const retried = writes.some((write) => write.method === 'retryJob')
    const revived = retried && (job.status === 'failed' || job.status === 'canceled')
    const lawful =
      comesFrom[fact.type].includes(job.status) ||
      (revived && (fact.type === 'job.planned' || fact.type === 'job.queued'))
    demand(lawful, 'life of a job', () => `${fact.type} at ${fact.seq} of a ${job.kind} that is ${job.status}`)
    const attempt = fact.type === 'job.started' ? job.attempt + 1 : job.attempt
    demand(fact.job.attempt === attempt, 'attempts rise by one', () => `${job.attempt} to ${fact.job.attempt}`)
    if (fact.type === 'job.progress')
      demand((fact.job.progress ?? 0) >= (job.progress ?? 0), 'progress of a job', () => `fell at ${fact.seq}`)
    if (fact.type === 'job.output') {
      const said = job.output?.attempt === attempt ? (job.output.parts[fact.output.part] ?? '') : ''
      demand(fact.output.offset === said.length, 'output', () => `a gap or a repeat at ${fact.seq}`)
    }
    if (fact.type === 'job.started') {
      const claim = claims.get(job.id)
      demand(claim !== undefined && !held.has(job.id), 'one holder', () => `of ${job.id} at ${fact.seq}`)
      if (claim) held.set(job.id, claim)
      claims.delete(job.id)
    }
    if (fact.job.status !== 'processing') {
      const { token } = held.get(job.id) ?? {}
      held.delete(job.id)
      if (fact.type === 'job.canceled' && token !== undefined) canceledAt.set(token, now())
    }
  }
  const checkCampaign = (before: CampaignView, fact: JobEvent, after: CampaignView): void => {
    const { round, progress } = fact.campaign
    const opens = fact.type === 'campaign.reopened'
    demand(round === before.round + (opens ? 1 : 0), 'rounds', () => `${before.round} to ${round} at ${fact.seq}`)
    demand(
      opens || progress >= before.progress,
      'progress never falls within a round',
      () => `${before.progress} to ${progress} at ${fact.seq}`,
    )
    const open = after.jobs.some((job) => !isSettledStatus(job.status))
    demand(!open || progress <= 0.99, 'progress is true', () => `${progress} with an open job`)
    demand(fact.type !== 'campaign.settled' || !open, 'settled', () => `with an open job at ${fact.seq}`)
  }
  const hear = (row: LogRow, may: ReadonlySet<string>): JobEvent => {
    const fact = JobEventSchema.parse(JSON.parse(row.json))
    const before = views.get(row.campaignId)
    demand(
      row.seq === (before?.seq ?? 0) + 1 && fact.seq === row.seq,
      'gapless seq',
      () => `${row.seq} after ${before?.seq}`,
    )
    demand(may.has(fact.type), 'only what was asked', () => `${fact.type} by ${writes.map((one) => one.method).join()}`)
    const after = before ? applyEvent(before, fact) : openView(fact)
    if (!after) throw new Breach('log', `begins with ${fact.type}`)
    if (before && 'job' in fact) checkJob(before, fact)
    if (before) checkCampaign(before, fact, after)
    views.set(row.campaignId, after)
    log.push(row)
    return fact
  }
  const checkWrite = (write: Write, facts: readonly JobEvent[]): void => {
    const { method, jobId, token, accepted, said } = write
    if (jobId === null || token === null) return
    const of = facts.filter((fact) => 'job' in fact && fact.job.id === jobId)
    if (!accepted) {
      demand(!holds(jobId, token), 'the holder may write', () => `${method} was refused`)
      return
    }
    const must = mustTell[method]
    demand(
      !must || of.some((fact) => must.includes(fact.type)),
      'acknowledged means kept',
      () => `${method} left no fact`,
    )
    const text = of.map((fact) => (fact.type === 'job.output' ? fact.output.text : '')).join('')
    const meant = said.map((piece) => piece.text).join('')
    demand(meant === '' || text.includes(meant), 'acknowledged means kept', () => `${method} lost ${meant}`)
  }

  return {
    views: (): ReadonlyMap<string, CampaignView> => views,
    /** A claim was answered to a process. */
    claimed(claim: Claim | null, actor: Actor): void {
      const lease = claim?.lease
      writes.push({
        method: 'claim',
        jobId: lease?.jobId ?? null,
        token: lease?.token ?? null,
        accepted: true,
        said: [],
      })
      if (lease) claims.set(lease.jobId, { token: lease.token, actor, beat: 0, beatAt: now() })
    },
    /** A write with a lease was answered. */
    fenced(method: Method, { jobId, token }: Lease, accepted: boolean, said: readonly Said[] = []): void {
      demand(!accepted || holds(jobId, token), 'the fence', () => `${method} of a lease that was lost`)
      writes.push({ method, jobId, token, accepted, said })
      if (accepted && method === 'beginCall') begun.set(jobId, (begun.get(jobId) ?? 0) + 1)
    },
    beaten(leases: readonly Lease[], lost: readonly Lease[]): void {
      for (const lease of leases) {
        const accepted = !lost.some((one) => one.token === lease.token)
        this.fenced('beat', lease, accepted)
        const holder = held.get(lease.jobId)
        if (accepted && holder) held.set(lease.jobId, { ...holder, beat: holder.beat + 1, beatAt: now() })
      }
    },
    takenOver({ jobId, token, beat }: HeldLease, accepted: boolean): void {
      const holder = held.get(jobId)
      const asSeen = holder?.token === token && holder.beat === beat
      demand(!accepted || asSeen, 'takeover compares and swaps', () => `beat ${beat}, but it was ${holder?.beat}`)
      const silent = holder ? now() - holder.beatAt : 0
      demand(
        !accepted || holder?.actor.alive === false || silent >= leaseMs,
        'a living worker keeps its job',
        () => `taken over after ${Math.round(silent)} ms`,
      )
      writes.push({ method: 'takeOver', jobId, token: accepted || asSeen ? token : null, accepted, said: [] })
    },
    /** A question or a person's command was answered. */
    asked(method: Method): void {
      writes.push({ method, jobId: null, token: null, accepted: true, said: [] })
    },
    /** The provider accepts a call: it must be in the books by then, once. */
    calls(jobId: string, attempt: number): void {
      const key = `${jobId} ${attempt}`
      const state = rows.attemptState(jobId, attempt)
      demand(state !== null && state !== 'intent', 'booked before the call', () => `${key} is ${state}`)
      demand(!called.has(key), 'one call per attempt', () => key)
      called.add(key)
    },
    /** Since when a lease has been canceled, null when it has not. */
    canceledAt: (token: string): number | null => canceledAt.get(token) ?? null,
    /** Compares the file with the model after a step. */
    look(): void {
      if (writes.length === 0) return
      const may = new Set<string>(writes.flatMap((write) => mayTell[write.method]))
      const fresh = rows.log(log.at(-1)?.id ?? 0)
      const facts = fresh.map((row) => hear(row, may))
      for (const write of writes) checkWrite(write, facts)
      demand(rows.logLength() === log.length, 'append-only', () => `${rows.logLength()} rows, ${log.length} were seen`)
      for (const id of new Set(fresh.map((row) => row.campaignId)))
        demand(isDeepStrictEqual(rows.view(id), views.get(id)), 'the fold equals the rows', () => id)
      writes = []
    },
    /** Everything again from the first row: for the moment after a crash, and the end. */
    lookBack(): void {
      demand(isDeepStrictEqual(rows.log(0), log), 'append-only', () => 'a row that had been read has changed')
      for (const id of rows.campaigns())
        demand(isDeepStrictEqual(rows.view(id), views.get(id)), 'the fold equals the rows', () => id)
    },
    settled: (): boolean => [...views.values()].every((view) => isSettledCampaign(view.status)),
    /** What the books must say when all is done. */
    audit(): void {
      const open = [...views.values()].flatMap((view) => view.jobs.filter((job) => !isSettledStatus(job.status)))
      demand(open.length === 0, 'nothing is stuck', () => open.map((job) => `${job.kind} ${job.status}`).join())
      demand(this.settled(), 'nothing is stuck', () => 'a campaign is open with no open job')
      const attempts = rows.attempts()
      for (const { id, attempt } of [...views.values()].flatMap((view) => view.jobs)) {
        const booked = attempts.filter((row) => row.jobId === id).map((row) => row.attempt)
        const all = Array.from({ length: attempt }, (_, at) => at + 1)
        demand(isDeepStrictEqual(booked, all), 'every attempt is booked', () => `${booked.join()} of ${attempt}`)
        demand(
          rows.calls(id) === (begun.get(id) ?? 0),
          'every call is booked',
          () => `${rows.calls(id)} calls of ${id}`,
        )
      }
      const ends = { closed: ['reservation settlement'], unknown: ['reservation settlement'] }
      for (const { state, entries, jobId } of attempts) {
        const known = state === 'closed' || state === 'unknown' ? ends[state] : []
        demand(known.includes(entries), 'the books close', () => `${state} with ${entries} for ${jobId}`)
      }
    },
  }
}
export type Reference = ReturnType<typeof createReference>
