import { isSettledCampaign } from '../../../lib/domain/campaign.ts'
import { bakery } from '../campaigns.ts'
import type { Service } from './service.ts'

/** What people do while everything dies around them. Every wish has one key, kept over retries. `intents` counts a job's wishes that may cost. */
export function createPeople(service: Service, chance: () => number) {
  let wishes = 0
  const ids: string[] = []
  const doubled: string[] = []
  const retries = new Map<string, number>()
  const key = (): string => `chaos-${(wishes += 1)}`
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)]

  const meddle = async (id: string): Promise<void> => {
    const { jobs, posts, status } = await service.view(id)
    const dice = chance()
    const failed = jobs.filter((job) => job.status === 'failed')
    const job = pick(failed)
    if (job && dice < 0.6) {
      const response = await service.post(`/jobs/${job.id}/retry`, {})
      if (response.status === 202) retries.set(job.id, (retries.get(job.id) ?? 0) + 1)
      return
    }
    const open = pick(jobs.filter((one) => one.status === 'queued' || one.status === 'processing'))
    if (open && dice < 0.08) await service.post(`/jobs/${open.id}/cancel`, {})
    else if (dice < 0.11) await service.post(`/campaigns/${id}/cancel`, {})
    else if (dice < 0.2 && !isSettledCampaign(status)) {
      await service.post(`/campaigns/${id}/pause`, {})
      await service.post(`/campaigns/${id}/resume`, {})
    } else if (dice < 0.35) {
      const post = pick(posts.filter((one) => Object.keys(one.texts).length > 0))
      if (post) await service.post(`/posts/${post.id}/regenerate`, { parts: ['text'] }, key())
    }
  }
  return {
    ids,
    doubled,
    /** How often a person asked for a failed job again. */
    retriesOf: (jobId: string): number => retries.get(jobId) ?? 0,
    async create(brief: object = {}): Promise<string> {
      const name = `Chaos ${ids.length + 1}`
      const wish = key()
      const { id } = await service.create({ ...bakery, name, postCount: 2, ...brief }, wish)
      ids.push(id)
      // The same wish again, as a client that missed the answer sends it.
      const again = await service.create({ ...bakery, name, postCount: 2, ...brief }, wish)
      if (again.id !== id) doubled.push(`key ${wish} made ${id} and ${again.id}`)
      return id
    },
    async meddle(): Promise<void> {
      const id = pick(ids.slice(-8))
      if (id !== undefined) await meddle(id)
    },
  }
}
