import type { Asset } from './asset.ts'
import type { Brief } from './brief.ts'
import type { Caller } from './caller.ts'
import type { CampaignSummary, CampaignView } from './campaign.ts'
import type { Certificate } from './certificate.ts'
import type { AssetId, CampaignId, JobId, PostId } from './ids.ts'
import type { Job } from './job.ts'
import type { Post, PostEdit, PostVersion } from './post.ts'
import type { Quote } from './quote.ts'
import type { Retry } from './control.ts'
import type { Regenerate } from './remake.ts'
import type { SettingsDesk } from './settings.ts'
import type { Storage } from './storage.ts'
import type { EventRow, ListQuery } from './store.ts'
import type { Uploads } from './upload.ts'

/** The use cases. Each throws AppError: `not_found` for what the caller cannot see, `forbidden` for what it may not do. */
export type Campaigns = {
  /** Plans and stores the campaign; answers before any job ran. `replayed` when the idempotency key was seen with the same brief. */
  create(
    caller: Caller,
    brief: Brief,
    idempotency: { key: string; route: string } | null,
  ): Promise<{ view: CampaignView; replayed: boolean }>
  quote(caller: Caller, brief: Brief): Promise<Quote>
  list(caller: Caller, query: ListQuery): Promise<{ items: CampaignSummary[]; nextCursor: string | null }>
  get(caller: Caller, id: CampaignId): Promise<CampaignView>
  /** Cancels what runs; idempotent; answers the view. */
  cancel(caller: Caller, id: CampaignId): Promise<CampaignView>
  /** Nothing new starts, what runs goes on; idempotent; answers the view; so for the next. */
  pause(caller: Caller, id: CampaignId): Promise<CampaignView>
  resume(caller: Caller, id: CampaignId): Promise<CampaignView>
  /** What it may cost at most from now on, integer micros; null for no cap. Answers the view. */
  setCap(caller: Caller, id: CampaignId, capMicros: number | null): Promise<CampaignView>
  /** What is parked by a cap is drafted by the studio, for nothing; idempotent; answers the view. */
  draft(caller: Caller, id: CampaignId): Promise<CampaignView>
  remove(caller: Caller, id: CampaignId, purge: boolean): Promise<void>
  /** Throw `conflict` when the job's state does not allow it. */
  retryJob(caller: Caller, id: JobId, wish: Retry): Promise<Job>
  cancelJob(caller: Caller, id: JobId): Promise<Job>
  asset(caller: Caller, id: AssetId): Promise<Asset>
  /** The campaign as a zip archive, read as it is taken; `view` is what stands in it. */
  export(caller: Caller, id: CampaignId): Promise<{ view: CampaignView; chunks: AsyncIterable<Uint8Array> }>
  /** The birth certificate of an asset. */
  certificate(caller: Caller, id: AssetId): Promise<Certificate>
  /** Edits the version the caller saw; answers the next. Throws `precondition_failed` when somebody was faster, `conflict` while it is made. */
  editPost(caller: Caller, id: PostId, version: number, edit: PostEdit): Promise<Post>
  /** Makes parts of a post again; answers their jobs, the same for the same key. Throws `conflict` when it is locked or a part is not there. */
  regenerate(
    caller: Caller,
    id: PostId,
    wish: Regenerate,
    idempotency: { key: string; route: string } | null,
  ): Promise<Job[]>
  /** What stood before, newest first. */
  postVersions(caller: Caller, id: PostId): Promise<PostVersion[]>
  /** Rows after `after`; waits up to `waitMs` for the first one when there are none and the campaign is open. */
  events(
    caller: Caller,
    id: CampaignId,
    query: { after: number; limit: number; waitMs: number; signal: AbortSignal },
  ): Promise<{ rows: EventRow[]; seq: number; done: boolean }>
}

export type LiveState = 'live' | 'settled' | 'reconnect' | 'closed'

/** What a viewer is told, in order. Rows are shared between viewers: encode each once. */
export type LiveMessage =
  | { type: 'snapshot'; view: CampaignView }
  | { type: 'fact'; row: EventRow }
  | { type: 'control'; state: LiveState }

/** What one reader is told, at its own pace: a slow reader costs its cursor, not a queue. */
export type Source<M> = {
  /**
   * Everything new, at least one message; undefined when there is nothing yet, null when the stream has ended (after `closed`, or `reconnect`
   * when the server goes down). Readers that stand at the same place are given the same array: encode it once. Throws when the store cannot
   * be read; the next call tries again.
   */
  take(): readonly M[] | null | undefined
  /** Calls whenever `take` may have something. There is one listener, the last one given. */
  onNews(call: () => void): void
  /** The same as `take`, but waits for news, as their one listener. */
  next(): Promise<readonly M[] | null>
  close(): void
}

/** One reader of one campaign. */
export type Viewer = Source<LiveMessage>

/** Cursor: the last seq the reader has seen; null = none given. `settled` = the campaign is settled and this cursor is its last seq. */
export type FollowQuery = { cursor: number | null; follow: boolean }

/** Head messages of the dashboard stream and facts of the campaigns asked for. */
export type BoardMessage =
  | { type: 'head'; summary: CampaignSummary }
  | { type: 'fact'; campaignId: CampaignId; row: EventRow }
  | { type: 'snapshot'; campaignId: CampaignId; view: CampaignView }
  | { type: 'control'; campaignId: CampaignId | null; state: LiveState }
export type BoardViewer = Source<BoardMessage>

export type Live = {
  /** Null when there is nothing left to say: the campaign is settled, `follow` is off and the cursor is its last seq (HTTP 204). */
  follow(caller: Caller, id: CampaignId, query: FollowQuery): Promise<Viewer | null>
  /** Facts of up to 50 campaigns and, unless `heads` is false, heads of all that change. */
  board(caller: Caller, campaigns: ReadonlyMap<CampaignId, number>, heads?: boolean): Promise<BoardViewer>
}

export type Health = { status: 'ok' | 'degraded' | 'unavailable'; reasons: string[] }

/** What the engine room hands to `app/` through the door. One per process. */
export type Unfold = {
  version: string
  /** Words for the page: which provider makes things, whether these are drafts, and where it is asked, if that is to be said. */
  provider: { name: string; draft: boolean; models: Record<string, string>; place?: string }
  currency: string
  campaigns: Campaigns
  uploads: Uploads
  settings: SettingsDesk
  live: Live
  storage: Storage
  ready(): Promise<Health>
  /** Address rules of local mode: loopback Host and own Origin only. */
  hosts: { loopbackOnly: boolean; port: number }
}
