import type Database from 'better-sqlite3'
import type { Analysis } from '../../domain/analysis.ts'
import type { CampaignHead, Change, JobRecord } from '../../domain/record.ts'
import type { Post } from '../../domain/post.ts'
import { isSettledCampaign } from '../../domain/campaign.ts'

/** Campaigns remembered at most; the one that was not asked for the longest goes first. */
const mostCampaigns = 300

/** What is known of a campaign's rows. `whole` says that no job is missing, `allPosts` no post. */
export type Known = {
  head: CampaignHead
  analysis: Analysis | null | undefined
  jobs: Map<string, JobRecord>
  whole: boolean
  posts: Map<string, Post>
  allPosts: boolean
  /** When it was last asked for, in asks. */
  askedAt: number
}

export type Memory = ReturnType<typeof createMemory>

/**
 * Rows as this pen last read or wrote them, so that they are not read and parsed again for every write. They are true as long as no other
 * connection commits: `began` asks SQLite for that in each transaction, and `undone` forgets all when one is rolled back.
 */
export function createMemory(database: Database.Database) {
  const version = database.prepare<[], number>('PRAGMA data_version').pluck()
  const campaigns = new Map<string, Known>()
  const campaignOf = new Map<string, string>()
  let seen = Number.NaN
  let asks = 0

  const forget = (id: string): void => {
    for (const jobId of campaigns.get(id)?.jobs.keys() ?? []) campaignOf.delete(jobId)
    campaigns.delete(id)
  }
  const clear = (): void => {
    campaigns.clear()
    campaignOf.clear()
  }
  const forgetOldest = (): void => {
    const [first] = campaigns.values()
    let oldest = first
    for (const known of campaigns.values()) if (oldest && known.askedAt < oldest.askedAt) oldest = known
    if (oldest) forget(oldest.head.id)
  }
  const learn = (head: CampaignHead): Known => {
    const known: Known = {
      head,
      analysis: undefined,
      jobs: new Map(),
      whole: false,
      posts: new Map(),
      allPosts: false,
      askedAt: (asks += 1),
    }
    campaigns.set(head.id, known)
    if (campaigns.size > mostCampaigns) forgetOldest()
    return known
  }
  const keep = (known: Known, record: JobRecord): void => {
    known.jobs.set(record.job.id, record)
    campaignOf.set(record.job.id, known.head.id)
  }

  return {
    /** Call when a transaction has begun. */
    began(): void {
      const now = version.get() ?? Number.NaN
      if (now !== seen) clear()
      seen = now
    },
    /** Call when a transaction was rolled back. */
    undone: clear,
    forget,
    learn,
    keep,
    campaign(id: string): Known | undefined {
      const known = campaigns.get(id)
      if (known) known.askedAt = asks += 1
      return known
    },
    job: (id: string): JobRecord | undefined => campaigns.get(campaignOf.get(id) ?? '')?.jobs.get(id),
    /** What a change has made of the rows. A settled campaign is left alone for long: it goes. */
    follow({ head, jobs, posts, analysis }: Change): void {
      const known = campaigns.get(head.id)
      if (!known) return
      if (isSettledCampaign(head.status)) {
        forget(head.id)
        return
      }
      known.head = head
      for (const record of jobs.values()) keep(known, record)
      for (const post of posts.values()) known.posts.set(post.id, post)
      if (analysis) known.analysis = analysis
    },
  }
}
