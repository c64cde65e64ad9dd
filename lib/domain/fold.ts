import type { CampaignView } from './campaign.ts'
import type { JobEvent, OutputDelta } from './event.ts'
import type { Job, JobFact } from './job.ts'

/** Starts a fold: the view that `campaign.created` carries. Null for any other fact. */
export function openView(event: JobEvent): CampaignView | null {
  return event.type === 'campaign.created' ? event.view : null
}

/**
 * The one fold, on the server and in the browser: the view after a fact. Pure; shares what did not change.
 * A fact at or below the view's `seq` was already seen and changes nothing. Gaps are allowed where the stream may leave facts out
 * (superseded progress, merged output).
 */
export function applyEvent(view: CampaignView, event: JobEvent): CampaignView {
  if (event.seq <= view.seq) return view
  const next: CampaignView = { ...view, ...event.campaign, seq: event.seq }
  switch (event.type) {
    case 'campaign.created':
      return event.view
    case 'campaign.settled':
    case 'campaign.reopened':
    case 'campaign.updated':
    case 'campaign.deleted':
      return next
    case 'post.created':
    case 'post.updated':
      return { ...next, posts: upsert(next.posts, event.post) }
    case 'post.removed':
      return { ...next, posts: next.posts.filter((post) => post.id !== event.postId) }
    case 'asset.ready':
      return {
        ...next,
        assets: upsert(next.assets, event.asset),
        posts: event.post ? upsert(next.posts, event.post) : next.posts,
      }
    case 'job.output':
      return { ...next, jobs: withJob(next.jobs, event.job, event.output) }
    case 'job.completed':
      return {
        ...next,
        jobs: withJob(next.jobs, event.job),
        posts: event.post ? upsert(next.posts, event.post) : next.posts,
        analysis: event.analysis ?? next.analysis,
      }
    case 'job.planned':
    case 'job.queued':
    case 'job.started':
    case 'job.progress':
    case 'job.failed':
    case 'job.retrying':
    case 'job.canceled':
      return { ...next, jobs: withJob(next.jobs, event.job) }
    default:
      // A newer server may tell of things this fold does not know: clients ignore unknown types.
      return next
  }
}

/** Text of one part with a delta laid over it: repeats and merges of neighbours give the same text. */
export function layOver(said: string, delta: OutputDelta): string {
  return said.slice(0, delta.offset) + delta.text
}

function upsert<T extends { id: string }>(list: readonly T[], item: T): T[] {
  const at = list.findIndex((one) => one.id === item.id)
  return at === -1 ? [...list, item] : list.with(at, item)
}

function withJob(jobs: readonly Job[], fact: JobFact, delta?: OutputDelta): Job[] {
  const before = jobs.find((job) => job.id === fact.id)
  const job: Job = { ...before, ...fact, output: fact.output === null ? null : (before?.output ?? null) }
  return upsert(jobs, delta ? { ...job, output: withDelta(job.output, delta) } : job)
}

function withDelta(output: Job['output'], delta: OutputDelta): Job['output'] {
  const parts = output?.attempt === delta.attempt ? output.parts : {}
  return { attempt: delta.attempt, parts: { ...parts, [delta.part]: layOver(parts[delta.part] ?? '', delta) } }
}
