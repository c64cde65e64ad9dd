import type { CampaignSummary } from '../../lib/domain/campaign.ts'
import type { SentencePart } from '../campaign/sentence.ts'
import { en } from '../messages/en.ts'
import { capital } from '../messages/numbers.ts'

export type Group = 'making' | 'need' | 'settled'

/** Where a campaign stands on the dashboard: being made, waiting for a person, or settled. */
export function groupOf(campaign: Pick<CampaignSummary, 'status' | 'jobs'>): Group {
  const { status } = campaign
  if (status === 'running') return standsStill(campaign) === null ? 'making' : 'need'
  return status === 'paused' || status === 'failed' ? 'need' : 'settled'
}

/** What all that is open waits for, money or a key, when only a person can give it; null while something goes on. */
export function standsStill({ jobs }: Pick<CampaignSummary, 'jobs'>): 'cap' | 'key' | null {
  let why: 'cap' | 'key' | null = null
  for (const { status, waitsFor } of jobs) {
    if (status === 'processing') return null
    if (status !== 'queued') continue
    if (waitsFor !== 'cap' && waitsFor !== 'key') return null
    why ??= waitsFor
  }
  return why
}

/** The sentence the dashboard opens with. */
export function headline(campaigns: readonly CampaignSummary[]): SentencePart[] {
  const words = en.dashboard
  const making = campaigns.filter((one) => groupOf(one) === 'making')
  const queued = making.filter((one) => one.startedAt === null).length
  const active = making.length - queued
  const need = campaigns.filter((one) => groupOf(one) === 'need').length
  if (making.length === 0) {
    return [{ tone: 'plain', text: need === 0 ? words.quiet(campaigns.length) : words.allSettledNeed(need) }]
  }
  const parts: SentencePart[] = []
  if (active > 0) parts.push({ tone: 'now', text: `${words.making(active)}${queued > 0 ? ',' : '.'}` })
  if (queued > 0) {
    const text = `${words.queued(queued)}.`
    parts.push({ tone: 'plain', text: active > 0 ? ` ${text}` : capital(text) })
  }
  if (need > 0) parts.push({ tone: 'plain', text: ` ${words.need(need)}` })
  return parts
}
