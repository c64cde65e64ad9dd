import { describe, expect, it } from 'vitest'
import { retry } from '../../lib/domain/control.ts'
import type { Failure } from '../../lib/domain/errors.ts'
import type { Job } from '../../lib/domain/job.ts'
import { tallyOf } from '../../lib/domain/progress.ts'
import { newRecord, openRecord, type CampaignHead, type ChangeRecord } from '../../lib/domain/record.ts'
import { complete, fail, start } from '../../lib/domain/transitions.ts'
import { capacity, createCountingIds, newCampaign } from '../support/campaigns.ts'

const refused: Failure = {
  code: 'refused',
  message: 'No.',
  retryable: false,
  retryAfterMs: null,
  reason: null,
  charged: false,
}

/** Two texts, and a video that needs both. */
function twoParents(): { record: ChangeRecord; a: Job; b: Job; child: Job } {
  const campaign = newCampaign(createCountingIds(), { postCount: 1 })
  const [first, second, third] = campaign.plan.jobs
  if (!first || !second || !third) throw new Error('the plan has three jobs')
  const a: Job = { ...first, kind: 'text', status: 'queued', dependsOn: [] }
  const b: Job = { ...second, kind: 'text', status: 'queued', dependsOn: [] }
  const child: Job = { ...third, status: 'blocked', dependsOn: [a.id, b.id] }
  const jobs = [a, b, child]
  const head: CampaignHead = {
    id: campaign.id,
    workspaceId: 'local',
    name: '',
    status: 'running',
    round: 1,
    progress: 0,
    eta: null,
    outlook: [],
    brief: campaign.brief,
    provider: 'p',
    seq: 1,
    stopped: false,
    cost: campaign.cost,
    createdAt: '',
    startedAt: null,
    finishedAt: null,
    ...tallyOf(jobs),
  }
  const scope = {
    head,
    jobs: jobs.map((job, position) => newRecord(job, { position, availableAt: 0, reserveMicros: 0, remake: null })),
    posts: campaign.plan.posts,
  }
  return { record: openRecord(scope, 0, capacity), a, b, child }
}

describe('a retry', () => {
  it('leaves a job alone that still needs another failed one, and brings it back with the last of them', () => {
    const { record, a, b, child } = twoParents()
    for (const { id } of [a, b]) {
      start(record, id, 'token')
      fail(record, id, refused, 0)
    }
    expect(record.head.status).toBe('failed')

    retry(record, a.id)
    start(record, a.id, 'token')
    complete(record, a.id, { kind: 'text', texts: {} })
    expect(record.job(child.id).job.status).toBe('canceled')
    expect(record.head.status, 'nothing is left that could run').toBe('partial')

    retry(record, b.id)
    expect(record.job(child.id).job.status).toBe('blocked')
    start(record, b.id, 'token')
    complete(record, b.id, { kind: 'text', texts: {} })
    expect(record.job(child.id).job.status).toBe('queued')
  })
})
