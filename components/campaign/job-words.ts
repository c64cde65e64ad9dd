import type { Job } from '../../lib/domain/job.ts'
import { hasPart } from '../../lib/domain/post.ts'
import { en } from '../messages/en.ts'
import { clockMinutes, lasted, percent, percentOf, running, spanOf } from '../messages/numbers.ts'
import { faceOf, type Face } from './job-face.ts'
import type { PartKind, Parts } from './parts.ts'

/** What a job says of itself: how it looks, what it does in words, and one measured fact. */
export type JobWords = { face: Face; label: string; fact: string | null }

/** The state of a post: `value` is the progress of the job that gives it its face, 0 when unknown. */
export type PostWords = { face: Face; label: string; value: number }

/** `full` names the thing ("Drawing the image") where the card does not show it. `now` in ms; null while the page cannot know the time. */
export function jobWords(job: Job, now: number | null, full = false): JobWords {
  const face = faceOf(job)
  const words = en.jobs
  switch (face) {
    case 'blocked':
      return { face, label: words.blocked, fact: null }
    case 'queued':
      return { face, label: words.queued, fact: null }
    case 'processing':
      return {
        face,
        label: (full ? words.deedFull : words.deed)[job.kind],
        fact: measured(job) ?? (job.progress === null ? null : percent(job.progress)),
      }
    case 'waiting': {
      const heard = job.output !== null || job.measure !== null || job.provider === 'studio'
      return {
        face,
        label: heard ? (full ? words.deedFull : words.deed)[job.kind] : words.waiting,
        fact: measured(job) ?? elapsed(job, now),
      }
    }
    case 'retrying': {
      const until = job.waitingFor?.until ?? null
      const left = until === null || now === null ? 0 : Date.parse(until) - now
      return {
        face,
        label: left > 0 ? words.again(running(left)) : words.againNow,
        fact: words.tryOf(job.failures + 1, job.maxFailures),
      }
    }
    case 'parked': {
      const reason = job.waitingFor?.reason
      const until = job.waitingFor?.until ?? null
      if (reason === 'cap' || reason === 'pause' || reason === 'key')
        return { face, label: words.parked[reason], fact: null }
      if (!waitsForQuota(job, now)) return { face: 'queued', label: words.queued, fact: null }
      return {
        face,
        label: words.parked.quota(until === null || now === null ? null : clockMinutes(Date.parse(until))),
        fact: null,
      }
    }
    case 'completed':
      return { face, label: words.finished, fact: tookOf(job) }
    case 'failed':
      return { face, label: words.failed, fact: null }
    case 'refused':
      return { face, label: words.refused, fact: null }
    case 'canceled':
      return {
        face,
        label: words.canceled,
        fact: job.progress === null || job.progress === 0 ? null : `at ${percent(job.progress)}`,
      }
  }
}

/** Whether the quota that a job waits for is still to come; where nobody knows the time (`now` null), it is. A time that is past leaves a job in the queue. */
export const waitsForQuota = ({ waitingFor }: Pick<Job, 'waitingFor'>, now: number | null): boolean =>
  waitingFor?.reason === 'quota' && (now === null || waitingFor.until === null || Date.parse(waitingFor.until) > now)

/** What a screen reader hears of a job's bar. */
export const barWords = (job: Job, said: JobWords): string =>
  job.progress === null
    ? [said.label, said.fact].filter((part) => part !== null).join(', ')
    : en.jobs.percentText(percentOf(job.progress))

/** Whether a job that came to nothing was charged, any of its tries; of a canceled one only what is known to have cost. */
export function chargeWords({ status, error, costMicros }: Pick<Job, 'status' | 'error' | 'costMicros'>): string {
  const words = en.campaign.board
  if (error?.charged || costMicros > 0) return words.charged
  return status === 'canceled' ? '' : words.nothingCharged
}

/** How long the last try took, null when it never ran or has not ended. */
export function tookOf(job: Pick<Job, 'startedAt' | 'finishedAt'>): string | null {
  if (job.startedAt === null || job.finishedAt === null) return null
  return lasted(Date.parse(job.finishedAt) - Date.parse(job.startedAt))
}

function measured({ measure }: Job): string | null {
  if (measure === null) return null
  const { done, total, unit } = measure
  const name = unit.replace(/s$/, '')
  if (name === 'frame') return en.jobs.measure.frames(done, total)
  if (name === 'step') return en.jobs.measure.steps(done, total)
  return en.jobs.measure.other(unit, done, total)
}

function elapsed(job: Job, now: number | null): string | null {
  if (job.startedAt === null || now === null) return null
  const time = running(Math.max(0, now - Date.parse(job.startedAt)))
  return job.expected === null ? time : en.jobs.usually(time, spanOf(job.expected.p50Ms, job.expected.p90Ms))
}

/** The state of a whole post for its label: what runs first, then what went wrong, then what waits. */
export function postWords(parts: Parts, now: number | null): PostWords {
  const { post, text, media } = parts
  const said = [text, media].flatMap((job) => (job ? [{ job, ...jobWords(job, now), value: job.progress ?? 0 }] : []))
  const find = (...faces: Face[]): (typeof said)[number] | undefined => said.find((one) => faces.includes(one.face))
  const active = find('processing', 'waiting') ?? find('retrying', 'parked')
  if (active) return active
  const bad = find('failed', 'refused') ?? find('canceled')
  if (bad) {
    const { kind } = bad.job
    // A new wish that came to nothing leaves what was there: the label says it, the slot keeps the old part.
    if (kind !== 'analysis' && hasPart(post, kind)) return { ...bad, label: againWords(bad.face, kind) }
    return hasPart(post, 'text') ? { face: 'completed', label: en.jobs.textFinished, value: 1 } : bad
  }
  return find('queued') ?? find('blocked') ?? { face: 'completed', label: en.jobs.finished, value: 1 }
}

function againWords(face: Face, kind: PartKind): string {
  if (face === 'canceled') return en.jobs.canceled
  return (face === 'refused' ? en.post.another.refused : en.post.another.failed)[kind]
}
