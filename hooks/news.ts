import type { CampaignSummary, CampaignView } from '../lib/domain/campaign.ts'
import type { JobEvent } from '../lib/domain/event.ts'
import type { StreamMessage } from './event-stream.ts'

/** What the server says on the board's stream, read. */
export type Said =
  | { type: 'fact'; event: JobEvent }
  | { type: 'snapshot'; view: CampaignView }
  | { type: 'head'; summary: CampaignSummary }
  /** `campaignId` is null when it is of the whole stream. */
  | { type: 'state'; campaignId: string | null; state: string }

/** Where one campaign's facts stand. `parted`: it is not followed any more. */
export type CampaignState = 'live' | 'settled' | 'closed' | 'parted'

/**
 * What the tabs of a browser are told. `after` is the fact that came before: who has not seen that one has missed something; null means that
 * nothing needs to be known before. `heads-begin` and `heads-end` stand around the heads that a new connection begins with.
 */
export type News =
  | { type: 'fact'; campaignId: string; after: number; event: JobEvent }
  | { type: 'snapshot'; campaignId: string; after: null; view: CampaignView }
  | { type: 'state'; campaignId: string; after: number | null; state: CampaignState }
  | { type: 'head'; summary: CampaignSummary }
  | { type: 'heads-begin' }
  | { type: 'heads-end' }

export type CampaignNews = Extract<News, { campaignId: string }>
export type HeadNews = Exclude<News, { type: 'fact' | 'snapshot' }>

/** Null for what this page does not know: a newer server may say more. */
export function readMessage({ event, data }: StreamMessage): Said | null {
  const said: unknown = JSON.parse(data)
  if (event === null) return isFact(said) ? { type: 'fact', event: said } : null
  if (event === 'snapshot') return isView(said) ? { type: 'snapshot', view: said } : null
  if (event === 'head') return isSummary(said) ? { type: 'head', summary: said } : null
  if (event !== 'control' || !isObject(said) || typeof said['state'] !== 'string') return null
  const campaignId = typeof said['campaignId'] === 'string' ? said['campaignId'] : null
  return { type: 'state', campaignId, state: said['state'] }
}

const isObject = (said: unknown): said is Record<string, unknown> => typeof said === 'object' && said !== null
const isView = (said: unknown): said is CampaignView =>
  isObject(said) && Array.isArray(said['jobs']) && typeof said['seq'] === 'number' && typeof said['id'] === 'string'
const isFact = (said: unknown): said is JobEvent =>
  isObject(said) &&
  typeof said['seq'] === 'number' &&
  typeof said['type'] === 'string' &&
  typeof said['campaignId'] === 'string' &&
  isObject(said['campaign'])
const isSummary = (said: unknown): said is CampaignSummary =>
  isObject(said) && typeof said['id'] === 'string' && typeof said['seq'] === 'number' && Array.isArray(said['jobs'])
