import { local } from '../../../lib/domain/caller.ts'
import { editedPost } from '../../../lib/domain/edits.ts'
import { isAppError } from '../../../lib/domain/errors.ts'
import type { CampaignId, Ids } from '../../../lib/domain/ids.ts'
import { isSettledStatus, type Job, type JobKind } from '../../../lib/domain/job.ts'
import { newJob, type FreeMaker } from '../../../lib/domain/plan.ts'
import type { Post, PostEdit } from '../../../lib/domain/post.ts'
import { free, newCampaign, planning } from '../campaigns.ts'
import type { Process } from './process.ts'
import { startReading, type Reading, type ReadingDeps } from './reading.ts'
import type { Reference } from './reference.ts'
import { reserves } from './vendor.ts'

/** Someone whose request got no answer for this long asks again, with the same key, ms. */
const asksAgainMs = 3_000
const draft = { provider: 'studio', model: 'studio-1', expected: null }
const drafts: Record<JobKind, FreeMaker> = { analysis: draft, text: draft, image: draft, video: draft }
/** How often somebody who gets no answer asks. */
const tries = 6

export type PeopleDeps = ReadingDeps & { ids: Ids; reference: Reference; paid: boolean }

/** People at the pages of all processes: they create, watch, edit, approve, lock, wish, pause, cancel and retry, on what they see. */
export function createPeople(deps: PeopleDeps) {
  const { schedule, ids, reference, anyProcess, blame, paid } = deps
  const { chance } = schedule
  const readings: Reading[] = []
  const campaigns = new Map<string, CampaignId | null>()
  const priceList: Record<JobKind, number> = paid ? reserves : free
  /** No cap as a rule; else room for words, or for a film as well. */
  const someCap = (): number | null => (chance() < 0.6 ? null : chance() < 0.5 ? 60_000 : 1_000_000)
  let wishes = 0

  /** One intent: it is asked again with the same key until it is answered or refused. */
  const insist = <T>(request: (process: Process) => Promise<T>, answered: (answer: T) => void, left = tries): void => {
    let waits = true
    const again = (): void => {
      if (waits && left > 1) insist(request, answered, left - 1)
      waits = false
    }
    schedule.after(asksAgainMs, null, again)
    const process = anyProcess()
    if (!process) return
    request(process).then(
      (answer) => {
        waits = false
        answered(answer)
      },
      (error: unknown) => {
        if (!isAppError(error)) blame(error)
        else if (error.code === 'store_unavailable') again()
        else waits = false
      },
    )
  }
  const ask = (command: (process: Process) => Promise<unknown>): void => {
    const process = anyProcess()
    if (!process) return
    command(process).catch((error: unknown) => {
      // A conflict says that somebody was faster; a file in trouble says come again.
      if (!isAppError(error)) blame(error)
    })
  }
  const create = (key: string): void => {
    const postCount = 1 + Math.floor(chance() * 2)
    const capMicros = someCap()
    const reuse = chance() < 0.4
    campaigns.set(key, null)
    const idempotency = { key, route: 'POST /campaigns', bodyHash: key }
    insist(
      // Each request plans anew, as the use case does; the key alone says that they are one.
      ({ pen }) => {
        const planned = newCampaign(ids, { postCount, reuse }, idempotency)
        return pen.create({ ...planned, cost: { ...planned.cost, capMicros }, reserves: priceList })
      },
      ({ campaignId }) => {
        if (campaigns.get(key)) return
        campaigns.set(key, campaignId)
        const watchers = chance() < 0.4 ? 2 : 1
        for (let count = 0; count < watchers; count++) readings.push(startReading(campaignId, deps))
      },
      Number.POSITIVE_INFINITY,
    )
  }
  const regenerate = (post: Post): void => {
    const key = `wish ${(wishes += 1)}`
    const kinds: JobKind[] = post.kind === 'text_video' ? ['text', 'video'] : ['text', 'image']
    const parts = kinds.filter(() => chance() < 0.6)
    if (parts.length === 0) return
    const wish = ({ pen }: Process): Promise<Job[]> =>
      pen.regenerate({
        caller: local,
        postId: post.id,
        jobs: parts.map((part) => newJob(planning(ids), part, { dependsOn: [], postId: post.id })),
        reserves: priceList,
        instruction: null,
        idempotency: { key, route: 'POST /posts/regenerate', bodyHash: key },
      })
    const clicks = chance() < 0.3 ? 3 : 1
    for (let click = 0; click < clicks; click++) insist(wish, () => undefined, 3)
  }
  const edit = (post: Post): void => {
    const kind = chance()
    const change: PostEdit =
      kind < 0.5
        ? { texts: { x: { text: `Edit ${(wishes += 1)}` } } }
        : kind < 0.75
          ? { locked: !post.locked }
          : { approval: 'approved' }
    const count = (_: unknown, { text }: { text: string }): number => text.length
    const save = ({ pen }: Process) =>
      pen.editPost(local, post.id, post.version, (now) => editedPost(now, change, count))
    // Two browsers edit what both of them see.
    for (let editor = chance() < 0.3 ? 2 : 1; editor > 0; editor--) ask(save)
  }

  const oneOf = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)]
  const views = () => [...reference.views().values()]
  const jobs = (fits: (job: Job) => boolean): Job[] => views().flatMap((view) => view.jobs.filter(fits))
  const act = <T>(found: T | undefined, how: (found: T) => void): void => {
    if (found !== undefined) how(found)
  }
  /** A post as somebody has it before them, which may be old by now. */
  const seenPost = (): Post | undefined => oneOf(oneOf(readings)?.view()?.posts ?? [])
  const waitForMoney = () =>
    views().filter(({ jobs: its }) => its.some(({ waitingFor }) => waitingFor?.reason === 'cap'))
  const isOver = ({ status }: Job): boolean => status === 'failed' || status === 'canceled'
  const resumePaused = (share: number): void => {
    for (const { id, status } of views())
      if (status === 'paused' && chance() < share) ask(({ pen }) => pen.resumeCampaign(local, id))
  }

  return {
    readings,
    begin: create,
    /** One command of a kind, if there is something it fits. */
    command(): void {
      const kind = chance()
      if (kind < 0.04) act(oneOf(views()), ({ id }) => ask(({ pen }) => pen.cancelCampaign(local, id)))
      else if (kind < 0.22) {
        // A film is out for long, and has most to lose.
        const running = jobs(({ status }) => status === 'processing')
        const film = running.find((job) => job.kind === 'video')
        const open = (): Job | undefined => oneOf(jobs(({ status }) => !isSettledStatus(status)))
        const job = chance() < 0.6 ? (film ?? oneOf(running)) : open()
        act(job, ({ id }) => ask(({ pen }) => pen.cancelJob(local, id)))
      } else if (kind < 0.45) {
        const reuse = chance() < 0.5
        act(oneOf(jobs(isOver)), ({ id }) => ask(({ pen }) => pen.retryJob(local, id, reuse)))
      } else if (kind < 0.55) act(oneOf(views()), ({ id }) => ask(({ pen }) => pen.pauseCampaign(local, id)))
      else if (kind < 0.65) resumePaused(0.7)
      else if (kind < 0.7) act(oneOf(views()), ({ id }) => ask(({ pen }) => pen.setCap(local, id, someCap())))
      else if (kind < 0.76) act(oneOf(waitForMoney()), ({ id }) => ask(({ pen }) => pen.draftParked(local, id, drafts)))
      else if (kind < 0.86) act(seenPost(), edit)
      else act(seenPost(), regenerate)
    },
    /** What is paused goes on, and what waits for money gets it, so that it can settle. */
    relent(): void {
      resumePaused(1)
      for (const { id } of waitForMoney()) ask(({ pen }) => pen.setCap(local, id, null))
    },
    answeredAll: (): boolean => [...campaigns.values()].every((id) => id !== null),
    /** As many campaigns as were asked for, however often. */
    keys: () => campaigns.size,
  }
}
