'use client'

import Link from 'next/link'
import type { CampaignSummary } from '../../lib/domain/campaign.ts'
import { CampaignState } from '../campaign/campaign-head.tsx'
import { en } from '../messages/en.ts'
import { day, percent } from '../messages/numbers.ts'
import { Avatar } from '../platform/avatar.tsx'
import { LocalTime } from '../shell/local-time.tsx'
import { paletteOf } from './campaign-row.tsx'

const words = en.dashboard

/** A settled campaign by its pictures. */
export function SettledCard({ campaign }: { campaign: CampaignSummary }) {
  const stills = campaign.pictures.filter((picture) => picture.kind === 'image').slice(0, 3)
  return (
    <article className="made">
      <div className={campaign.status === 'canceled' ? 'pics off' : 'pics'} data-n={stills.length} aria-hidden="true">
        {stills.map((picture) => (
          <img key={picture.url} src={picture.url} alt="" loading="lazy" />
        ))}
        {stills.length === 0 ? <span className="none">{words.noPictures}</span> : null}
        {stills.length === 0 ? null : [1, 2].map((at) => (at < stills.length ? null : <i key={at} />))}
      </div>
      <h3>
        <Avatar name={campaign.businessName} palette={paletteOf(campaign)} size={22} />
        <Link href={`/campaigns/${campaign.id}`} className="one-line">
          {campaign.name}
        </Link>
        <span className="grow" />
        <CampaignState status={campaign.status} />
      </h3>
      <p className="meta">
        <span className="one-line">{campaign.businessName}</span>
        <span className="whitespace-nowrap">
          <LocalTime iso={campaign.createdAt} format={day} /> ·{' '}
          {campaign.status === 'canceled'
            ? words.canceledAt(percent(campaign.progress))
            : words.posts(campaign.postCount)}
        </span>
      </p>
    </article>
  )
}
