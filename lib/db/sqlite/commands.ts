import type Database from 'better-sqlite3'
import type { Caller } from '../../domain/caller.ts'
import { iso, type Clock } from '../../domain/clock.ts'
import type { Capacity } from '../../domain/courses.ts'
import type { CampaignStatus, CampaignView } from '../../domain/campaign.ts'
import { AppError } from '../../domain/errors.ts'
import { editPost } from '../../domain/edits.ts'
import type { CampaignId, JobId, PostId } from '../../domain/ids.ts'
import type { Post } from '../../domain/post.ts'
import { openCampaign } from '../../domain/opening.ts'
import type { CampaignHead, ChangeRecord, Scope } from '../../domain/record.ts'
import type { Created, JobStore, NewCampaign } from '../../domain/store.ts'
import { draftParked, pause, resume, retry, setCap } from '../../domain/control.ts'
import { makersOf, regenerate } from '../../domain/remake.ts'
import type { Job } from '../../domain/job.ts'
import { cancelCampaign, cancelJob } from '../../domain/transitions.ts'
import type { Books } from './books.ts'
import { createKeys } from './keys.ts'
import type { Memory } from './memory.ts'
import type { Persist } from './persist.ts'
import type { PurseReader } from './purse.ts'
import { createRemovals } from './removals.ts'
import type { ReadScope } from './scope.ts'
import type { UploadPen } from './uploads.ts'

export type Commit = { campaignId: CampaignId; seq: number; ready: boolean }

type CommandDeps = {
  database: Database.Database
  memory: Memory
  scope: ReadScope
  persist: Persist
  books: Books
  purse: PurseReader
  uploads: UploadPen
  clock: Clock
  capacity: Capacity
  write(work: () => Commit | null): Promise<void>
  apply(read: Scope, jobId: string | null, rule: (record: ChangeRecord) => void): Commit
}

type Commands = Pick<
  JobStore,
  | 'create'
  | 'cancelCampaign'
  | 'pauseCampaign'
  | 'resumeCampaign'
  | 'setCap'
  | 'draftParked'
  | 'cancelJob'
  | 'retryJob'
  | 'editPost'
  | 'regenerate'
  | 'deleteCampaign'
>

