import type { Analysis } from './analysis.ts'
import type { Asset } from './asset.ts'
import type { Brief } from './brief.ts'
import type { Handle, MakerNow, Usage } from './call.ts'
import type { Recipe } from './recipe.ts'
import type { Review } from './review.ts'
import type { CampaignId, JobId } from './ids.ts'
import type { Job, JobKind, Measure } from './job.ts'
import type { Post, PostTexts } from './post.ts'
import type { Remake } from './record.ts'

/** The right to write one job: every write repeats the token, and a write without it changes nothing. */
export type Lease = { campaignId: CampaignId; jobId: JobId; token: string; attempt: number }

/** A claimed job and all its handler may know. */
export type Claim = {
  lease: Lease
  workspaceId: string
  job: Job
  brief: Brief
  analysis: Analysis | null
  post: Post | null
  posts: Post[]
  /** How the part is to differ from what is there; null the first time. */
  remake: Remake | null
  /** What was made of the same inputs before may be taken. */
  reuse: boolean
  /** Provider calls of this job so far. */
  calls: number
  /** A call of this job costs money. */
  paid: boolean
  /** What an earlier attempt left with the vendor: attach to it, never submit it again. Its cost is booked on that attempt. */
  open: { attempt: number; handle: Handle } | null
}

/** What a job may say while it runs. Only what is known: leave out what nobody measured. */
export type Report = { progress?: number; measure?: Measure; message?: string }

export type HandlerContext = {
  claim: Claim
  /** Aborts on cancel, on a lost lease and on shutdown. */
  signal: AbortSignal
  /** Text of a part, in order; merged and kept by the engine. */
  say(part: string, text: string): void
  /** Also with nothing to tell a sign of life: a provider that is silent for too long is given up. */
  report(report: Report): void
  /**
   * Marks the provider call as submitted on the job's row, by whoever makes it now (as planned when left out); returns how many calls this job has
   * made, this one included. Await before the call.
   */
  beginCall(by?: MakerNow): Promise<number>
  /** Commits where the vendor's work can be found again. Await before the first poll. */
  submitted(handle: Handle): Promise<void>
  /** Commits what the call cost. */
  answered(usage: Usage): Promise<void>
  /** What to do with the vendor's work when a person cancels the job. Best effort; the latest word counts. */
  onCanceled(callOff: () => Promise<void>): void
}

/** What a finished job leaves. Discriminated by kind. */
export type Leaving =
  | { kind: 'analysis'; analysis: Analysis }
  | { kind: 'text'; texts: PostTexts; review?: Review }
  | { kind: 'image' | 'video'; asset: Asset; recipe?: Recipe }

/** `inputHash`: SHA-256 over all its maker was given. `takenFrom`: the job whose result it is, when no call went out for it. */
export type JobResult = Leaving & { inputHash?: string; takenFrom?: JobId }

/** One handler per job kind. Throws ProviderError for failures that are data; anything else counts as `unavailable`. */
export type Handler = (context: HandlerContext) => Promise<JobResult>
export type Handlers = Record<JobKind, Handler>
