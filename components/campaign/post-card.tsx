'use client'

import { Tabs } from 'radix-ui'
import { memo, type CSSProperties } from 'react'
import type { Asset } from '../../lib/domain/asset.ts'
import type { Job } from '../../lib/domain/job.ts'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import type { Post } from '../../lib/domain/post.ts'
import { en } from '../messages/en.ts'
import { ordinal, padded } from '../messages/numbers.ts'
import type { Account } from '../platform/account.ts'
import { PlatformFrame } from '../platform/frame.tsx'
import { PlatformGlyph } from '../platform/platform-glyph.tsx'
import type { BoardDeeds } from './board-deeds.ts'
import { FailBox } from './fail-box.tsx'
import { faceOf, isBad } from './job-face.ts'
import { MediaSlot } from './media-slot.tsx'
import { mediaKind } from './parts.ts'
import { PostLabel } from './post-label.tsx'
import { wordingOf } from './wording.ts'

const words = en.campaign

export type PostCardProps = {
  post: Post
  text: Job | undefined
  media: Job | undefined
  asset: Asset | null
  account: Account | null
  platforms: readonly Platform[]
  platform: Platform
  arriving: boolean
  settled: boolean
  linked: boolean
  now: number | null
  deeds: BoardDeeds
}

/** A post on the board: caption above, true preview, museum label below. */
export const PostCard = memo(function PostCard(props: PostCardProps) {
  const { post, text, media, asset, account, platforms, platform, arriving, settled, linked, now, deeds } = props
  const title = post.angle?.title ?? words.angle(ordinal(post.index))
  const kind = mediaKind(post)
  const style: CSSProperties & Record<'--n', number> = { '--n': post.index }
  const locked = post.locked
  const change = (part: 'text' | 'image' | 'video') => (locked ? null : () => deeds.remake(post, part))
  return (
    <section
      className="post"
      id={`p${post.index}`}
      tabIndex={-1}
      data-post={post.id}
      style={style}
      aria-label={words.post(post.index, title)}
    >
      <div>
        <Tabs.Root
          value={platform}
          onValueChange={(next) => platforms.some((one) => one === next && (deeds.preview(post, one), true))}
        >
          <header className="post-cap">
            <span className="n" aria-hidden="true">
              {padded(post.index)}
            </span>
            <h3 className="sub" title={title}>
              {title}
            </h3>
            <Tabs.List className="ptabs" aria-label={words.previewOn}>
              {platforms.map((one) => (
                <Tabs.Trigger key={one} value={one} aria-label={platformRules[one].name}>
                  <PlatformGlyph platform={one} />
                </Tabs.Trigger>
              ))}
            </Tabs.List>
          </header>
          <Tabs.Content value={platform} tabIndex={-1}>
            <PlatformFrame
              platform={platform}
              account={account}
              wording={wordingOf(post, text, platform)}
              folded={asset === null}
              linked={linked && post.texts[platform] === undefined}
              media={
                kind === null ? null : (
                  <MediaSlot
                    platform={platform}
                    kind={kind}
                    job={media}
                    asset={asset}
                    angle={post.angle}
                    arriving={arriving}
                    now={now}
                    onRetry={(job) => deeds.retry([job])}
                    onChange={change(kind)}
                  />
                )
              }
            />
            {text && isBad(faceOf(text)) && Object.keys(post.texts).length === 0 ? (
              <FailBox job={text} kind="text" onRetry={() => deeds.retry([text])} onChange={change('text')} />
            ) : null}
          </Tabs.Content>
        </Tabs.Root>
        <PostLabel parts={{ post, text, media, asset }} platform={platform} settled={settled} now={now} deeds={deeds} />
      </div>
    </section>
  )
})
