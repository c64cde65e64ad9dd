'use client'

import { Copy, Download, RotateCw, X } from 'lucide-react'
import { Tabs } from 'radix-ui'
import { memo, type CSSProperties } from 'react'
import { toast } from 'sonner'
import type { Asset } from '../../lib/domain/asset.ts'
import type { Job } from '../../lib/domain/job.ts'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import type { Post } from '../../lib/domain/post.ts'
import { en } from '../messages/en.ts'
import { ordinal, padded } from '../messages/numbers.ts'
import type { Account } from '../platform/account.ts'
import { PlatformFrame } from '../platform/frame.tsx'
import { PlatformGlyph } from '../platform/platform-glyph.tsx'
import type { Wording } from '../platform/post-text.tsx'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { MoreMenu } from '../ui/more-menu.tsx'
import { faceOf, isBad, isOpen } from './job-face.ts'
import { postWords } from './job-words.ts'
import { MediaSlot } from './media-slot.tsx'
import type { CampaignActions } from './use-campaign-actions.ts'

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
  now: number | null
  actions: Pick<CampaignActions, 'retry' | 'cancelJob'>
  onPlatform(postId: string, platform: Platform): void
}

/** A post on the board: caption above, true preview, museum label below. */
export const PostCard = memo(function PostCard(props: PostCardProps) {
  const { post, text, media, asset, account, platforms, platform, arriving, now, actions, onPlatform } = props
  const title = post.angle?.title ?? words.angle(ordinal(post.index))
  const kind = post.kind === 'text_video' ? 'video' : 'image'
  const style: CSSProperties & Record<'--n', number> = { '--n': post.index }
  return (
    <section className="post" id={`p${post.index}`} style={style} aria-label={words.post(post.index, title)}>
      <div>
        <Tabs.Root
          value={platform}
          onValueChange={(next) => platforms.some((one) => one === next && (onPlatform(post.id, one), true))}
        >
          <header className="post-cap">
            <span className="n" aria-hidden="true">
              {padded(post.index)}
            </span>
            <h3 className="sub">{title}</h3>
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
              media={
                post.kind === 'text_url' ? null : (
                  <MediaSlot
                    platform={platform}
                    kind={kind}
                    job={media}
                    asset={asset}
                    angle={post.angle}
                    arriving={arriving}
                    now={now}
                    onRetry={(job) => actions.retry([job])}
                  />
                )
              }
            />
            {text && isBad(faceOf(text)) ? <TextFailed job={text} onRetry={() => actions.retry([text])} /> : null}
          </Tabs.Content>
        </Tabs.Root>
        <PostLabel {...props} kind={kind} />
      </div>
    </section>
  )
})

function PostLabel({
  post,
  text,
  media,
  asset,
  platform,
  now,
  actions,
  kind,
}: PostCardProps & { kind: 'image' | 'video' }) {
  const said = postWords(text, media, now)
  const own = post.texts[platform]
  const { maxCharacters, name } = platformRules[platform]
  const fact = own
    ? platform === 'x'
      ? words.characters(own.characters, maxCharacters)
      : words.version(post.version)
    : null
  const open = [text, media].filter(
    (job): job is Job => job !== undefined && isOpen(faceOf(job)) && job.status !== 'blocked',
  )
  const copy = (): void => {
    if (!own) return
    const tags = own.hashtags.map((tag) => `#${tag}`).join(' ')
    const whole = [own.text, own.link, tags].filter((part) => part !== null && part !== '').join('\n\n')
    navigator.clipboard.writeText(whole).then(
      () => toast(words.copied),
      () => toast(words.notCopied),
    )
  }
  return (
    <footer className="post-label">
      <span className="state" data-s={said.face}>
        <Glyph name={said.face} value={said.value} />
        <span>{said.label}</span>
      </span>
      {fact === null ? null : <span className="cap mono">{fact}</span>}
      <span className="acts">
        {own ? (
          <Button
            look="ghost"
            size="s"
            square
            icon={<Copy className="ic" aria-hidden="true" />}
            aria-label={words.copyText(post.index, name)}
            title={words.copyText(post.index, name)}
            onClick={copy}
          />
        ) : null}
        {asset ? (
          <Button asChild look="ghost" size="s" square>
            <a
              href={asset.url}
              download={`${padded(post.index)}-${kind}`}
              aria-label={words.download(kind, post.index)}
              title={words.download(kind, post.index)}
            >
              <Download className="ic" aria-hidden="true" />
            </a>
          </Button>
        ) : null}
        {open.length === 0 ? null : (
          <MoreMenu
            label={words.moreFor(post.index)}
            items={open.map((job) => ({
              key: job.id,
              text: words.cancelJob(words.kind.article[job.kind]),
              icon: <X className="ic" aria-hidden="true" />,
              onSelect: () => actions.cancelJob(job),
            }))}
          />
        )}
      </span>
    </footer>
  )
}

function TextFailed({ job, onRetry }: { job: Job; onRetry(): void }) {
  const refused = job.error?.code === 'refused'
  const reason = job.error?.reason ? `“${job.error.reason}”` : (job.error?.message ?? '')
  return (
    <div className="failbox mt-2">
      <span className="state" data-s={refused ? 'refused' : 'failed'}>
        <Glyph name={refused ? 'refused' : 'failed'} />
        <b>{refused ? words.board.refusedTitle.text : words.board.failedTitle.text}</b>
      </span>
      <p>
        {reason} {job.error?.charged ? words.board.charged : words.board.nothingCharged}
      </p>
      <div>
        <Button size="s" icon={<RotateCw className="ic" aria-hidden="true" />} onClick={onRetry}>
          {words.retryJob}
        </Button>
      </div>
    </div>
  )
}

/** The final text when there is one, else what was said so far. */
function wordingOf(post: Post, job: Job | undefined, platform: Platform): Wording | null {
  const final = post.texts[platform]
  if (final) return { text: final.text, hashtags: final.hashtags, link: final.link, running: false }
  const parts = job?.output?.parts ?? {}
  const part = `${platform}.text`
  const said = parts[part]
  if (said === undefined) return null
  return {
    text: said,
    hashtags: [],
    link: null,
    running: job?.status === 'processing' && Object.keys(parts).at(-1) === part,
  }
}