/** What people ask of the pen. */
export function createCommands({
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
}: CommandDeps): Commands {
  const keys = createKeys(database)
  const campaignOfJob = database.prepare<[string], { campaignId: CampaignId }>(
    'SELECT campaign_id AS "campaignId" FROM generation_jobs WHERE id = ?',
  )
  const campaignOfPost = database.prepare<[string], { campaignId: CampaignId }>(
    'SELECT campaign_id AS "campaignId" FROM posts WHERE id = ?',
  )
  const keepBriefHash = database.prepare('UPDATE campaigns SET brief_hash = ? WHERE id = ?')
  const toBin = database.prepare('UPDATE campaigns SET deleted_at = ? WHERE id = ?')
  const inBin = database.prepare<[string], { workspaceId: string }>(
    'SELECT workspace_id AS "workspaceId" FROM campaigns WHERE id = ?',
  )
  const removals = createRemovals(database)

  const visible = (caller: Caller, id: CampaignId): CampaignHead => {
    const head = scope.head(id)
    return head?.workspaceId === caller.workspaceId ? head : missing('campaign')
  }
  const ofJob = (caller: Caller, id: JobId): Scope => {
    return scope.whole(visible(caller, campaignOfJob.get(id)?.campaignId ?? missing('job')))
  }

  const ofPost = (caller: Caller, id: PostId): Scope =>
    scope.whole(visible(caller, campaignOfPost.get(id)?.campaignId ?? missing('post')))

  /** A rule over a whole campaign, which in any other state asks for nothing. */
  const control = (
    caller: Caller,
    id: CampaignId,
    states: readonly CampaignStatus[],
    rule: (record: ChangeRecord) => void,
  ): Promise<void> =>
    write(() => {
      const head = visible(caller, id)
      return states.includes(head.status) ? apply(scope.whole(head), null, rule) : null
    })

  const replay = (campaign: NewCampaign, now: number): Created | null => {
    if (!campaign.idempotency) return null
    const fresh = { campaignId: campaign.id, result: null }
    // A key whose campaign is in the bin starts anew: its answer would be a campaign that is not there.
    const isThere = ({ campaignId }: { campaignId: CampaignId }): boolean => scope.head(campaignId) !== null
    const seen = keys.take(campaign.caller.workspaceId, campaign.idempotency, now, fresh, isThere)
    return seen && { campaignId: seen.campaignId, view: null }
  }

  const insert = (campaign: NewCampaign, now: number): CampaignView => {
    const around = { others: () => scope.others(campaign.id), purse: () => purse.look(now) }
    const { head, jobs, entries, view, fact } = openCampaign(campaign, now, capacity, around)
    persist.insert(head, jobs, campaign.plan.posts, JSON.stringify(fact))
    uploads.name(campaign.caller, head.id, campaign.brief.uploads)
    keepBriefHash.run(campaign.briefHash, head.id)
    books.quote(head.id, head.cost.quotedHighMicros, head.createdAt)
    books.enter(head.id, entries, head.createdAt)
    return view
  }

  return {
    async create(campaign) {
      let created: Created = { campaignId: campaign.id, view: null }
      await write(() => {
        const now = clock.now()
        const replayed = replay(campaign, now)
        created = replayed ?? { campaignId: campaign.id, view: insert(campaign, now) }
        return replayed ? null : { campaignId: campaign.id, seq: 1, ready: true }
      })
      return created
    },
    cancelCampaign: (caller, id) => control(caller, id, ['running', 'paused'], cancelCampaign),
    pauseCampaign: (caller, id) => control(caller, id, ['running'], pause),
    resumeCampaign: (caller, id) => control(caller, id, ['paused'], resume),
    setCap: (caller, id, capMicros) =>
      write(() => apply(scope.whole(visible(caller, id)), null, (record) => setCap(record, capMicros))),
    draftParked: (caller, id, makers) =>
      write(() => {
        const read = scope.whole(visible(caller, id))
        const commit = apply(read, null, (record) => draftParked(record, makers))
        return commit.seq === read.head.seq ? null : commit
      }),
    cancelJob: (caller, id) => write(() => apply(ofJob(caller, id), id, (record) => cancelJob(record, id))),
    async editPost(caller, id, version, rewrite) {
      let edited: Post | null = null
      await write(() => {
        const read = ofPost(caller, id)
        const { seq } = read.head
        const commit = apply(read, null, (record) => (edited = editPost(record, id, version, rewrite)))
        return commit.seq === seq ? null : commit
      })
      return edited ?? missing('post')
    },
    async regenerate({ caller, postId, jobs, reserves, instruction, idempotency }) {
      let made: Job[] = []
      await write(() => {
        const read = ofPost(caller, postId)
        const { id } = read.head
        const makers = makersOf(read.jobs, postId, jobs)
        const fresh = { campaignId: id, result: makers.map((job) => job.id).join(' ') }
        const seen = idempotency && keys.take(caller.workspaceId, idempotency, clock.now(), fresh, () => true)
        if (seen) {
          const named = seen.result?.split(' ') ?? []
          made = named.flatMap((name) => read.jobs.flatMap(({ job }) => (job.id === name ? [job] : [])))
          return null
        }
        return apply(read, null, (record) => {
          regenerate(record, postId, jobs, instruction, reserves)
          made = makers.map((job) => record.job(job.id).job)
        })
      })
      return made
    },
    retryJob: (caller, id, reuse) => write(() => apply(ofJob(caller, id), id, (record) => retry(record, id, reuse))),
    deleteCampaign: (caller, id, forGood) =>
      write(() => {
        const head = scope.head(id)
        if (!head && forGood && inBin.get(id)?.workspaceId === caller.workspaceId) {
          removals.fromBin(id)
          return null
        }
        const commit = apply(scope.whole(visible(caller, id)), null, (record) => {
          cancelCampaign(record)
          record.tell({ type: 'campaign.deleted' })
        })
        const now = clock.now()
        memory.forget(id)
        if (forGood) removals.atOnce({ id, workspaceId: caller.workspaceId, seq: commit.seq }, now)
        else toBin.run(iso(now), id)
        return commit
      }),
  }
}

function missing(what: string): never {
  throw new AppError('not_found', { detail: `There is no such ${what}.` })
}
