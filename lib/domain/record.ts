import type { Analysis } from './analysis.ts'
import type { Asset } from './asset.ts'
import type { Brief } from './brief.ts'
import type { AttemptChange, Call, LedgerEntry } from './call.ts'
import type { CampaignPulse, CampaignView } from './campaign.ts'
import type { MadeAsset, Recipe } from './recipe.ts'
import { iso } from './clock.ts'
import type { Capacity } from './courses.ts'
import { etaAfter, type Others } from './eta.ts'
import type { JobEvent } from './event.ts'
import type { CampaignId, JobId } from './ids.ts'
import type { Job, JobFact } from './job.ts'
import { judged, type Ground, type Judge } from './judge.ts'
import { outlookAfter, outlookWith, type Outlook } from './outlook.ts'
import type { Post } from './post.ts'
import { progressOf, retally, settledStatus, type Tally } from './progress.ts'
import type { Score } from './score.ts'

/** The campaign row: its pulse and what every write needs without reading the jobs. */
export type CampaignHead = CampaignPulse &
  Tally & {
    id: CampaignId
    workspaceId: string
    seq: number
    provider: string
    createdAt: string
    brief: Brief
    stopped: boolean
    outlook: Outlook
  }

/** What the log and the pen know of a job beside its public face. Times in ms since 1970. */
export type JobRecord = {
  job: Job
  position: number
  /** Not claimable before this time. */
  availableAt: number
  /** Takeovers in a row without getting farther than any attempt before. */
  crashes: number
  /** The farthest any attempt got since a person last asked for the job: share done, characters said. */
  bestProgress: number
  bestText: number
  /** Provider calls so far. */
  calls: number
  /** What is held for one call, integer micros; 0 when it costs nothing. */
  reserveMicros: number
  /** Calls that may have cost and whose answer nobody will see, since a person last asked for the job. */
  lostCalls: number
  /** Null while there is nothing to lose. */
  call: Call | null
  token: string | null
  /** Null for what the plan made. */
  remake: Remake | null
  /** Somebody wishes to have it for nothing where it was made before. */
  reuse: boolean
  /** SHA-256 over all its maker was given; null until it is done. */
  inputHash: string | null
  /** The job whose result it has, when none of its own was made. */
  takenFrom: JobId | null
}

/** A part that a person wants made again. `variant` (from 2) tells one telling of a post from another; what to do differently, null for nothing. */
export type Remake = { variant: number; instruction: string | null }

/** What a write may look at: the campaign row, the jobs and posts it touches. */
export type Scope = {
  head: CampaignHead
  jobs: JobRecord[]
  posts: Post[]
  purse?: () => Purse | null
  others?: () => Others | null
  /** What a post's words are measured against; null while there is no analysis. */
  ground?: (post: Post) => Ground | null
}

/** What the installation may spend in a month over all its campaigns, what is left of it until that begins anew (ms since 1970), and what it holds. */
export type Purse = { capMicros: number; leftMicros: number; heldMicros: number; renewsAt: number }

type Stamped = 'seq' | 'campaignId' | 'at' | 'campaign'
type Unstamped<E> = E extends JobEvent ? Omit<E, Stamped> : never
/** A fact before the record stamps it. */
export type Fact = Unstamped<JobEvent>

/** What one transaction writes: facts in order, and the rows as they stand after them. */
export type Change = {
  head: CampaignHead
  facts: JobEvent[]
  jobs: Map<string, JobRecord>
  posts: Map<string, Post>
  assets: MadeAsset[]
  analysis: Analysis | null
  attempts: AttemptChange[]
  entries: LedgerEntry[]
}

/** Collects a change on a scope: every rule of `transitions.ts` writes through this. */
export type ChangeRecord = {
  readonly head: CampaignHead
  readonly now: number
  /**
   * Null when the installation has no cap. What this change gives back of what was spent is not in it: it may be of an earlier month. The next change
   * sees it.
   */
  readonly purse: Purse | null
  jobs(): JobRecord[]
  job(id: string): JobRecord
  posts(): Post[]
  /** Replaces a job, keeps the tally true, and returns it. */
  setJob(id: string, patch: Partial<Job>, inner?: Partial<Omit<JobRecord, 'job'>>): Job
  /** A job that was not planned before. */
  addJob(record: JobRecord): void
  /** Replaces a post and returns it, its words measured where they are new. */
  setPost(post: Post): Post
  setHead(patch: Partial<CampaignHead>): void
  /** A line of the ledger; a reservation is also held on the campaign, a release gives it back. */
  book(entry: LedgerEntry): void
  setAttempt(change: AttemptChange): void
  setCall(id: string, call: Call | null): void
  addAsset(asset: Asset, recipe: Recipe | null): void
  setAnalysis(analysis: Analysis): void
  /** Appends a fact, stamped with the next seq and the pulse as it stands now. */
  tell(fact: Fact): void
  /** Ends the campaign when its last open job is settled. Call last. */
  settle(): void
  /** What is to be written. Call once, when the rule is done. */
  change(): Change
}

