import type { Analysis } from './analysis.ts'
import type { Asset } from './asset.ts'
import type { Brief } from './brief.ts'
import type { Handle, MakerNow, Usage } from './call.ts'
import type { Caller } from './caller.ts'
import type { CampaignStatus, CampaignSummary, CampaignView, Cost } from './campaign.ts'
import type { AssetHistory } from './certificate.ts'
import type { Failure } from './errors.ts'
import type { Claim, JobResult, Lease, Leaving, Report } from './handler.ts'
import type { AssetId, CampaignId, JobId, PostId, UploadId } from './ids.ts'
import type { Expected, Job, JobKind } from './job.ts'
import type { FreeMaker, Plan } from './plan.ts'
import type { Post, PostVersion } from './post.ts'
import type { Said } from './transitions.ts'
import type { ReadUpload } from './upload.ts'
import type { Upkeep } from './upkeep.ts'

/** Which process holds a lease: enough to see, on the same host, that it is gone. */
export type Owner = { machineId: string; bootId: string; pid: number; processStart: string }

export type NewCampaign = {
  caller: Caller
  id: CampaignId
  brief: Brief
  name: string
  provider: string
  cost: Cost
  plan: Plan
  /** What is held for one call of a kind, integer micros; 0 when it costs nothing. */
  reserves: Record<JobKind, number>
  /** Null without an Idempotency-Key. */
  idempotency: Idempotency | null
  /** Over the parts of the brief that its makers are given. */
  briefHash: string
}

/** A job that is done and whose result may be taken by one with the same inputs. */
export type Made = Leaving & { jobId: JobId; campaignId: CampaignId; inputHash: string }

/** `bodyHash` is over the parsed body and what the path names; keys live 24 h within (workspace, route). */
export type Idempotency = { key: string; route: string; bodyHash: string }

/** `jobs` as planned, one per part, nothing known of them yet. */
export type Remaking = {
  caller: Caller
  postId: PostId
  jobs: readonly Job[]
  reserves: NewCampaign['reserves']
  instruction: string | null
  idempotency: Idempotency | null
}

/** `view` is what the campaign opened with; null when the key was seen before and the campaign has gone on since. */
export type Created = { campaignId: CampaignId; view: CampaignView | null }

export type HeldLease = { campaignId: CampaignId; jobId: JobId; token: string; beat: number; owner: Owner }

/**
 * Port: the pen. Every method is one transaction, and everything it changes (rows, facts, assets, ledger, unblocked jobs) lands together or not
 * at all. Throws AppError `store_unavailable` (busy too long, unreachable) or `disk_full`. Times come from the injected clock.
 */
export type JobStore = {
  /** Throws AppError `idempotency_mismatch` when the key was used for another body, `invalid_input` for a file that is not there (any more). */
  create(campaign: NewCampaign): Promise<Created>
  /**
   * The next job: campaigns take turns, within one the highest priority, then plan order; what its call may cost has been held since it
   * was queued; where a cap was lowered below that, it is parked and the next one tried. Null when nothing is ready.
   */
  claim(by: { owner: Owner; kinds: readonly JobKind[] }): Promise<Claim | null>
  /** Raises the beat of each lease; returns those that are lost. */
  beat(leases: readonly Lease[]): Promise<Lease[]>
  /** False (and nothing written) when the lease is lost; so for every method with a lease. */
  report(lease: Lease, said: readonly Said[], told: Report | null): Promise<boolean>
  /**
   * The attempt is about to call its provider; returns the job's calls so far, this one included, or null when the lease is lost, or given up because
   * too little is held for it. `by` is who makes it now, which may be another model or price than was planned; left out, it is as planned.
   */
  beginCall(lease: Lease, by?: MakerNow): Promise<number | null>
  /** The vendor has the work: where to find it again. Like `answered` keyed by (job, attempt), idempotent, and true of a lost lease too. */
  submitted(lease: Lease, handle: Handle): Promise<void>
  /** What the call that `lease.attempt` made has cost. */
  answered(lease: Lease, usage: Usage): Promise<void>
  /** Whether the job was canceled, or removed with its campaign: what a worker that lost its lease may ask before it calls the vendor's work off. */
  isCanceled(id: JobId): Promise<boolean>
  complete(lease: Lease, result: JobResult): Promise<boolean>
  /** `random` in [0, 1) spreads the retries. */
  fail(lease: Lease, failure: Failure, random: number): Promise<boolean>
  /**
   * Gives the job back, at a graceful stop; it costs no failure, but a paid call that is out and cannot be found again is lost. `unmade`: the attempt
   * was stopped before its call went out, though that may be written down already, and costs nothing.
   */
  handBack(lease: Lease, unmade?: boolean): Promise<boolean>
  /** All running leases, to watch their beats. */
  leases(): Promise<HeldLease[]>
  /** Requeues a job whose worker is gone, if token and beat are still as seen; ends it when its paid call is lost for good (see `handBack`). */
  takeOver(held: HeldLease): Promise<boolean>
  /**
   * Brings back what the installation's cap has parked and now has room for; when there may be another key, what waits for one as well; when it has a
   * quota of its own, what waits for the next quota too.
   */
  unpark(news?: { key: boolean; quota?: boolean }): Promise<void>
  /** Earliest time (ms) later than `after` at which a waiting job becomes claimable, null when none waits. */
  nextAvailableAt(after: number): Promise<number | null>

  cancelCampaign(caller: Caller, id: CampaignId): Promise<void>
  /** Nothing of it is claimed until it is resumed; running jobs go on. Again or when settled: nothing happens; so for the next. */
  pauseCampaign(caller: Caller, id: CampaignId): Promise<void>
  resumeCampaign(caller: Caller, id: CampaignId): Promise<void>
  /** What it may cost at most, held included; parked jobs that there is room for come back. */
  setCap(caller: Caller, id: CampaignId, capMicros: number | null): Promise<void>
  /** What a cap has parked is made by these for nothing, and what is blocked behind it where nothing else goes on. Again: nothing happens. */
  draftParked(caller: Caller, id: CampaignId, makers: Record<JobKind, FreeMaker>): Promise<void>
  cancelJob(caller: Caller, id: JobId): Promise<void>
  /** `reuse`: whether what was made of the same inputs meanwhile may be taken; left out, as before. */
  retryJob(caller: Caller, id: JobId, reuse?: boolean): Promise<void>
  /**
   * One person's edit of the version they saw; `rewrite` is pure and may throw AppError. Answers the post as it stands then; nothing is written
   * when nothing differs. Throws `precondition_failed` when the post is at another version.
   */
  editPost(caller: Caller, id: PostId, version: number, rewrite: (post: Post) => Post): Promise<Post>
  /** Makes parts of a post again; answers the jobs. Jobs of an equal key and body are answered as they stand, and nothing is planned. */
  regenerate(remaking: Remaking): Promise<Job[]>
  /** Cancels what runs, then moves the campaign to the bin, or removes it and its rows at once. */
  deleteCampaign(caller: Caller, id: CampaignId, purge: boolean): Promise<void>

  /** The row of a file whose bytes the storage has. */
  addUpload(caller: Caller, upload: ReadUpload): Promise<void>
  /** Throws AppError `conflict` while a campaign names it, one in the bin too. */
  removeUpload(caller: Caller, id: UploadId): Promise<void>

  /** Called after each commit with the campaign's last seq. */
  onCommit(hear: (wake: { campaignId: CampaignId; seq: number; ready: boolean }) => void): () => void
  /** Throws when nothing can be written (health). */
  probe(): Promise<void>
  readonly upkeep: Upkeep
  close(): Promise<void>
}

