import { iso, type Clock } from '../../domain/clock.ts'
import type { Capacity } from '../../domain/courses.ts'
import type { Claim, Lease } from '../../domain/handler.ts'
import type { CampaignId, Ids, JobId } from '../../domain/ids.ts'
import {
  mayTake,
  openRecord,
  type CampaignHead,
  type ChangeRecord,
  type JobRecord,
  type Scope,
} from '../../domain/record.ts'
import type { Job, JobKind } from '../../domain/job.ts'
import type { Judge } from '../../domain/judge.ts'
import type { Post } from '../../domain/post.ts'
import type { HeldLease, JobStore, Owner } from '../../domain/store.ts'
import { answered, beginCall, submitted } from '../../domain/calls.ts'
import { unpark, wakeForKey } from '../../domain/queue.ts'
import { handBack } from '../../domain/hand-back.ts'
import { complete, fail, report, start } from '../../domain/transitions.ts'
import { createBooks } from './books.ts'
import { createCommands, type Commit } from './commands.ts'
import { createMemory } from './memory.ts'
import { openPen } from './pen.ts'
import { createNextReady } from './next-ready.ts'
import { createPurse } from './purse.ts'
import { createPersist } from './persist.ts'
import { createReadScope } from './scope.ts'
import { createUploads } from './uploads.ts'
import { createUpkeep } from './upkeep.ts'
import type { Stamp } from './values.ts'

export type SqliteStoreDeps = {
  file: string
  clock: Clock
  ids: Ids
  /** Of the workers, as the ETA counts on it. */
  capacity: Capacity
  /** What the installation may spend in a month (UTC) over all campaigns, integer micros; no cap when left out. */
  capMicros?: number | null
  /** Measures the words of every post that is written, in the same transaction; nothing is measured when left out. */
  judge?: Judge | null
}

