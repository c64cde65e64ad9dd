import { local } from '../../../lib/domain/caller.ts'
import type { CampaignView } from '../../../lib/domain/campaign.ts'
import { applyEvent, openView } from '../../../lib/domain/fold.ts'
import type { CampaignId } from '../../../lib/domain/ids.ts'
import type { LiveMessage, Viewer } from '../../../lib/domain/room.ts'
import { Breach } from './breach.ts'
import type { Facts } from './facts.ts'
import type { Process } from './process.ts'
import type { Schedule } from './schedule.ts'

/** How often a reader looks whether its server is still there, ms. */
const looksEveryMs = 800
/** A reader may be this late: it waits up to 2 s between batches, a read of the log may be refused and come again after 500 ms. */
const lateMs = 6_000

export type ReadingDeps = {
  schedule: Schedule
  readFact: Facts
  anyProcess(): Process | null
  /** Last fact of a campaign that is committed. */
  seqOf(id: CampaignId): number
  blame(error: unknown): void
}

/** A browser: it folds what it is told at its own pace and comes again with its cursor when its server is gone. */
export function startReading(id: CampaignId, { schedule, readFact, anyProcess, seqOf, blame }: ReadingDeps) {
  let view: CampaignView | null = null
  let state = ''
  let visits = 0
  const fromTheStart = schedule.chance() < 0.5

  const hear = (message: LiveMessage): void => {
    if (message.type === 'control') state = message.state
    if (message.type === 'snapshot') view = message.view
    if (message.type !== 'fact') return
    const fact = readFact(message.row.json)
    const due = (view?.seq ?? 0) + 1
    if (fact.seq !== due) throw new Breach('no gap and no repeat', `${fact.seq} came where ${due} was due`)
    view = view ? applyEvent(view, fact) : openView(fact)
  }
  const comeAgain = (): void => void schedule.after(schedule.chance() * 200, null, visit)

  const visit = (): void => {
    visits += 1
    const thisVisit = visits
    state = ''
    const process = anyProcess()
    if (!process) return comeAgain()
    let viewer: Viewer | null = null
    const leave = (): void => {
      if (visits !== thisVisit) return
      visits += 1
      viewer?.close()
      comeAgain()
    }
    const ask = (): void => {
      if (visits !== thisVisit) return
      viewer?.next().then(
        (batch) => {
          if (visits !== thisVisit) return
          try {
            for (const message of batch ?? []) hear(message)
          } catch (error) {
            blame(error)
          }
          if (batch === null) leave()
          else schedule.after(schedule.latency(2_000), null, ask)
        },
        () => leave(),
      )
    }
    process.live.follow(local, id, { cursor: view?.seq ?? (fromTheStart ? 0 : null), follow: true }).then(
      (opened) => {
        viewer = opened
        ask()
      },
      () => leave(),
    )
    let goal = { seq: seqOf(id), since: schedule.now() }
    const watch = (): void => {
      if (visits !== thisVisit) return
      const asleep = process.pausedUntil > schedule.now()
      if (asleep || (view?.seq ?? 0) >= goal.seq) goal = { seq: seqOf(id), since: schedule.now() }
      if (schedule.now() - Math.max(goal.since, process.pausedUntil) > lateMs)
        blame(new Breach('a reader is told in time', `${goal.seq} has not come`))
      if (!process.alive || schedule.chance() < 0.04) leave()
      else schedule.after(looksEveryMs, null, watch)
    }
    watch()
  }
  visit()
  return { id, view: () => view, state: () => state }
}
export type Reading = ReturnType<typeof startReading>
