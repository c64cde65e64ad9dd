import { iso } from './clock.ts'
import type { CampaignView } from './campaign.ts'
import type { Capacity } from './courses.ts'
import { etaOf, type Others } from './eta.ts'
import type { JobEvent } from './event.ts'
import { outlookOf } from './outlook.ts'
import { tallyOf } from './progress.ts'
import { firstView, newRecord, pulseOf, type CampaignHead, type JobRecord } from './record.ts'
import type { NewCampaign } from './store.ts'

/** The rows a campaign begins with, and the first fact, which carries them as a view. */
export type Opening = { head: CampaignHead; jobs: JobRecord[]; view: CampaignView; fact: JobEvent }

/** A person starts a campaign: nothing has run, and what needs nothing waits in the queue. `now` in ms since 1970. */
export function openCampaign(
  campaign: NewCampaign,
  now: number,
  capacity: Capacity,
  others?: () => Others | null,
): Opening {
  const { posts, jobs: planned } = campaign.plan
  const createdAt = iso(now)
  const jobs = planned.map((job, position): JobRecord => {
    const known = job.status === 'queued' ? { ...job, queuedAt: createdAt } : job
    const reserveMicros = campaign.reserves[job.kind]
    const { reuse = false } = campaign.brief
    return newRecord(known, { position, availableAt: now, reserveMicros, remake: null, reuse })
  })
  const outlook = outlookOf(planned)
  const head: CampaignHead = {
    id: campaign.id,
    workspaceId: campaign.caller.workspaceId,
    name: campaign.name,
    status: 'running',
    round: 1,
    progress: 0,
    eta: etaOf(outlook, planned.length, { now, capacity, others }),
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
  const view = firstView(
    head,
    posts,
    jobs.map((record) => record.job),
  )
  const fact: JobEvent = {
    seq: 1,
    campaignId: head.id,
    at: createdAt,
    campaign: pulseOf(head),
    type: 'campaign.created',
    view,
  }
  return { head, jobs, view, fact }
}
