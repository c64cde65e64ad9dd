import type { CampaignView } from '../../../lib/domain/campaign.ts'
import type { JobEvent } from '../../../lib/domain/event.ts'
import type { Job } from '../../../lib/domain/job.ts'
import { demand } from './breach.ts'

/** What the model knows of people's wishes: one key has one effect, and who is retried comes with all that waited for it. Throws Breach. */
export function createWishes() {
  const answers = new Map<string, string>()
  let due = new Set<string>()
  let newcomers: string[] = []
  let retried: string[] = []
  let revived = new Set<string>()

  return {
    /** The answer to a key, the same each time; true when it is the first. */
    answered(key: string, answer: string): boolean {
      const before = answers.get(key)
      demand(before === undefined || before === answer, 'one key, one effect', () => `${key}: ${before} and ${answer}`)
      answers.set(key, answer)
      return before === undefined
    },
    /** Jobs that a wish has just been promised. */
    expect(ids: readonly string[]): void {
      due = new Set([...due, ...ids])
    },
    retried: (jobId: string): void => void retried.push(jobId),
    /** A job that no plan knew. */
    comes: (jobId: string): void => void newcomers.push(jobId),
    hear(before: Job | undefined, fact: JobEvent): void {
      if (before?.status !== 'failed' && before?.status !== 'canceled') return
      if (fact.type === 'job.queued' || fact.type === 'job.planned') revived.add(before.id)
    },
    /** After the facts of a step; `undisturbed` when nothing in it ended a job. */
    look({ jobs, posts }: CampaignView, undisturbed: boolean): void {
      for (const id of newcomers) demand(due.has(id), 'one key, one effect', () => `${id} comes unasked`)
      const byId = new Map<string, Job>(jobs.map((job) => [job.id, job]))
      const has = (id: string, fits: (status: Job['status']) => boolean): boolean => {
        const job = byId.get(id)
        return job !== undefined && fits(job.status)
      }
      const stuck = jobs.find(
        (job) => job.status === 'blocked' && job.dependsOn.every((id) => has(id, (status) => status === 'completed')),
      )
      demand(stuck === undefined, 'what has all it needs is let go', () => `${stuck?.kind} ${stuck?.id}`)
      if (!undisturbed) return
      for (const id of [...retried, ...due]) demand(!has(id, isBad), 'what is asked for comes back', () => id)
      const forgotten = jobs.find(
        ({ status, error, dependsOn, postId }) =>
          status === 'canceled' &&
          error?.code === 'dependency_failed' &&
          dependsOn.some((id) => revived.has(id)) &&
          dependsOn.every((id) => !has(id, isBad)) &&
          !posts.some((post) => post.id === postId && post.locked),
      )
      demand(forgotten === undefined, 'what waited for it comes back too', () => `${forgotten?.kind} ${forgotten?.id}`)
    },
    /** The step is over. */
    forget(): void {
      due = new Set()
      newcomers = []
      retried = []
      revived = new Set()
    },
  }
}

const isBad = (status: Job['status']): boolean => status === 'failed' || status === 'canceled'