/** The SQLite adapter of the JobStore port: one file, one synchronous connection for all writes. */
export function createSqliteJobStore({
  file,
  clock,
  ids,
  capacity,
  capMicros = null,
  judge = null,
}: SqliteStoreDeps): JobStore {
  const pen = openPen(file)
  const { database } = pen
  const memory = createMemory(database)
  pen.watch(memory)
  const scope = createReadScope(database, memory)
  const persist = createPersist(database)
  const books = createBooks(database)
  const purse = createPurse(database, capMicros)
  const listeners = new Set<(commit: Commit) => void>()

  const tellCommit = (campaignId: CampaignId, seq: number, ready: boolean): void => {
    for (const hear of listeners) hear({ campaignId, seq, ready })
  }

  /** Runs a rule on a scope inside the open transaction and lays its change down. */
  const apply = (
    read: Scope,
    jobId: string | null,
    rule: (record: ChangeRecord) => void,
    claim: Stamp['claim'] = null,
  ): Commit => {
    const now = clock.now()
    const { id } = read.head
    const around = {
      others: () => scope.others(id),
      purse: () => purse.look(now),
      ground: (post: Post) => scope.ground(read.head, post),
    }
    const record = openRecord({ ...read, ...around }, now, capacity, judge)
    rule(record)
    const change = record.change()
    const at = iso(now)
    persist.save(read, change, { campaignId: change.head.id, at, jobId, claim })
    books.lay(change, at)
    memory.follow(change)
    return {
      campaignId: change.head.id,
      seq: change.head.seq,
      ready: change.facts.some((fact) => fact.type === 'job.queued' || fact.type === 'job.retrying'),
    }
  }

  /** A write of a worker: the fence. Null when the lease is lost. */
  const fenced = async <T>(
    lease: Lease,
    work: (record: JobRecord) => { value: T; commit: Commit | null },
  ): Promise<T | null> => {
    const done = await pen.write(() => {
      const record = scope.oneJob(lease.jobId)
      if (!record || record.token !== lease.token || record.job.status !== 'processing') return null
      return work(record)
    })
    if (done?.commit) tellCommit(done.commit.campaignId, done.commit.seq, done.commit.ready)
    return done ? done.value : null
  }

  const ruled = async (
    lease: Lease,
    reads: (head: Scope['head'], record: JobRecord) => Scope,
    rule: (record: ChangeRecord) => void,
  ): Promise<boolean> => {
    const done = await fenced(lease, (record) => {
      const head = scope.head(lease.campaignId)
      if (!head) return { value: false, commit: null }
      return { value: true, commit: apply(reads(head, record), lease.jobId, rule) }
    })
    return done ?? false
  }

  /** A fact about money or a handle: true whoever holds the lease now, and of a campaign in the bin. Nothing when it was purged. */
  const booked = (lease: Lease, rule: (record: ChangeRecord) => void): Promise<void> =>
    write(() => {
      const head = scope.head(lease.campaignId, 'bin too')
      const record = scope.oneJob(lease.jobId)
      return head && record && apply(scope.settling(head, record), lease.jobId, rule)
    })

  const nextReady = createNextReady(database, memory)
  /** Rises with every claim, because every claim leaves a fact. */
  const newestChange = database.prepare<[], { id: number | null }>('SELECT MAX(id) AS id FROM job_events')
  const heartbeat = database.prepare(
    `INSERT INTO heartbeats (name, at) VALUES ('probe', ?) ON CONFLICT (name) DO UPDATE SET at = excluded.at`,
  )
  const raiseBeat = database.prepare(
    `UPDATE generation_jobs SET lease_beat = lease_beat + 1 WHERE id = ? AND lease_token = ? AND status = 'processing'`,
  )
  const held = database.prepare<
    [],
    { campaignId: CampaignId; jobId: JobId; token: string; beat: number; owner: string }
  >(
    `SELECT campaign_id AS "campaignId", id AS "jobId", lease_token AS token, lease_beat AS beat, lease_owner AS owner
     FROM generation_jobs WHERE status = 'processing'`,
  )
  const beatOf = database.prepare<[string], { token: string | null; beat: number }>(
    `SELECT lease_token AS token, lease_beat AS beat FROM generation_jobs WHERE id = ? AND status = 'processing'`,
  )
  /** Asked outside a transaction, where memory may be behind another process. */
  const statusOf = database.prepare<[string], { status: string }>('SELECT status FROM generation_jobs WHERE id = ?')
  const earliest = database.prepare<[number], { at: number | null }>(
    `SELECT MIN(available_at) AS at FROM generation_jobs WHERE status = 'queued' AND available_at > ?`,
  )
  const waitingForKey = database.prepare<[number], { id: CampaignId }>(
    `SELECT DISTINCT campaign_id AS id FROM generation_jobs
     WHERE status = 'queued' AND (waiting_for LIKE '%"key"%' OR (? AND error LIKE '%"quota_exhausted"%'))`,
  )
  const ownerTexts = new WeakMap<Owner, string>()
  const textOf = (owner: Owner): string => {
    const text = ownerTexts.get(owner) ?? JSON.stringify(owner)
    ownerTexts.set(owner, text)
    return text
  }
  /** Takes the next ready job, or parks it where a cap was lowered. Null when none is ready. */
  const take = (owner: Owner, kinds: readonly JobKind[]): { claim: Claim | null; commit: Commit } | null => {
    const now = clock.now()
    const next = nextReady(now, kinds)
    const head = next && scope.head(next.campaignId)
    const record = next && scope.oneJob(next.jobId)
    if (!head || !record) return null
    const token = ids.token()
    let job: Job | null = null
    // Where it turns out that its money is too much by now, what is parked may have it.
    const read = record.call?.state === 'held' ? scope.settling(head, record) : scope.single(head, record)
    const stamp = { owner: textOf(owner), turn: newestChange.get()?.id ?? 0 }
    const commit = apply(read, record.job.id, (change) => (job = start(change, record.job.id, token)), stamp)
    return { claim: job && claimOf(head, record, job, token), commit }
  }
  const claimOf = (head: CampaignHead, record: JobRecord, job: Job, token: string): Claim => ({
    lease: { campaignId: head.id, jobId: job.id, token, attempt: job.attempt },
    workspaceId: head.workspaceId,
    job,
    brief: head.brief,
    analysis: job.kind === 'analysis' ? null : scope.analysisOf(head.id),
    post: scope.onePost(job.postId, head.id)[0] ?? null,
    posts: job.kind === 'analysis' ? scope.allPosts(head.id) : [],
    remake: record.remake,
    reuse: mayTake(record),
    calls: record.calls,
    paid: record.reserveMicros > 0,
    open: record.call?.handle ? { attempt: record.call.attempt, handle: record.call.handle } : null,
  })
  const write = async (work: () => Commit | null): Promise<void> => {
    const commit = await pen.write(work)
    if (commit) tellCommit(commit.campaignId, commit.seq, commit.ready)
  }
  const uploads = createUploads(pen)
  const commands = createCommands({
    database,
    memory,
    scope,
    persist,
    books,
    purse,
    uploads,
    clock,
    capacity,
    write,
    apply,
  })

  return {
    ...commands,
    addUpload: uploads.addUpload,
    removeUpload: uploads.removeUpload,
    async claim({ owner, kinds }) {
      const done = await pen.write(() => {
        const commits: Commit[] = []
        for (let next = take(owner, kinds); next; next = take(owner, kinds)) {
          commits.push(next.commit)
          if (next.claim) return { claim: next.claim, commits }
        }
        return { claim: null, commits }
      })
      for (const { campaignId, seq } of done.commits) tellCommit(campaignId, seq, false)
      return done.claim
    },
    beat: (leases) =>
      leases.length === 0
        ? Promise.resolve([])
        : pen.write(() => leases.filter((lease) => raiseBeat.run(lease.jobId, lease.token).changes === 0)),
    report: (lease, said, told) => ruled(lease, scope.single, (record) => report(record, lease.jobId, said, told)),
    async beginCall(lease, by) {
      let calls: number | null = null
      const isOurs = await ruled(lease, scope.settling, (record) => (calls = beginCall(record, lease.jobId, by)))
      return isOurs ? calls : null
    },
    submitted: (lease, handle) => booked(lease, (record) => submitted(record, lease.jobId, lease.attempt, handle)),
    answered: (lease, usage) =>
      booked(lease, (record) => {
        const row = books.attempt(lease.jobId, lease.attempt)
        if (row) answered(record, lease.jobId, row, usage)
        unpark(record)
      }),
    async isCanceled(id) {
      return (statusOf.get(id)?.status ?? 'canceled') === 'canceled'
    },
    complete: (lease, result) => ruled(lease, scope.settling, (record) => complete(record, lease.jobId, result)),
    fail: (lease, failure, random) =>
      ruled(lease, scope.settling, (record) => fail(record, lease.jobId, failure, random)),
    handBack: (lease, unmade) => ruled(lease, scope.settling, (record) => handBack(record, lease.jobId, false, unmade)),
    async leases() {
      return held.all().map((row): HeldLease => ({ ...row, owner: JSON.parse(row.owner) as HeldLease['owner'] }))
    },
    async takeOver({ campaignId, jobId, token, beat }) {
      const lease: Lease = { campaignId, jobId, token, attempt: 0 }
      const done = await fenced(lease, (record) => {
        const head = scope.head(campaignId)
        if (!head || beatOf.get(jobId)?.beat !== beat) return { value: false, commit: null }
        return {
          value: true,
          commit: apply(scope.settling(head, record), jobId, (change) => handBack(change, jobId, true)),
        }
      })
      return done ?? false
    },
    async unpark({ key, quota = false } = { key: false }) {
      const wake = (id: CampaignId, rule: (record: ChangeRecord) => void): Promise<void> =>
        write(() => {
          const head = scope.head(id)
          return head && apply(scope.whole(head), null, rule)
        })
      for (const id of purse.parked()) await wake(id, unpark)
      for (const { id } of key ? waitingForKey.all(quota ? 1 : 0) : [])
        await wake(id, (record) => wakeForKey(record, quota))
    },
    async nextAvailableAt(after) {
      return earliest.get(after)?.at ?? null
    },
    onCommit(hear) {
      listeners.add(hear)
      return () => listeners.delete(hear)
    },
    async probe() {
      await pen.write(() => heartbeat.run(clock.now()))
    },
    upkeep: createUpkeep(pen, clock),
    async close() {
      await pen.close()
    },
  }
}