/** Without a `judge` nothing is measured. */
export function openRecord(scope: Scope, now: number, capacity: Capacity, judge: Judge | null = null): ChangeRecord {
  let head = scope.head
  const at = iso(now)
  const jobs = new Map(scope.jobs.map((record) => [record.job.id as string, record]))
  const posts = new Map(scope.posts.map((post) => [post.id as string, post]))
  const touchedJobs = new Map<string, JobRecord>()
  const touchedPosts = new Map<string, Post>()
  const facts: JobEvent[] = []
  const assets: MadeAsset[] = []
  let analysis: Analysis | null = null
  const attempts: AttemptChange[] = []
  const entries: LedgerEntry[] = []
  let purse: { seen: Purse | null } | null = null

  const job = (id: string): JobRecord => {
    const found = jobs.get(id)
    if (!found) throw new RangeError(`Job ${id} is not in the scope of this write.`)
    return found
  }
  const tell = (fact: Fact): void => {
    head = { ...head, seq: head.seq + 1 }
    const stamp = { seq: head.seq, campaignId: head.id, at, campaign: pulseOf(head) }
    facts.push({ ...stamp, ...fact } as JobEvent)
  }

  const measure = (by: Judge, post: Post): Score[] | null => {
    const ground = scope.ground?.(post) ?? null
    return ground && by(post, ground)
  }

  return {
    get head() {
      return head
    },
    now,
    get purse() {
      purse ??= { seen: scope.purse?.() ?? null }
      const { seen } = purse
      const { cost: before } = scope.head
      const held = head.cost.reservedMicros - before.reservedMicros
      const spent = Math.max(0, head.cost.spentMicros - before.spentMicros)
      return seen && { ...seen, leftMicros: seen.leftMicros - held - spent, heldMicros: seen.heldMicros + held }
    },
    jobs: () => [...jobs.values()],
    job,
    posts: () => [...posts.values()],
    setJob(id, patch, inner = {}) {
      const before = job(id)
      const after: JobRecord = { ...before, ...inner, job: { ...before.job, ...patch } }
      jobs.set(id, after)
      touchedJobs.set(id, after)
      const outlook = outlookAfter(head.outlook, before.job, after.job)
      head = { ...head, ...retally(head, before.job, after.job), outlook }
      const runs = head.status === 'running' || head.status === 'paused'
      if (runs && !head.stopped) head = { ...head, progress: progressOf(head.progress, head, head.status) }
      return after.job
    },
    addJob(added) {
      jobs.set(added.job.id, added)
      touchedJobs.set(added.job.id, added)
      const outlook = outlookWith(head.outlook, added.job)
      head = { ...head, plannedWeight: head.plannedWeight + added.job.weight, open: head.open + 1, outlook }
    },
    setPost(wished) {
      const post = judged(posts.get(wished.id), wished, judge && ((words) => measure(judge, words)))
      posts.set(post.id, post)
      touchedPosts.set(post.id, post)
      return post
    },
    setHead(patch) {
      head = { ...head, ...patch }
    },
    book(entry) {
      entries.push(entry)
      const { cost } = head
      const more = entry.type === 'reservation' ? entry.micros : entry.type === 'release' ? -entry.micros : 0
      if (more !== 0) head = { ...head, cost: { ...cost, reservedMicros: cost.reservedMicros + more } }
    },
    setAttempt(change) {
      attempts.push(change)
    },
    setCall(id, call) {
      const after = { ...job(id), call }
      jobs.set(id, after)
      touchedJobs.set(id, after)
    },
    addAsset(asset, recipe) {
      assets.push({ asset, recipe })
    },
    setAnalysis(given) {
      analysis = given
    },
    tell,
    settle() {
      if (head.open > 0 || (head.status !== 'running' && head.status !== 'paused')) return
      const status = settledStatus(head, head.stopped)
      const usable = status === 'completed' || status === 'partial'
      const progress = progressOf(usable ? head.progress : scope.head.progress, head, status)
      // A campaign that ends with nothing to show keeps its value: the facts that led here must not show a rise either.
      if (!usable) for (const fact of facts) fact.campaign = { ...fact.campaign, progress }
      head = { ...head, status, progress, finishedAt: at }
      tell({ type: 'campaign.settled' })
    },
    change() {
      const eta = etaAfter(scope.head, head, { facts, now, capacity, others: scope.others })
      if (eta !== head.eta) {
        head = { ...head, eta }
        // All facts of a write are of one moment.
        for (const fact of facts) fact.campaign = { ...fact.campaign, eta }
      }
      return { head, facts, jobs: touchedJobs, posts: touchedPosts, assets, analysis, attempts, entries }
    },
  }
}

/** What the log and the pen know of a job that has just been planned. */
export const newRecord = (
  job: Job,
  rest: Pick<JobRecord, 'position' | 'availableAt' | 'reserveMicros' | 'remake'> & Partial<Pick<JobRecord, 'reuse'>>,
): JobRecord => ({
  job,
  crashes: 0,
  bestProgress: 0,
  bestText: 0,
  calls: 0,
  lostCalls: 0,
  call: null,
  token: null,
  reuse: false,
  inputHash: null,
  takenFrom: null,
  ...rest,
})

/** What a person wants made again is always made: only what the plan made may be taken. */
export const mayTake = ({ reuse, remake }: JobRecord): boolean => reuse && remake === null

/** The part of a campaign row that facts repeat. */
export function pulseOf(head: CampaignPulse): CampaignPulse {
  const { status, round, progress, eta, cost, name, startedAt, finishedAt } = head
  return { status, round, progress, eta, cost, name, startedAt, finishedAt }
}

/** A job as a fact carries it. `cleared` says that what was said before no longer counts. */
export function factOf(job: Job, cleared = false): JobFact {
  const { output: _, ...rest } = job
  return cleared ? { ...rest, output: null } : rest
}

/** The view a fresh campaign opens with. */
export function firstView(head: CampaignHead, posts: Post[], jobs: Job[]): CampaignView {
  return {
    ...pulseOf(head),
    id: head.id,
    brief: head.brief,
    seq: 1,
    analysis: null,
    posts,
    jobs,
    assets: [],
    provider: head.provider,
    createdAt: head.createdAt,
  }
}
