import type { JobEvent } from '../../../lib/domain/event.ts'
import type { JobFact, JobStatus } from '../../../lib/domain/job.ts'

type JobFactType = Extract<JobEvent, { job: JobFact }>['type']

/** From which status each fact of a job may come. Money may be booked late, on a job that is settled. */
const comesFrom: Record<JobFactType, readonly JobStatus[]> = {
  'job.planned': ['blocked', 'failed', 'canceled'],
  'job.queued': ['blocked', 'queued', 'processing', 'failed', 'canceled'],
  'job.started': ['queued'],
  'job.output': ['processing'],
  'job.progress': ['processing', 'canceled', 'failed'],
  'job.completed': ['processing'],
  'job.failed': ['processing'],
  'job.retrying': ['processing'],
  'job.canceled': ['blocked', 'queued', 'processing'],
}

/** Facts that no job could have left in the state the log says it was in: what a worker writes that has lost its lease. */
export function impossibleFacts(facts: readonly JobEvent[]): JobEvent[] {
  const jobs = new Map<string, { status: JobStatus; attempt: number }>()
  const found: JobEvent[] = []
  for (const fact of facts) {
    if (fact.type === 'campaign.created') for (const job of fact.view.jobs) jobs.set(job.id, job)
    if (!('job' in fact)) continue
    const { job } = fact
    const before = jobs.get(job.id)
    const isNew = before === undefined && fact.type === 'job.planned'
    const attempt = before && fact.type === 'job.started' ? before.attempt + 1 : before?.attempt
    if (!isNew && (!before || !comesFrom[fact.type].includes(before.status) || job.attempt !== attempt))
      found.push(fact)
    jobs.set(job.id, job)
  }
  return found
}
