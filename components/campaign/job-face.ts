import type { GlyphName } from '../ui/glyph.tsx'
import type { CampaignSummary } from '../../lib/domain/campaign.ts'
import type { Job } from '../../lib/domain/job.ts'

/** How a job looks: its status, split where people need to tell apart. `waiting` runs without a signal, `parked` needs something from outside. */
export type Face = GlyphName

export type FacedJob = Pick<Job, 'kind' | 'status' | 'progress' | 'waitingFor' | 'error'>

export function faceOf({ status, progress, waitingFor, error }: Omit<FacedJob, 'kind'>): Face {
  switch (status) {
    case 'queued':
      return waitingFor === null ? 'queued' : waitingFor.reason === 'backoff' ? 'retrying' : 'parked'
    case 'processing':
      return progress === null ? 'waiting' : 'processing'
    case 'failed':
      return error?.code === 'refused' ? 'refused' : 'failed'
    default:
      return status
  }
}

/** The job of a dashboard line: the same looks from less. */
export function summaryFace(
  { status, progress, error, waitsFor }: CampaignSummary['jobs'][number],
  campaign: CampaignSummary['status'],
): Face {
  if (status === 'processing' && progress === null) return 'waiting'
  if (status === 'queued' && campaign === 'paused') return 'parked'
  if (status === 'queued' && waitsFor !== null) return waitsFor === 'backoff' ? 'retrying' : 'parked'
  return status === 'failed' && error === 'refused' ? 'refused' : status
}

export const isRunning = (face: Face): boolean => face === 'processing' || face === 'waiting'
export const isBad = (face: Face): boolean => face === 'failed' || face === 'refused'
export const isOpen = (face: Face): boolean =>
  isRunning(face) || face === 'blocked' || face === 'queued' || face === 'retrying' || face === 'parked'
