import type { ReactNode } from 'react'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { platformRules } from '../../lib/domain/platform-rules.ts'
import { en } from '../messages/en.ts'
import { maker } from '../messages/maker.ts'
import { day } from '../messages/numbers.ts'
import { LocalTime } from '../shell/local-time.tsx'

const words = en.campaign.brief

/** What was asked for, word by word. */
export function BriefView({ view }: { view: CampaignView }) {
  const { brief } = view
  const visuals = [brief.visuals.images ? words.images : '', brief.visuals.videos ? words.videos : ''].filter(
    (part) => part !== '',
  )
  const rows: [string, ReactNode][] = [
    [words.objective, en.brief.objective.options[brief.objective]],
    [words.audience, brief.audience],
    [words.tone, brief.tone],
    [words.offer, brief.offer],
    [
      words.proofPoints,
      brief.proofPoints.length === 0
        ? null
        : brief.proofPoints.map((point) => (
            <span key={point} className="block">
              {point}
            </span>
          )),
    ],
    [words.website, brief.website],
    [words.platforms, brief.platforms.map((platform) => platformRules[platform].name).join(', ')],
    [words.posts, brief.postCount],
    [words.visuals, visuals.length === 0 ? words.textOnly : visuals.join(', ')],
    [words.language, brief.language],
    [words.provider, makers(view)],
    [words.created, <LocalTime key="created" iso={view.createdAt} format={day} />],
  ]
  return (
    <section aria-label={words.title} className="brief-view">
      <h2 className="head">{words.title}</h2>
      <p className="lead whitespace-pre-line text-ink" dir="auto">
        {brief.business}
      </p>
      <dl className="dl">
        {rows.map(([name, value]) =>
          value === null ? null : (
            <div key={name} className="contents">
              <dt>{name}</dt>
              <dd dir="auto">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </section>
  )
}

/** Everybody who makes a part of it, each once, in the order of the plan. */
const makers = ({ jobs }: CampaignView): string =>
  [...new Set(jobs.map(({ provider }) => maker(en.post.made.providers, provider)))].join(' · ')
