import {
  Bookmark,
  ChartNoAxesColumn,
  Earth,
  Ellipsis,
  Forward,
  Heart,
  Link as LinkIcon,
  MessageCircle,
  MessageCircleMore,
  MessageSquareText,
  Repeat2,
  Send,
  SendHorizontal,
  Share,
  ThumbsUp,
} from 'lucide-react'
import type { ComponentType, ReactNode } from 'react'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import { en } from '../messages/en.ts'
import type { Account } from './account.ts'
import { Avatar } from './avatar.tsx'
import { PostText, type Wording } from './post-text.tsx'

export type FrameProps = {
  account: Account | null
  wording: Wording | null
  /** The picture or video in its slot; null for a text alone. */
  media: ReactNode
  /** True while the media slot is folded or failed: TikTok's frame is dark only behind a video. */
  folded: boolean
  /** Shows the whole text, without its fold. */
  whole?: boolean
  /** A link is expected: its card has its place from the start. */
  linked?: boolean
}

/** The strings below belong to the platforms, not to us: they stand as their readers know them. */
const theirs = {
  like: 'Like',
  comment: 'Comment',
  repost: 'Repost',
  send: 'Send',
  share: 'Share',
  now: 'Now',
  justNow: 'Just now',
}

function Icon({ of: Drawn }: { of: ComponentType<{ className?: string; 'aria-hidden'?: boolean }> }) {
  return <Drawn className="ic" aria-hidden />
}

function Name({ account }: { account: Account | null }) {
  return account === null ? <span className="skel inline-block w-28" aria-hidden="true" /> : <b>{account.name}</b>
}

function Face({ account, size, square = false }: { account: Account | null; size: number; square?: boolean }) {
  return <Avatar name={account?.name ?? null} palette={account?.palette ?? null} size={size} square={square} />
}

const More = () => (
  <span className="more">
    <Icon of={Ellipsis} />
  </span>
)

function Instagram({ account, wording, media, whole }: FrameProps) {
  return (
    <>
      <div className="pf-head">
        <Face account={account} size={34} />
        <span className="min-w-0">
          {account === null ? <Name account={null} /> : <b className="one-line">{account.handle}</b>}
          {account?.under ? <span className="mut one-line">{account.under}</span> : null}
        </span>
        <More />
      </div>
      {media}
      <div className="pf-acts" aria-hidden="true">
        <Icon of={Heart} />
        <Icon of={MessageCircle} />
        <Icon of={Send} />
        <span className="end">
          <Icon of={Bookmark} />
        </span>
      </div>
      <PostText platform="instagram" wording={wording} handle={account?.handle} whole={whole} />
    </>
  )
}

function LinkedIn({ account, wording, media, whole }: FrameProps) {
  return (
    <>
      <div className="pf-head">
        <Face account={account} size={40} square />
        <span className="min-w-0">
          <span className="one-line text-[14px]">
            <Name account={account} />
          </span>
          {account !== null && account.under === null ? null : (
            <span className="mut one-line text-[12px]">{account?.under ?? '\u00a0'}</span>
          )}
          <span className="mut one-line text-[12px]">{theirs.now}</span>
        </span>
        <More />
      </div>
      <PostText platform="linkedin" wording={wording} whole={whole} />
      {media}
      <div className="pf-bar" aria-hidden="true">
        <span>
          <Icon of={ThumbsUp} />
          {theirs.like}
        </span>
        <span>
          <Icon of={MessageSquareText} />
          {theirs.comment}
        </span>
        <span>
          <Icon of={Repeat2} />
          {theirs.repost}
        </span>
        <span>
          <Icon of={SendHorizontal} />
          {theirs.send}
        </span>
      </div>
    </>
  )
}

function X({ account, wording, media, whole, linked = false }: FrameProps) {
  const link = wording?.link ?? null
  const host = link?.replace(/^https?:\/\//, '').split('/')[0]
  return (
    <div className="grid">
      <Face account={account} size={38} />
      <div className="min-w-0">
        <div className="one-line text-[15px] leading-[19px]">
          <Name account={account} /> {account === null ? null : <span className="mut">@{account.handle} · now</span>}
        </div>
        <PostText platform="x" wording={wording === null ? null : { ...wording, link: null }} whole={whole} />
        {media === null ? null : <div className="x-media">{media}</div>}
        {media === null && (link !== null || linked) ? (
          <div className="linkcard">
            <div className="th">
              <Icon of={LinkIcon} />
            </div>
            <div className="lc">
              {link === null ? (
                <>
                  <span className="skel" aria-hidden="true" />
                  <span className="skel" aria-hidden="true" />
                </>
              ) : (
                <>
                  <span className="mut">{host}</span>
                  <span>{account?.name}</span>
                </>
              )}
            </div>
          </div>
        ) : null}
        <div className="acts" aria-hidden="true">
          <Icon of={MessageCircle} />
          <Icon of={Repeat2} />
          <Icon of={Heart} />
          <Icon of={ChartNoAxesColumn} />
          <Icon of={Bookmark} />
          <Icon of={Share} />
        </div>
      </div>
    </div>
  )
}

function Facebook({ account, wording, media, whole }: FrameProps) {
  return (
    <>
      <div className="pf-head">
        <Face account={account} size={38} />
        <span className="min-w-0">
          <span className="one-line text-[14px]">
            <Name account={account} />
          </span>
          <span className="mut flex items-center gap-1">
            {theirs.justNow} · <Earth className="ic ic-s" aria-hidden="true" />
          </span>
        </span>
        <More />
      </div>
      <PostText platform="facebook" wording={wording} whole={whole} />
      {media}
      <div className="pf-bar" aria-hidden="true">
        <span>
          <Icon of={ThumbsUp} />
          {theirs.like}
        </span>
        <span>
          <Icon of={MessageCircle} />
          {theirs.comment}
        </span>
        <span>
          <Icon of={Forward} />
          {theirs.share}
        </span>
      </div>
    </>
  )
}

function TikTok({ account, wording, media, folded, whole }: FrameProps) {
  const words = <PostText platform="tiktok" wording={wording} handle={account?.handle} whole={whole} />
  if (media === null) return <div className="pt-3">{words}</div>
  return (
    <>
      <div className="relative">
        {media}
        {folded ? null : (
          <div className="rail" aria-hidden="true">
            <Face account={account} size={38} />
            <Icon of={Heart} />
            <Icon of={MessageCircleMore} />
            <Icon of={Bookmark} />
            <Icon of={Forward} />
          </div>
        )}
      </div>
      <div className="tt-words">{words}</div>
    </>
  )
}

const frames = {
  instagram: { name: 'pf-ig', Frame: Instagram },
  linkedin: { name: 'pf-li', Frame: LinkedIn },
  x: { name: 'pf-x', Frame: X },
  facebook: { name: 'pf-fb', Frame: Facebook },
  tiktok: { name: 'pf-tt', Frame: TikTok },
} satisfies Record<Platform, { name: string; Frame: ComponentType<FrameProps> }>

/** A post as its platform shows it. */
export function PlatformFrame({ platform, label, ...props }: FrameProps & { platform: Platform; label?: string }) {
  const { name, Frame } = frames[platform]
  const folded = platform === 'tiktok' && (props.folded || props.media === null)
  return (
    <article
      className={`pf ${name} ${folded ? 'is-folded' : ''}`}
      aria-label={label ?? en.campaign.preview(platformRules[platform].name)}
    >
      <Frame {...props} />
    </article>
  )
}
