'use client'

import { RotateCw, X } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { Job } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'
import { lasted, running } from '../messages/numbers.ts'
import { Button } from '../ui/button.tsx'
import { faceOf, isOpen, type Face } from './job-face.ts'
import { jobWords, tookOf } from './job-words.ts'
import type { CampaignActions } from './use-campaign-actions.ts'

const words = en.campaign.timeline

type TimelineProps = { view: CampaignView; now: number | null; actions: Pick<CampaignActions, 'retry' | 'cancelJob'> }

/** When each job really ran, and what can be done about it. */
export function Timeline({ view, now, actions }: TimelineProps) {
  const starts = view.jobs.flatMap((job) => (job.startedAt === null ? [] : [Date.parse(job.startedAt)]))
  const ends = view.jobs.flatMap((job) => (job.finishedAt === null ? [] : [Date.parse(job.finishedAt)]))
  const open = view.status === 'running' || view.status === 'paused'
  const zero = Math.min(...starts, Date.parse(view.createdAt))
  const end = Math.max(zero + 1_000, ...ends, ...(open && now !== null ? [now] : []))
  const scale = axisOf(end - zero)
  const at = (ms: number): number => ((ms - zero) / scale.span) * 100
  const step: CSSProperties & Record<'--step', string> = { '--step': `${(scale.step / scale.span) * 100}%` }
  return (
    <section aria-label={words.title}>
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1">
        <h2 className="head">{words.title}</h2>
        <p className="cap">{words.hint}</p>
      </div>
      <ol className="tl" style={step}>
        {view.jobs.map((job) => (
          <Row key={job.id} job={job} view={view} at={at} now={now} actions={actions} />
        ))}
      </ol>
      <div className="axis only-wide" aria-hidden="true">
        {Array.from({ length: Math.floor(scale.span / scale.step) + 1 }, (_, n) => (
          <span key={n} style={{ left: `${((n * scale.step) / scale.span) * 100}%` }}>
            {n === 0 ? '0 s' : lasted(n * scale.step)}
          </span>
        ))}
      </div>
    </section>
  )
}

type RowProps = TimelineProps & { job: Job; at(ms: number): number }

function Row({ job, view, at, now, actions }: RowProps) {
  const index = view.posts.find((post) => post.id === job.postId)?.index ?? null
  const name = words.of(job.kind, index)
  const face = faceOf(job)
  const start = job.startedAt === null ? null : Date.parse(job.startedAt)
  const end = job.finishedAt === null ? now : Date.parse(job.finishedAt)
  const said = jobWords(job, now)
  const style = (from: number, to: number): CSSProperties & Record<'--a' | '--w', number> => ({
    '--a': from,
    '--w': Math.max(0.3, to - from),
  })
  return (
    <li>
      <div className="one-line">{name}</div>
      <div className="lane" aria-hidden="true">
        {start !== null && end !== null ? <i data-s={face} style={style(at(start), at(end))} /> : null}
      </div>
      <div className="end">
        <span className="sr">{said.label}. </span>
        <span className="mono ink3">{endOf(job, face, now)}</span>
      </div>
      <div className="end">
        {face === 'failed' || face === 'refused' || face === 'canceled' ? (
          <Button
            size="s"
            square
            look="ghost"
            icon={<RotateCw className="ic" aria-hidden="true" />}
            aria-label={en.campaign.retryJobNamed(name)}
            title={en.campaign.retryJobNamed(name)}
            onClick={() => actions.retry([job])}
          />
        ) : isOpen(face) ? (
          <Button
            size="s"
            square
            look="ghost"
            icon={<X className="ic" aria-hidden="true" />}
            aria-label={words.cancel(name)}
            title={words.cancel(name)}
            onClick={() => actions.cancelJob(job)}
          />
        ) : null}
      </div>
    </li>
  )
}

function endOf(job: Job, face: Face, now: number | null): string {
  if (face === 'canceled' || face === 'failed' || face === 'refused')
    return job.attempt > 1 ? words.tries(job.attempt) : en.campaign.states[face]
  const took = tookOf(job)
  if (took !== null) return job.attempt > 1 ? `${took}, ${words.tries(job.attempt)}` : took
  if (job.startedAt !== null && now !== null && job.status === 'processing')
    return running(Math.max(0, now - Date.parse(job.startedAt)))
  if (job.waitingFor?.reason === 'pause') return words.paused
  return en.campaign.states[face]
}

/** An axis of three to seven even steps that holds `span` ms. */
function axisOf(span: number): { span: number; step: number } {
  const steps = [
    500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000,
  ]
  const step = steps.find((one) => span / one <= 6) ?? Math.ceil(span / 6 / 3_600_000) * 3_600_000
  return { span: Math.max(step, Math.ceil(span / step) * step), step }
}
