import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import type { JobFact } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'
import { running } from '../messages/numbers.ts'
import { tookOf } from './job-words.ts'

export type ActivityLine = { seq: number; at: string; text: string; tone: 'plain' | 'bad' | 'warn' }

type Posts = CampaignView['posts']

/** A fact as a line of the log, or null for the steps between (progress, output, plans) that the board shows better. */
export function activityLine(event: JobEvent, posts: Posts): ActivityLine | null {
  const line = (text: string, tone: ActivityLine['tone'] = 'plain'): ActivityLine => ({
    seq: event.seq,
    at: event.at,
    text,
    tone,
  })
  const words = en.activity
  switch (event.type) {
    case 'campaign.created':
      return line(words.created(event.view.jobs.length))
    case 'campaign.settled':
      return line(words.settled[event.campaign.status])
    case 'campaign.reopened':
      return line(words.reopened(event.campaign.round))
    case 'campaign.deleted':
      return line(words.deleted)
    case 'job.started':
      return line(words.started(whatOf(event.job, posts), event.job.attempt))
    case 'job.completed':
      return line(words.completed(whatOf(event.job, posts), tookOf(event.job)))
    case 'asset.ready': {
      const index = event.post?.index ?? null
      return line(words.ready(words.what(event.asset.kind, index), event.asset.width, event.asset.height))
    }
    case 'job.failed': {
      const why = event.job.error?.reason ?? event.job.error?.message ?? ''
      const say = event.job.error?.code === 'refused' ? words.refused : words.failed
      return line(say(whatOf(event.job, posts), why), 'bad')
    }
    case 'job.retrying': {
      if (event.job.waitingFor?.reason === 'key')
        return line(words.needsKey(whatOf(event.job, posts), event.job.error?.message ?? ''), 'warn')
      const until = event.job.waitingFor?.until ?? null
      const wait = until === null ? null : running(Date.parse(until) - Date.parse(event.at))
      return line(words.retrying(whatOf(event.job, posts), event.job.error?.message ?? '', wait), 'warn')
    }
    case 'job.canceled': {
      const what = whatOf(event.job, posts)
      const byYou = event.job.error?.code === 'canceled_by_user'
      return line(byYou ? words.canceledByYou(what) : words.canceled(what, event.job.error?.message ?? ''))
    }
    default:
      return null
  }
}

function whatOf(job: Pick<JobFact, 'kind' | 'postId'>, posts: Posts): string {
  return en.activity.what(job.kind, posts.find((post) => post.id === job.postId)?.index ?? null)
}

/** The time of a line since the campaign began, as a stopwatch would show it. */
export const sinceStart = (at: string, startedAt: string | null): number =>
  startedAt === null ? 0 : Math.max(0, Date.parse(at) - Date.parse(startedAt))
