import { iso } from './clock.ts'
import type { LedgerEntry } from './call.ts'
import type { CampaignView } from './campaign.ts'
import type { Capacity } from './courses.ts'
import { etaOf } from './eta.ts'
import type { JobEvent } from './event.ts'
import { outlookOf } from './outlook.ts'
import { tallyOf } from './progress.ts'
import { admit } from './queue.ts'
import { firstView, newRecord, openRecord, pulseOf, type CampaignHead, type JobRecord, type Scope } from './record.ts'
import type { NewCampaign } from './store.ts'

/** The rows a campaign begins with, and the first fact, which carries them as a view. */
export type Opening = {
  head: CampaignHead
  jobs: JobRecord[]
  entries: LedgerEntry[]
  view: CampaignView
  fact: JobEvent
}

/** What a campaign meets: those that run already, and what the installation may spend. */
export type Around = Pick<Scope, 'others' | 'purse'>

/** A person starts a campaign: nothing has run, and what needs nothing waits in the queue, its money held, or parked. `now` in ms since 1970. */
export function openCampaign(campaign: NewCampaign, now: number, capacity: Capacity, around: Around = {}): Opening {
  const { posts, jobs: planned } = campaign.plan
  const createdAt = iso(now)
  const fresh = planned.map((job, position): JobRecord => {
    const known = job.status === 'queued' ? { ...job, queuedAt: createdAt } : job
    const reserveMicros = campaign.reserves[job.kind]
    const { reuse = false } = campaign.brief
    return newRecord(known, { position, availableAt: now, reserveMicros, remake: null, reuse })
  })
  const outlook = outlookOf(planned)
  const first: CampaignHead = {
    id: campaign.id,
    workspaceId: campaign.caller.workspaceId,
    name: campaign.name,
    status: 'running',
    round: 1,
    progress: 0,
    eta: etaOf(outlook, planned.length, { now, capacity, others: around.others }),
    outlook,
    brief: campaign.brief,
    provider: campaign.provider,
    seq: 1,
    stopped: false,
    cost: campaign.cost,
    createdAt,
    startedAt: null,
    finishedAt: null,
    ...tallyOf(planned),
  }
  const record = openRecord({ ...around, head: first, jobs: fresh, posts }, now, capacity)
  for (const { job } of fresh) if (job.status === 'queued') admit(record, job.id)
  const { head, entries } = record.change()
  const jobs = record.jobs()
  const view = firstView(
    head,
    posts,
    jobs.map(({ job }) => job),
  )
  const fact: JobEvent = {
    seq: 1,
    campaignId: head.id,
    at: createdAt,
    campaign: pulseOf(head),
    type: 'campaign.created',
    view,
  }
  return { head, jobs, entries, view, fact }
}
