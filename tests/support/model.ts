import type { BriefInput } from '../../lib/domain/brief.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { pause, resume, retry } from '../../lib/domain/control.ts'
import { editedPost, editPost } from '../../lib/domain/edits.ts'
import { isAppError } from '../../lib/domain/errors.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import type { Claim } from '../../lib/domain/handler.ts'
import type { Ids } from '../../lib/domain/ids.ts'
import { isSettledStatus } from '../../lib/domain/job.ts'
import type { Post } from '../../lib/domain/post.ts'
import { newJob } from '../../lib/domain/plan.ts'
import { regenerate } from '../../lib/domain/remake.ts'
import { openCampaign } from '../../lib/domain/opening.ts'
import { mayTake, openRecord, pulseOf, type ChangeRecord, type JobRecord } from '../../lib/domain/record.ts'
import { handBack } from '../../lib/domain/hand-back.ts'
import { cancelCampaign, cancelJob, complete, fail, report, start } from '../../lib/domain/transitions.ts'
import { capacity, newCampaign, planning, resultFor, free, someHistory, type History } from './campaigns.ts'

export type Step = {
  act:
    | 'start'
    | 'say'
    | 'progress'
    | 'complete'
    | 'unavailable'
    | 'rateLimited'
    | 'refuse'
    | 'handBack'
    | 'crash'
    | 'cancelJob'
    | 'retry'
    | 'cancelCampaign'
    | 'pause'
    | 'resume'
    | 'edit'
    | 'lock'
    | 'regenerate'
  pick: number
  size: number
}

/** The rules on rows in memory, without a database: a history of steps, its facts, and the rows they left. */
export function createModel(ids: Ids, input: Partial<BriefInput>, history: History = someHistory) {
  const campaign = newCampaign(ids, input, null, history)
  let now = Date.UTC(2026, 10, 23)
  let analysis: CampaignView['analysis'] = null
  const assets: CampaignView['assets'] = []
  const opening = openCampaign(campaign, now, capacity)
  let { head, jobs } = opening
  let posts = campaign.plan.posts
  const facts: JobEvent[] = [opening.fact]

  const write = (rule: (record: ChangeRecord) => void): void => {
    now += 7
    const record = openRecord({ head, jobs, posts }, now, capacity)
    rule(record)
    const change = record.change()
    head = change.head
    const known = new Set<string>(jobs.map(({ job }) => job.id))
    const added = [...change.jobs.values()].filter(({ job }) => !known.has(job.id))
    jobs = [...jobs.map((one) => change.jobs.get(one.job.id) ?? one), ...added]
    posts = posts.map((one) => change.posts.get(one.id) ?? one)
    assets.push(...change.assets.map(({ asset }) => asset))
    analysis = change.analysis ?? analysis
    facts.push(...change.facts)
  }
  const claimOf = (record: JobRecord): Claim => ({
    lease: { campaignId: head.id, jobId: record.job.id, token: 't', attempt: record.job.attempt },
    workspaceId: 'local',
    job: record.job,
    brief: head.brief,
    analysis,
    post: posts.find((post) => post.id === record.job.postId) ?? null,
    posts,
    remake: record.remake,
    reuse: mayTake(record),
    calls: 0,
    paid: false,
    open: null,
  })
  const pickFrom = (from: JobRecord[], pick: number): JobRecord | undefined => from[pick % Math.max(1, from.length)]

  return {
    facts: () => facts,
    /** What the campaign row keeps of its open jobs. */
    outlook: () => head.outlook,
    rows: (): CampaignView => ({
      ...pulseOf(head),
      id: head.id,
      brief: head.brief,
      seq: head.seq,
      analysis,
      posts,
      jobs: jobs.map((record) => record.job),
      assets,
      provider: head.provider,
      createdAt: head.createdAt,
    }),
    /** Takes a step on a job whose state allows it; a step nothing allows is skipped. */
    take({ act, pick, size }: Step): void {
      const of = (status: string): JobRecord | undefined =>
        pickFrom(
          jobs.filter((one) => one.job.status === status),
          pick,
        )
      const running = of('processing')
      // What a person may not do at this moment, they do not do.
      const attempt = (rule: (record: ChangeRecord) => void): void => {
        try {
          write(rule)
        } catch (error) {
          if (!isAppError(error)) throw error
        }
      }
      const ask = (rule: (record: ChangeRecord, post: Post) => void): void => {
        const post = posts[pick % posts.length]
        if (post) attempt((record) => rule(record, post))
      }
      const failure = { message: 'No.', retryAfterMs: null, reason: null, charged: false }
      switch (act) {
        case 'start': {
          const queued = of('queued')
          if (queued && head.status === 'running') write((record) => start(record, queued.job.id, 't'))
          return
        }
        case 'say':
          if (running)
            write((record) =>
              report(record, running.job.id, [{ part: `x.${size % 3}`, text: 'abc'.repeat(1 + (size % 4)) }], null),
            )
          return
        case 'progress':
          if (running)
            write((record) => report(record, running.job.id, [], { progress: size / 100, message: `at ${size}` }))
          return
        case 'complete':
          if (running) write((record) => complete(record, running.job.id, resultFor(claimOf(running), ids)))
          return
        case 'unavailable':
          if (running)
            write((record) => fail(record, running.job.id, { ...failure, code: 'unavailable', retryable: true }, 0.5))
          return
        case 'rateLimited':
          if (running)
            write((record) => fail(record, running.job.id, { ...failure, code: 'rate_limited', retryable: true }, 0.5))
          return
        case 'refuse':
          if (running)
            write((record) => fail(record, running.job.id, { ...failure, code: 'refused', retryable: false }, 0.5))
          return
        case 'handBack':
        case 'crash':
          if (running) write((record) => handBack(record, running.job.id, act === 'crash'))
          return
        case 'cancelJob': {
          const open = pickFrom(
            jobs.filter((one) => !isSettledStatus(one.job.status)),
            pick,
          )
          if (open && size < 20) write((record) => cancelJob(record, open.job.id))
          return
        }
        case 'retry': {
          const settled = pickFrom(
            jobs.filter((one) => one.job.status === 'failed' || one.job.status === 'canceled'),
            pick,
          )
          if (settled) attempt((record) => retry(record, settled.job.id))
          return
        }
        case 'cancelCampaign':
          if (size < 10) write(cancelCampaign)
          return
        case 'pause':
          if (size < 40) write(pause)
          return
        case 'resume':
          write(resume)
          return
        case 'edit':
          ask((record, post) =>
            editPost(record, post.id, post.version, (now) =>
              editedPost(now, { texts: { x: { text: `${size}` } } }, (_, { text }) => text.length),
            ),
          )
          return
        case 'lock':
          ask((record, post) => editPost(record, post.id, post.version, (now) => ({ ...now, locked: size < 50 })))
          return
        case 'regenerate':
          ask((record, post) => {
            const parts = (['text', 'image', 'video'] as const).filter((_, at) => ((1 + (size % 7)) & (1 << at)) > 0)
            const again = parts.map((part) => newJob(planning(ids, history), part, { dependsOn: [], postId: post.id }))
            regenerate(record, post.id, again, null, free)
          })
          return
        default:
          act satisfies never
      }
    },
  }
}
