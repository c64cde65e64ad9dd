import { isDeepStrictEqual } from 'node:util'
import { isSettledCampaign, type CampaignView } from '../../../lib/domain/campaign.ts'
import type { ErrorCode } from '../../../lib/domain/errors.ts'
import type { JobEvent } from '../../../lib/domain/event.ts'
import { applyEvent, openView } from '../../../lib/domain/fold.ts'
import type { Claim, Lease } from '../../../lib/domain/handler.ts'
import { isSettledStatus, type Job, type JobFact } from '../../../lib/domain/job.ts'
import { pulseOf } from '../../../lib/domain/record.ts'
import type { Created, HeldLease, NewCampaign, Remaking } from '../../../lib/domain/store.ts'
import type { Said } from '../../../lib/domain/transitions.ts'
import { leaseMs } from '../../../lib/engine/lease-watch.ts'
import { Breach, demand } from './breach.ts'
import { methods, type Method } from './crash-points.ts'
import type { Facts } from './facts.ts'
import { lawful, mustTell } from './lawful.ts'
import type { Money } from './money.ts'
import { createPosts } from './posts.ts'
import type { Actor } from './schedule.ts'
import type { LogRow, Rows } from './rows.ts'
import { createWishes } from './wishes.ts'

type Held = { token: string; actor: Actor; beat: number; beatAt: number }
type Write = { method: Method; jobId: string | null; token: string | null; accepted: boolean; said: readonly Said[] }
type JobEventOf = Extract<JobEvent, { job: JobFact }>

/** Each so many looks, all rows are compared, not only those that the facts name. */
const wholeEvery = 100

/** Methods that may end a job that another one of the same step has just brought back. */
const ending: readonly Method[] = ['cancelJob', 'cancelCampaign', 'fail', 'handBack', 'takeOver']

/** Methods that leave no fact. */
const silent = new Set(methods.filter((method) => Object.keys(lawful[method]).length === 0))

export type ReferenceDeps = { rows: Rows; money: Money; readFact: Facts; now(): number }

/**
 * The small model beside the real thing: who holds which job, and the fold of all facts seen so far. Told of every call the file has answered;
 * `look` then compares the file with what these calls were allowed to do. Throws Breach.
 */
