import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import { en } from '../messages/en.ts'
import { money } from '../messages/numbers.ts'
import { sentenceOf, textOf } from './sentence.ts'
import { toldOf } from './told.ts'

/**
 * One message for what was settled by these facts: another budget than `capBefore` first; then the end, else trouble, else what finished, else what waits for
 * a quota. Null when nothing was.
 */
export function announcementOf(
  facts: readonly JobEvent[],
  view: CampaignView,
  capBefore: number | null = view.cost.capMicros,
): string | null {
  const said = [budgetSaid(view, capBefore), settledSaid(facts, view)].filter((part) => part !== null)
  return said.length === 0 ? null : said.join(' ')
}

function budgetSaid({ cost }: CampaignView, before: number | null): string | null {
  if (cost.capMicros === before) return null
  const words = en.announcements
  if (cost.capMicros === null) return words.noBudget
  const isMore = before !== null && cost.capMicros > before
  return (isMore ? words.budgetRaised : words.budgetSet)(money(cost.capMicros, cost.currency))
}

/** A quota that is used up stops what is made, and no other fact says so. */
function waitSaid(facts: readonly JobEvent[], { jobs }: CampaignView): string | null {
  if (!facts.some((fact) => fact.type === 'job.retrying' && fact.job.waitingFor?.reason === 'quota')) return null
  const waiting = jobs.filter(({ waitingFor }) => waitingFor?.reason === 'quota').length
  return waiting === 0 ? null : en.campaign.notes.quotaTitle(waiting)
}

function settledSaid(facts: readonly JobEvent[], view: CampaignView): string | null {
  const words = en.announcements
  if (facts.some((fact) => fact.type === 'campaign.settled')) {
    return words.settled(view.jobs.length, textOf(sentenceOf(toldOf(view))))
  }
  const thing = (fact: Extract<JobEvent, { job: unknown }>): string => {
    const post = view.posts.find((one) => one.id === fact.job.postId)
    return words.thing(fact.job.kind, post?.index ?? null, post?.angle?.title ?? null)
  }
  const bad = facts.findLast((fact) => fact.type === 'job.failed')
  if (bad?.type === 'job.failed') {
    const why = bad.job.error?.reason ?? bad.job.error?.message ?? ''
    return words.bad(thing(bad), bad.job.error?.code === 'refused', why)
  }
  const done = facts.filter((fact) => fact.type === 'job.completed')
  const [only] = done
  if (only === undefined) return waitSaid(facts, view)
  return done.length === 1 ? words.finished(thing(only), view.progress) : words.several(done.length, view.progress)
}
