import type { JobEvent } from '../../../lib/domain/event.ts'
import type { JobStatus } from '../../../lib/domain/job.ts'
import type { Method } from './crash-points.ts'

type FactType = JobEvent['type']
/** From which status a fact may take a job; `new` is a job that nobody knew. */
type From = JobStatus | 'new'

const open: readonly From[] = ['blocked', 'queued', 'processing']
const settledBadly: readonly From[] = ['failed', 'canceled']
const any: readonly From[] = [...open, ...settledBadly, 'completed']
const ofNoJob: readonly From[] = []
/** Money that comes free brings back what waits for it. */
const unparks = { 'job.queued': ['queued'] } as const
const ends = { 'job.canceled': open, 'campaign.settled': ofNoJob, ...unparks }
const goesBack = { ...ends, 'job.queued': ['processing', 'queued'], 'job.failed': ['processing'] } as const
const waits = { 'campaign.updated': ofNoJob, 'job.queued': ['queued'] } as const
const revives = { 'job.queued': settledBadly, 'job.planned': settledBadly, 'campaign.reopened': ofNoJob }

/** What each method may tell, and of jobs in which status. What is settled is touched by a retry or a wish only; money is booked of any job. */
export const lawful: Record<Method, Partial<Record<FactType, readonly From[]>>> = {
  create: { 'campaign.created': ofNoJob },
  claim: { 'job.started': ['queued'], 'job.queued': ['queued'] },
  beat: {},
  report: { 'job.output': ['processing'], 'job.progress': ['processing'] },
  // Its maker is another by now, or what was hoped for nothing has to be made: it is named, or the job goes back for its money.
  beginCall: { 'job.progress': ['processing'], 'job.queued': ['processing', 'queued'] },
  submitted: {},
  answered: { 'job.progress': any, ...unparks },
  isCanceled: {},
  complete: {
    'job.completed': ['processing'],
    'job.queued': ['blocked', 'queued'],
    'asset.ready': ofNoJob,
    'post.updated': ofNoJob,
    'campaign.settled': ofNoJob,
  },
  fail: { 'job.retrying': ['processing'], 'job.failed': ['processing'], ...ends },
  handBack: goesBack,
  leases: {},
  takeOver: goesBack,
  unpark: unparks,
  nextAvailableAt: {},
  cancelCampaign: ends,
  pauseCampaign: waits,
  resumeCampaign: waits,
  setCap: waits,
  draftParked: { 'job.queued': ['queued'], 'job.planned': ['blocked'] },
  cancelJob: ends,
  retryJob: revives,
  editPost: { 'post.updated': ofNoJob },
  regenerate: {
    ...revives,
    'job.planned': [...settledBadly, 'new'],
    'job.queued': [...settledBadly, 'blocked'],
  },
}

/** What must stand in the log of a job once a fenced write has been acknowledged. */
export const mustTell: Partial<Record<Method, readonly FactType[]>> = {
  claim: ['job.started'],
  complete: ['job.completed'],
  fail: ['job.retrying', 'job.failed'],
  handBack: ['job.queued', 'job.failed'],
  takeOver: ['job.queued', 'job.failed'],
}
