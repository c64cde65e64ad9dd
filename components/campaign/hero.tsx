'use client'

import type { Connection } from '../../hooks/campaign-feed.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { en } from '../messages/en.ts'
import { capital, percentOf } from '../messages/numbers.ts'
import { CampaignFacts } from './campaign-facts.tsx'
import { faceOf } from './job-face.ts'
import { offlineSentence, sentenceOf, type SentencePart } from './sentence.ts'
import { StripKey, hasBad } from './strip-key.tsx'
import { Strip } from './strip.tsx'
import { timeLeft } from './time-left.ts'
import { toldOf } from './told.ts'

/** The sentence, the facts and the strip: what is true now. */
export function Hero({ view, connection, now }: { view: CampaignView; connection: Connection; now: number | null }) {
  const told = toldOf(view)
  const silent =
    connection.state === 'offline' && connection.since !== null && now !== null ? now - connection.since : null
  return (
    <>
      <div className="hero">
        <Sentence parts={silent === null ? sentenceOf(told) : offlineSentence(told, silent)} />
        <CampaignFacts view={view} connection={connection} now={now} />
      </div>
      <Strip
        jobs={view.jobs.map((job) => ({
          kind: job.kind,
          face: faceOf(job),
          progress: job.progress,
          weight: job.weight,
        }))}
        label={en.campaign.progress}
        percent={percentOf(view.progress)}
        words={stripWords(view, now)}
      />
      <StripKey jobs={view.jobs} now={now} />
    </>
  )
}

export function Sentence({ parts }: { parts: readonly SentencePart[] }) {
  return (
    <p className="say">
      {parts.map((part, at) =>
        part.tone === 'now' ? (
          <em key={at}>{part.text}</em>
        ) : part.tone === 'plain' ? (
          part.text
        ) : (
          <span key={at} className={part.tone}>
            {part.text}
          </span>
        ),
      )}
    </p>
  )
}

function stripWords(view: CampaignView, now: number | null): string {
  const words = en.campaign.progressText
  const done = view.jobs.filter((job) => job.status === 'completed').length
  const all = view.jobs.length
  if (view.status === 'completed') return words.finished(done, all)
  const bad = hasBad(view.jobs)
  const left = now === null ? null : timeLeft(view.eta, now)
  const told = [words.done(percentOf(view.progress), done, all), bad > 0 ? words.failed(bad) : ''].join('')
  return left === null ? `${told}.` : `${told}. ${capital(left.told)}`
}
