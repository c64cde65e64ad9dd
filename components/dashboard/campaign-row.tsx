'use client'

import { Play } from 'lucide-react'
import Link from 'next/link'
import type { CampaignSummary } from '../../lib/domain/campaign.ts'
import { isBad, isRunning, summaryFace, type Face } from '../campaign/job-face.ts'
import { sentenceOf, textOf } from '../campaign/sentence.ts'
import { Strip } from '../campaign/strip.tsx'
import { timeLeft } from '../campaign/time-left.ts'
import { summaryTold } from '../campaign/told.ts'
import { useCampaignActions } from '../campaign/use-campaign-actions.ts'
import { en } from '../messages/en.ts'
import { money, percent, percentOf } from '../messages/numbers.ts'
import { Avatar } from '../platform/avatar.tsx'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { standsStill } from './groups.ts'

const words = en.dashboard

/** A campaign on one line: who, what happens now, the strip, and its pictures so far. */
export function CampaignRow({ campaign, now }: { campaign: CampaignSummary; now: number }) {
  const jobs = campaign.jobs.map((job) => ({ ...job, face: summaryFace(job, campaign.status) }))
  const still = campaign.status === 'running' ? standsStill(campaign) : null
  const face = still ? 'parked' : stateOf(campaign, jobs)
  const percentText = percent(campaign.progress)
  const sentence = textOf(sentenceOf(summaryTold(campaign))).replace(/\.$/, '')
  const slots =
    campaign.status === 'paused'
      ? 0
      : Math.min(4, jobs.filter((job) => job.kind === 'image' || job.kind === 'video').length)
  return (
    <article className="camp">
      <Avatar name={campaign.businessName} palette={paletteOf(campaign)} size={44} />
      <div className="min-w-0">
        <h3>
          <Link href={`/campaigns/${campaign.id}`}>{campaign.name}</Link>{' '}
          {campaign.businessName ? <span className="who">{campaign.businessName}</span> : null}
        </h3>
        <p className="now">{sentence}</p>
      </div>
      <div>
        <Strip
          jobs={jobs}
          small
          label={campaign.name}
          percent={percentOf(campaign.progress)}
          words={`${percentOf(campaign.progress)} percent. ${sentence}.`}
        />
        <div className="camp-under">
          <span className="state" data-s={face}>
            <Glyph name={face} value={campaign.progress} />
            <span>
              {still
                ? en.jobs.parked[still]
                : campaign.status === 'running' && face !== 'queued'
                  ? percentText
                  : face === 'queued'
                    ? en.jobs.queued
                    : en.shell.states[campaign.status]}
            </span>
          </span>
          <span className="num">{rightOf(campaign, now)}</span>
        </div>
      </div>
      <div className="right">
        {campaign.status === 'paused' ? <Resume campaign={campaign} /> : null}
        <span className="thumbs" aria-hidden="true">
          {Array.from({ length: slots }, (_, at) => {
            const picture = campaign.pictures[at]
            return picture ? <img key={at} src={picture.url} alt="" loading="lazy" /> : <i key={at} />
          })}
        </span>
      </div>
    </article>
  )
}

function Resume({ campaign }: { campaign: CampaignSummary }) {
  const { actions, busy } = useCampaignActions(campaign.id)
  return (
    <Button
      size="s"
      icon={<Play className="ic" aria-hidden="true" />}
      aria-label={words.resume(campaign.name)}
      disabled={busy}
      onClick={actions.resume}
    >
      {en.campaign.actions.resume}
    </Button>
  )
}

function stateOf(campaign: CampaignSummary, jobs: readonly { face: Face }[]): Face {
  if (campaign.status === 'failed') return jobs.some((job) => job.face === 'refused') ? 'refused' : 'failed'
  if (campaign.status === 'paused') return 'parked'
  if (jobs.some((job) => job.face === 'processing')) return 'processing'
  if (jobs.some((job) => isRunning(job.face))) return 'waiting'
  if (jobs.some((job) => job.face === 'retrying')) return 'retrying'
  return campaign.startedAt === null || !jobs.some((job) => isBad(job.face)) ? 'queued' : 'processing'
}

function rightOf(campaign: CampaignSummary, now: number): string {
  if (campaign.status !== 'running') return money(campaign.cost.spentMicros, campaign.cost.currency)
  const left = timeLeft(campaign.eta, now)
  if (left === null) return ''
  return left.overdue ? en.campaign.facts.overdue : words.left(left.value)
}

/** The summary carries the palette as a list, in the order of its roles: ground, surface, ink, accent, on accent. */
export function paletteOf({ palette }: CampaignSummary): Parameters<typeof Avatar>[0]['palette'] {
  const [ground, surface, ink, accent, onAccent] = palette
  return ground && surface && ink && accent && onAccent ? { ground, surface, ink, accent, onAccent } : null
}