export function createReference({ rows, money, readFact, now }: ReferenceDeps) {
  const posts = createPosts(rows)
  const wishes = createWishes()
  const views = new Map<string, CampaignView>()
  const log: LogRow[] = []
  const held = new Map<string, Held>()
  /** Claims of this step whose fact has not been heard yet. */
  const claims = new Map<string, Held>()
  const begun = new Map<string, number>()
  const canceledAt = new Map<string, number>()
  let writes: Write[] = []
  let looks = 0

  const holds = (jobId: string, token: string): boolean => held.get(jobId)?.token === token
  const wrote = (method: Method): boolean => writes.some((write) => write.method === method)

  const checkLife = (job: Job | undefined, fact: JobEventOf): void => {
    const from = job?.status ?? 'new'
    const may = writes.some(({ method }) => lawful[method][fact.type]?.includes(from))
    demand(may, 'life of a job', () => `${fact.type} at ${fact.seq} of a ${fact.job.kind} that is ${from}`)
    if (!job) {
      wishes.comes(fact.job.id)
      return
    }
    const attempt = fact.type === 'job.started' ? job.attempt + 1 : job.attempt
    demand(fact.job.attempt === attempt, 'attempts rise by one', () => `${job.attempt} to ${fact.job.attempt}`)
    if (fact.type === 'job.progress') {
      demand((fact.job.progress ?? 0) >= (job.progress ?? 0), 'progress of a job', () => `fell at ${fact.seq}`)
      const { output: _, ...rest } = job
      const booked = { costMicros: 0, ...(wrote('beginCall') && { model: '' }) }
      const onlyMoney = isDeepStrictEqual({ ...rest, ...booked }, { ...fact.job, ...booked })
      demand(wrote('report') || onlyMoney, 'booking money changes nothing else', () => `${fact.job.id} at ${fact.seq}`)
    }
    if (fact.type === 'job.output') {
      const said = job.output?.attempt === attempt ? (job.output.parts[fact.output.part] ?? '') : ''
      demand(fact.output.offset === said.length, 'output', () => `a gap or a repeat at ${fact.seq}`)
    }
  }
  const checkHolder = (before: CampaignView, fact: JobEventOf): void => {
    const { id, status } = fact.job
    if (fact.type === 'job.started') {
      const claim = claims.get(id)
      demand(claim !== undefined && !held.has(id), 'one holder', () => `of ${id} at ${fact.seq}`)
      demand(before.status === 'running', 'what is paused rests', () => `${id} began at ${fact.seq}`)
      if (claim) held.set(id, claim)
      claims.delete(id)
    }
    if (status === 'processing') return
    if (held.delete(id) && fact.type === 'job.canceled') canceledAt.set(`${id}/${fact.job.attempt}`, now())
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
    const wakes = before.status === 'paused' && fact.campaign.status === 'running'
    demand(!wakes || wrote('resumeCampaign'), 'what is paused rests', () => `it goes on at ${fact.seq}`)
    const open = after.jobs.some((job) => !isSettledStatus(job.status))
    demand(!open || progress <= 0.99, 'progress is true', () => `${progress} with an open job`)
    demand(fact.type !== 'campaign.settled' || !open, 'settled', () => `with an open job at ${fact.seq}`)
  }
  const hear = (row: LogRow): JobEvent => {
    const fact = readFact(row.json)
    const before = views.get(row.campaignId)
    demand(
      row.seq === (before?.seq ?? 0) + 1 && fact.seq === row.seq,
      'gapless seq',
      () => `${row.seq} after ${before?.seq}`,
    )
    const may = writes.some(({ method }) => lawful[method][fact.type] !== undefined)
    demand(may, 'only what was asked', () => `${fact.type} by ${writes.map((one) => one.method).join()}`)
    const after = before ? applyEvent(before, fact) : openView(fact)
    if (!after) throw new Breach('log', `begins with ${fact.type}`)
    posts.hear(before, fact)
    if (before && 'job' in fact) {
      const job = before.jobs.find((one) => one.id === fact.job.id)
      checkLife(job, fact)
      money.hear(job, fact)
      wishes.hear(job, fact)
      checkHolder(before, fact)
    }
    if (before) {
      checkCampaign(before, fact, after)
      money.holds(before, fact)
    }
    views.set(row.campaignId, after)
    log.push(row)
    return fact
  }
  const checkWrite = ({ method, jobId, token, accepted, said }: Write, facts: readonly JobEvent[]): void => {
    if (jobId === null || token === null) return
    const of = facts.filter((fact) => 'job' in fact && fact.job.id === jobId)
    if (!accepted) {
      demand(!holds(jobId, token), 'the holder may write', () => `${method} was refused`)
      return
    }
    const must = mustTell[method]
    const told = !must || of.some((fact) => must.includes(fact.type))
    demand(told, 'acknowledged means kept', () => `${method} left no fact`)
    const text = of.map((fact) => (fact.type === 'job.output' ? fact.output.text : '')).join('')
    const meant = said.map((piece) => piece.text).join('')
    demand(meant === '' || text.includes(meant), 'acknowledged means kept', () => `${method} lost ${meant}`)
  }
  /** The rows that the facts of a step name are what the fold says. */
  const compare = (view: CampaignView, facts: readonly JobEvent[]): void => {
    const { id, seq } = view
    const isTrue = (row: unknown, folded: unknown): void =>
      demand(isDeepStrictEqual(row, folded), 'the fold equals the rows', () => id)
    isTrue(rows.pulse(id), { ...pulseOf(view), seq })
    const named = new Set(facts.flatMap((fact) => ('job' in fact ? [fact.job.id] : [])))
    for (const job of view.jobs) if (named.has(job.id)) isTrue(rows.job(job.id), job)
    const shown = new Set(facts.flatMap((fact) => ('post' in fact && fact.post ? [fact.post.id] : [])))
    for (const post of view.posts) if (shown.has(post.id)) isTrue(rows.post(post.id, id), post)
  }
  const compareAll = (): void => {
    for (const id of rows.campaigns())
      demand(isDeepStrictEqual(rows.view(id), views.get(id)), 'the fold equals the rows', () => id)
  }
  const note = (
    method: Method,
    lease: Pick<Lease, 'jobId' | 'token'> | null,
    accepted = true,
    said: readonly Said[] = [],
  ) => void writes.push({ method, jobId: lease?.jobId ?? null, token: lease?.token ?? null, accepted, said })

  return {
    views: (): ReadonlyMap<string, CampaignView> => views,
    created({ idempotency }: NewCampaign, { campaignId }: Created): void {
      note('create', null)
      if (idempotency) wishes.answered(idempotency.key, campaignId)
    },
    /** A claim was answered to a process. */
    claimed(claim: Claim | null, actor: Actor): void {
      const lease = claim?.lease ?? null
      note('claim', lease)
      if (lease) claims.set(lease.jobId, { token: lease.token, actor, beat: 0, beatAt: now() })
    },
    /** A write with a lease was answered. */
    fenced(method: Method, lease: Lease, accepted: boolean, said: readonly Said[] = []): void {
      const { jobId, token } = lease
      demand(!accepted || holds(jobId, token), 'the fence', () => `${method} of a lease that was lost`)
      note(method, lease, accepted, said)
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
    takenOver(lease: HeldLease, accepted: boolean): void {
      const { jobId, token, beat } = lease
      const holder = held.get(jobId)
      const asSeen = holder?.token === token && holder.beat === beat
      demand(!accepted || asSeen, 'takeover compares and swaps', () => `beat ${beat}, but it was ${holder?.beat}`)
      const silent = holder ? now() - holder.beatAt : 0
      demand(
        !accepted || holder?.actor.alive === false || silent >= leaseMs,
        'a living worker keeps its job',
        () => `taken over after ${Math.round(silent)} ms`,
      )
      note('takeOver', accepted || asSeen ? lease : null, accepted)
    },
    /** A job was completed with what another has made. */
    taken: (lease: Lease): void => money.takes(lease),
    /** A fact about money or a handle was answered: of any lease. */
    booked: (method: 'submitted' | 'answered'): void => note(method, null),
    /** A question or a person's command was answered. */
    asked(method: Method, [, subject]: readonly unknown[] = []): void {
      note(method, null)
      if (method === 'retryJob' && typeof subject === 'string') wishes.retried(subject)
    },
    edited({ to, ...named }: { postId: string; version: number; to: number }): void {
      note('editPost', null)
      posts.edited(named, to)
    },
    notEdited({ code, ...named }: { postId: string; version: number; code: ErrorCode }): void {
      note('editPost', null)
      posts.notEdited(named, code)
    },
    wished({ idempotency }: Remaking, jobs: readonly Job[]): void {
      note('regenerate', null)
      if (!idempotency) return
      const isNew = wishes.answered(idempotency.key, jobs.map((job) => job.id).join())
      if (isNew) wishes.expect(jobs.map((job) => job.id))
    },
    /** Since when the running attempt `job/attempt` has been canceled, null when it has not. */
    canceledAt: (ref: string): number | null => canceledAt.get(ref) ?? null,
    /** Compares the file with the model after a step. */
    look(): void {
      // Who has asked for nothing that leaves a fact has changed nothing: what did all the same is heard with the next one who did.
      if (writes.every(({ method }) => silent.has(method))) {
        for (const write of writes) checkWrite(write, [])
        writes = []
        return
      }
      looks += 1
      const fresh = rows.log(log.at(-1)?.id ?? 0)
      const facts = fresh.map(hear)
      for (const write of writes) checkWrite(write, facts)
      demand(rows.last() === (log.at(-1)?.id ?? 0), 'append-only', () => `a row that had been read is gone`)
      for (const id of new Set(fresh.map((row) => row.campaignId))) {
        const view = views.get(id)
        if (!view) continue
        compare(
          view,
          facts.filter((fact) => fact.campaignId === id),
        )
        money.look(view)
        wishes.look(view, !ending.some(wrote))
      }
      wishes.forget()
      posts.look()
      if (looks % wholeEvery === 0) compareAll()
      writes = []
    },
    /** Everything again from the first row: for the moment after a crash, and the end. */
    lookBack(): void {
      demand(isDeepStrictEqual(rows.log(0), log), 'append-only', () => 'a row that had been read has changed')
      compareAll()
      posts.lookBack()
    },
    settled: (): boolean => [...views.values()].every((view) => isSettledCampaign(view.status)),
    /** What the books must say when all is done. */
    audit(): void {
      const all = [...views.values()].flatMap((view) => view.jobs)
      const open = all.filter((job) => !isSettledStatus(job.status))
      demand(open.length === 0, 'nothing is stuck', () => open.map((job) => `${job.kind} ${job.status}`).join())
      demand(this.settled(), 'nothing is stuck', () => 'a campaign is open with no open job')
      for (const { id } of all) {
        const calls = rows.calls(id)
        demand(calls === (begun.get(id) ?? 0), 'every call is booked', () => `${calls} calls of ${id}`)
      }
      money.audit([...views.values()])
    },
  }
}
export type Reference = ReturnType<typeof createReference>
