import { local } from '../../../lib/domain/caller.ts'
import { isAppError } from '../../../lib/domain/errors.ts'
import type { CampaignId, Ids } from '../../../lib/domain/ids.ts'
import { isSettledStatus, type Job } from '../../../lib/domain/job.ts'
import { newCampaign } from '../campaigns.ts'
import type { Process } from './process.ts'
import { startReading, type Reading, type ReadingDeps } from './reading.ts'
import { Breach, type Reference } from './reference.ts'

/** Someone whose request got no answer for this long asks again, with the same key, ms. */
const asksAgainMs = 3_000

export type PeopleDeps = ReadingDeps & { ids: Ids; reference: Reference }

/** People at the pages of all processes: they create, cancel, retry and watch. */
export function createPeople(deps: PeopleDeps) {
  const { schedule, ids, reference, anyProcess, blame } = deps
  const { chance } = schedule
  const readings: Reading[] = []
  const answers = new Map<string, CampaignId | null>()

  const answered = (key: string, id: CampaignId): void => {
    const before = answers.get(key)
    if (before && before !== id) blame(new Breach('one key, one campaign', `${before} and ${id}`))
    if (before) return
    answers.set(key, id)
    for (let count = 0; count < 2; count++) readings.push(startReading(id, deps))
  }
  const create = (key: string, postCount: number): void => {
    let waits = true
    const again = (): void => {
      if (waits && !answers.get(key)) create(key, postCount)
      waits = false
    }
    schedule.after(asksAgainMs, null, again)
    const idempotency = { key, route: 'POST /campaigns', bodyHash: `body ${key}` }
    anyProcess()
      ?.pen.create(newCampaign(ids, { postCount }, idempotency))
      .then(
        ({ campaignId }) => answered(key, campaignId),
        () => again(),
      )
  }
  const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)]
  const jobs = (fits: (job: Job) => boolean): Job[] =>
    [...reference.views().values()].flatMap((view) => view.jobs.filter(fits))
  const ask = (command: (process: Process) => Promise<void> | undefined): void => {
    const process = anyProcess()
    if (!process) return
    command(process)?.catch((error: unknown) => {
      // A conflict says that somebody was faster; a file in trouble says come again.
      if (!isAppError(error)) blame(error)
    })
  }

  return {
    readings,
    begin(key: string): void {
      answers.set(key, null)
      create(key, 1 + Math.floor(chance() * 2))
    },
    /** One command of a kind, if there is something it fits. */
    command(): void {
      const kind = chance()
      if (kind < 0.08) {
        const view = oneOf([...reference.views().values()])
        if (view) ask((process) => process.pen.cancelCampaign(local, view.id))
      } else if (kind < 0.4) {
        const running = oneOf(jobs(({ status }) => status === 'processing'))
        const job = chance() < 0.6 ? running : oneOf(jobs(({ status }) => !isSettledStatus(status)))
        if (job) ask((process) => process.pen.cancelJob(local, job.id))
      } else {
        const job = oneOf(jobs(({ status }) => status === 'failed' || status === 'canceled'))
        if (job) ask((process) => process.pen.retryJob(local, job.id))
      }
    },
    answeredAll: (): boolean => [...answers.values()].every((id) => id !== null),
    /** As many campaigns as were asked for, however often. */
    keys: () => answers.size,
  }
}
