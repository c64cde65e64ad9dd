import { isSettledStatus, type Job, type JobKind } from './job.ts'

/** Open jobs that are alike: all that the end of their campaign depends on. */
export type Batch = {
  kind: JobKind
  p50Ms: number
  p90Ms: number
  /** `parked` waits for something that time alone does not bring: a quota, a cap, a key. */
  state: 'blocked' | 'queued' | 'processing' | 'parked'
  /** When they started, or may start after a failure, ms since 1970; null when that says nothing. */
  at: number | null
  count: number
}

/**
 * The open jobs of a campaign that have an expectation. Kept on the campaign row and changed with each job, so that no write needs to read the
 * others. It counts as many jobs as are open when all of them have one.
 */
export type Outlook = readonly Batch[]

export const outlookOf = (jobs: readonly Job[]): Outlook =>
  jobs.reduce<Outlook>(
    (outlook, job) => (isSettledStatus(job.status) ? outlook : counted(outlook, batchOf(job), 1)),
    [],
  )

/** The outlook after a job changed; the same object when it concerns nothing of it. */
export function outlookAfter(outlook: Outlook, before: Job, after: Job): Outlook {
  const { status, startedAt, waitingFor, expected } = after
  const isSame =
    before.status === status &&
    before.startedAt === startedAt &&
    before.waitingFor === waitingFor &&
    before.expected === expected
  return isSame ? outlook : counted(counted(outlook, batchOf(before), -1), batchOf(after), 1)
}

export const outlookWith = (outlook: Outlook, added: Job): Outlook => counted(outlook, batchOf(added), 1)

function counted(outlook: Outlook, batch: Batch | null, by: 1 | -1): Outlook {
  if (batch === null) return outlook
  const at = outlook.findIndex((one) => isAlike(one, batch))
  const found = outlook[at]
  if (!found) return by === 1 ? [...outlook, batch] : outlook
  const count = found.count + by
  return count === 0 ? outlook.toSpliced(at, 1) : outlook.with(at, { ...found, count })
}

const isAlike = (one: Batch, other: Batch): boolean =>
  one.kind === other.kind &&
  one.state === other.state &&
  one.at === other.at &&
  one.p50Ms === other.p50Ms &&
  one.p90Ms === other.p90Ms

function batchOf({ kind, status, expected, startedAt, waitingFor }: Job): Batch | null {
  if (expected === null || isSettledStatus(status)) return null
  const one = { kind, ...expected, count: 1 }
  if (status === 'blocked') return { ...one, state: 'blocked', at: null }
  if (status === 'processing')
    return { ...one, state: 'processing', at: startedAt === null ? null : Date.parse(startedAt) }
  switch (waitingFor?.reason) {
    case undefined:
    case 'pause':
      return { ...one, state: 'queued', at: null }
    case 'backoff':
      return { ...one, state: 'queued', at: waitingFor?.until ? Date.parse(waitingFor.until) : null }
    default:
      return { ...one, state: 'parked', at: null }
  }
}
