import type { CampaignView } from '../domain/campaign.ts'
import { JobEventSchema } from '../domain/event.ts'
import { applyEvent } from '../domain/fold.ts'
import type { Job } from '../domain/job.ts'
import type { LiveMessage } from '../domain/room.ts'
import { bytesOf, nothing, type Frame } from './sse.ts'

/** A job as the record's clients read it. `progress` is null while nothing is known. */
type RecordJob = { id: string; type: string; status: string; progress: number | null; message: string | null }

function recordJob({ id, kind, status, progress, message, error }: Job): RecordJob {
  return { id, type: kind, status, progress, message: error && status !== 'completed' ? error.message : message }
}

/** The answer of `generate-with-progress`. */
export function recordStart(view: CampaignView): {
  campaignId: string
  jobs: RecordJob[]
  status: 'processing'
  progressEndpoint: string
} {
  return {
    campaignId: view.id,
    jobs: view.jobs.map(recordJob),
    status: 'processing',
    progressEndpoint: `/api/v1/content/progress/${view.id}`,
  }
}

/**
 * Frames of the record's stream: `event: progress` whenever something it shows has changed, as one fold of the same facts. `now` in ms
 * stamps them. Its `id` is the seq, so that a reconnect after the end is told that there is no more.
 */
export function createRecordFrame(now: () => number): Frame<LiveMessage> {
  let view: CampaignView | null = null
  let shown = ''
  return (message) => {
    if (message.type === 'control') return nothing
    view = message.type === 'snapshot' ? message.view : view && fold(view, message.row.json)
    if (view === null) return nothing
    const state = { campaign_id: view.id, overall_progress: view.progress, jobs: view.jobs.map(recordJob) }
    const text = JSON.stringify({ state, status: view.status })
    if (text === shown) return nothing
    shown = text
    const data = JSON.stringify({ ...state, timestamp: new Date(now()).toISOString() })
    return bytesOf(`event: progress\nid: ${view.seq}\ndata: ${data}\n\n`)
  }
}

/** A fact of a kind that this version does not know changes nothing. */
function fold(view: CampaignView, row: string): CampaignView {
  const event = JobEventSchema.safeParse(JSON.parse(row))
  return event.success ? applyEvent(view, event.data) : view
}