/** One row of the log, already as JSON text: encoded once, by the pen. */
export type EventRow = { seq: number; type: string; json: string }

export type ListQuery = { limit: number; cursor: string | null; status: CampaignStatus | null }

/** Port: reads. Everything is scoped to the caller's workspace; what it may not see does not exist (null). */
export type CampaignReader = {
  /** The view and its seq from one database snapshot. */
  view(caller: Caller, id: CampaignId): Promise<CampaignView | null>
  list(caller: Caller, query: ListQuery): Promise<{ items: CampaignSummary[]; nextCursor: string | null }>
  summaries(caller: Caller, ids: readonly CampaignId[]): Promise<CampaignSummary[]>
  /** Those of `ids` that were the caller's and are not any more: in the bin, or removed for good within a day. */
  gone(caller: Caller, ids: readonly CampaignId[]): Promise<CampaignId[]>
  /** Summaries of all running and the newest others, at most 50. */
  heads(caller: Caller): Promise<CampaignSummary[]>
  job(caller: Caller, id: JobId): Promise<{ job: Job; campaignId: CampaignId } | null>
  asset(caller: Caller, id: AssetId): Promise<Asset | null>
  /** Those of `ids` that are the caller's, in the order of `ids`. */
  uploads(caller: Pick<Caller, 'workspaceId'>, ids: readonly UploadId[]): Promise<ReadUpload[]>
  /** How an asset came to be, from one snapshot. */
  assetHistory(caller: Caller, id: AssetId): Promise<AssetHistory | null>
  /**
   * Jobs of this workspace that were made of one of these inputs, at most three of each: those of the campaign with the most made first. Texts are as
   * they were written, whatever people made of them.
   */
  made(caller: Pick<Caller, 'workspaceId'>, inputHashes: readonly string[]): Promise<Made[]>
  /** The analysis of the fullest campaign of the very same brief; null when there is none. */
  analysisOf(caller: Caller, briefHash: string): Promise<Analysis | null>
  /** Earlier versions of a post, newest first; null when the caller sees no such post. */
  postVersions(caller: Caller, id: PostId): Promise<PostVersion[] | null>
  /** The provider of a post's campaign; null when the caller sees no such post. */
  providerOfPost(caller: Caller, id: PostId): Promise<string | null>
  /** Rows with seq > after, in order. */
  events(id: CampaignId, after: number, limit: number): Promise<EventRow[]>
  /** Last seq and whether the campaign is settled; null when the caller sees no such campaign. */
  position(caller: Caller, id: CampaignId): Promise<{ seq: number; settled: boolean } | null>
  /** What the newest 50 completed jobs of this installation say of the next, null under five of them. */
  history(provider: string, model: string, kind: JobKind): Promise<Expected | null>
  /** What any process wrote after a commit number, newest last. */
  changedSince(changedAfter: number): Promise<{ campaignId: CampaignId; seq: number; change: number }[]>
}
