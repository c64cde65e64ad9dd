'use client'

import {
  Check,
  Copy,
  Download,
  History,
  Lock,
  LockOpen,
  Pencil,
  RefreshCw,
  TriangleAlert,
  Undo2,
  X,
} from 'lucide-react'
import { toast } from 'sonner'
import type { Job } from '../../lib/domain/job.ts'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import { brokenOf } from '../../lib/domain/score.ts'
import { postedText } from '../../lib/domain/text-counter.ts'
import { en } from '../messages/en.ts'
import { padded } from '../messages/numbers.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { MoreMenu, type MenuItem } from '../ui/more-menu.tsx'
import { Approval, Locked } from './approval.tsx'
import { faceOf, isOpen } from './job-face.ts'
import { postWords } from './job-words.ts'
import { isMaking, isWhole, mediaKind, remakeable, type Parts } from './parts.ts'
import type { BoardDeeds } from './board-deeds.ts'

const words = en.post
const icon = (Drawn: typeof Check) => <Drawn className="ic" aria-hidden="true" />

type PostLabelProps = { parts: Parts; platform: Platform; settled: boolean; now: number | null; deeds: BoardDeeds }

/** The museum label: state, one measured fact, three actions; when all is settled, where the post stands. */
export function PostLabel({ parts, platform, settled, now, deeds }: PostLabelProps) {
  const { post } = parts
  const said = postWords(parts, now)
  const own = post.texts[platform]
  const { maxCharacters } = platformRules[platform]
  const version = en.campaign.version(post.version)
  const fact =
    platform === 'x' && own ? `${version} · ${en.campaign.characters(own.characters, maxCharacters)}` : version
  return (
    <>
      <footer className="post-label">
        {settled && isWhole(parts) ? (
          <Approval approval={post.approval} />
        ) : (
          <span className="state" data-s={said.face}>
            <Glyph name={said.face} value={said.value} />
            <span>{said.label}</span>
          </span>
        )}
        {post.locked ? <Locked /> : null}
        {own ? <span className="cap mono">{fact}</span> : null}
        <span className="acts">
          <Button
            look="ghost"
            size="s"
            square
            icon={icon(Pencil)}
            aria-label={words.acts.edit(post.index)}
            aria-keyshortcuts="e"
            title={words.acts.edit(post.index)}
            onClick={() => deeds.edit(post)}
          />
          <Button
            look="ghost"
            size="s"
            square
            icon={icon(RefreshCw)}
            disabled={remakeable(parts).length === 0}
            aria-label={words.acts.regenerate(post.index)}
            aria-keyshortcuts="r"
            title={post.locked ? words.not.locked : words.acts.regenerate(post.index)}
            onClick={() => deeds.remake(post, null)}
          />
          <MoreMenu label={words.acts.more(post.index)} groups={menuOf(parts, platform, deeds)} />
        </span>
      </footer>
      <ToLookAt post={post} />
    </>
  )
}

/** A hint, when something that was measured is not kept. */
function ToLookAt({ post }: Pick<Parts, 'post'>) {
  const broken = brokenOf(post.checks ?? []).length
  if (broken === 0) return null
  return (
    <p className="post-hint">
      <Badge tone="warn" icon={icon(TriangleAlert)}>
        {en.checks.toLookAt(broken)}
      </Badge>
    </p>
  )
}

function menuOf(parts: Parts, platform: Platform, deeds: BoardDeeds): MenuItem[][] {
  const { post, text, media, asset } = parts
  const { menu, not } = words
  const making = isMaking(parts) ? not.making : null
  const own = post.texts[platform]
  const nothing = Object.keys(post.texts).length === 0 ? not.nothing : null
  const kind = mediaKind(post)
  const again = remakeable(parts).length > 0
  const why = again ? null : post.locked ? not.locked : not.nothing
  const open = [text, media].filter(
    (job): job is Job => job !== undefined && isOpen(faceOf(job)) && job.status !== 'blocked',
  )
  const change: MenuItem[] = [
    { key: 'edit', text: menu.edit, icon: icon(Pencil), keys: 'E', onSelect: () => deeds.edit(post) },
    {
      key: 'regenerate',
      text: menu.regenerate,
      icon: icon(RefreshCw),
      keys: 'R',
      not: why,
      onSelect: () => deeds.remake(post, null),
    },
    post.approval === 'approved'
      ? { key: 'withdraw', text: menu.withdraw, icon: icon(Undo2), onSelect: () => deeds.approve(post, 'draft') }
      : {
          key: 'approve',
          text: menu.approve,
          icon: icon(Check),
          keys: 'A',
          not: making ?? nothing,
          onSelect: () => deeds.approve(post, 'approved'),
        },
    post.locked
      ? { key: 'unlock', text: menu.unlock, icon: icon(LockOpen), keys: 'L', onSelect: () => deeds.lock(post, false) }
      : {
          key: 'lock',
          text: menu.lock,
          icon: icon(Lock),
          keys: 'L',
          not: making,
          onSelect: () => deeds.lock(post, true),
        },
  ]
  const look: MenuItem[] = [
    { key: 'versions', text: menu.versions, icon: icon(History), keys: 'V', onSelect: () => deeds.versions(post) },
  ]
  if (own) {
    look.push({
      key: 'copy',
      text: menu.copy(platformRules[platform].name),
      icon: icon(Copy),
      onSelect: () => copy(postedText(platform, own)),
    })
  }
  if (asset && kind !== null) {
    look.push({
      key: 'download',
      text: menu.download[kind],
      icon: icon(Download),
      href: asset.url,
      download: `${padded(post.index)}-${kind}`,
    })
  }
  const stop = open.map((job): MenuItem => ({
    key: job.id,
    text: menu.cancel(en.campaign.kind.article[job.kind]),
    icon: icon(X),
    onSelect: () => deeds.cancelJob(job),
  }))
  return [change, look, stop]
}

function copy(text: string): void {
  navigator.clipboard.writeText(text).then(
    () => toast(en.campaign.copied),
    () => toast(en.campaign.notCopied),
  )
}
