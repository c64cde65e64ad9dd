'use client'

import { Tabs } from 'radix-ui'
import { useEffect, useMemo, useState } from 'react'
import { useTextCounter } from '../../hooks/use-text-counter.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { isSettledStatus } from '../../lib/domain/job.ts'
import type { Platform } from '../../lib/domain/platform-rules.ts'
import { hasPart, type Post } from '../../lib/domain/post.ts'
import { faceOf, isBad } from '../campaign/job-face.ts'
import { MediaSlot } from '../campaign/media-slot.tsx'
import { isMaking, mediaKind, partsOf, remakeable, studioParts } from '../campaign/parts.ts'
import type { CampaignActions } from '../campaign/use-campaign-actions.ts'
import { wordingOf } from '../campaign/wording.ts'
import { en } from '../messages/en.ts'
import { ordinal } from '../messages/numbers.ts'
import { accountOf } from '../platform/account.ts'
import { PlatformFrame } from '../platform/frame.tsx'
import { Checks } from './checks.tsx'
import { Conflict } from './conflict.tsx'
import { contentOf, countOf, faultsOf, fieldsOf, touched, type TextDraft } from './draft.ts'
import { EditorHead } from './editor-head.tsx'
import { MadeBy, Sizes } from './made-by.tsx'
import { PlatformTabs } from './platform-tabs.tsx'
import { RemakeForm } from './remake-form.tsx'
import { TextNotMade, TextPanel, type Barrier } from './text-panel.tsx'
import { showVersions, useEditorKeys } from './use-editor-keys.ts'
import { usePostDraft } from './use-post-draft.ts'
import { Versions } from './versions.tsx'

const words = en.post

/** Where the editor opens. */
export type Place = 'top' | 'versions'

export type PostEditorProps = {
  view: CampaignView
  post: Post
  platform: Platform
  arriving: ReadonlySet<string>
  now: number | null
  actions: CampaignActions
  place: Place
  /** This browser may be asked what it kept. */
  mayRead: boolean
  onPlatform(platform: Platform): void
  /** Opens another post, or the board. */
  onOpen(post: Post | null): void
}

/** One post: its preview as it is typed, its words by platform, another telling of it, and all that it was. */
export function PostEditor({
  view,
  post: seen,
  platform,
  arriving,
  now,
  actions,
  place,
  mayRead,
  onPlatform,
  onOpen,
}: PostEditorProps) {
  const editing = usePostDraft(view.id, seen, mayRead)
  const { post, draft, clash } = editing
  const count = useTextCounter()
  useEffect(() => {
    if (place === 'versions') showVersions()
    else scrollTo(0, 0)
  }, [place])
  const [wanted, setWanted] = useState<{ field: keyof TextDraft; at: number } | null>(null)
  const parts = partsOf(view, post)
  const account = useMemo(() => (view.analysis ? accountOf(view.analysis) : null), [view.analysis])
  const platforms = view.brief.platforms
  const usedOn = (one: Platform): number => countOf(draft, post, one, count)
  const faultsOn = (one: Platform) => faultsOf(fieldsOf(draft, post, one), one, usedOn(one))
  const wrong = touched(draft).filter((one) => faultsOn(one).length > 0)
  const changed = touched(draft).length > 0
  const making = isMaking(parts) ? words.not.making : null
  const title = post.angle?.title ?? en.campaign.angle(ordinal(post.index))
  const kind = mediaKind(post)
  const step = (by: number) => view.posts.find((one) => one.index === post.index + by)
  const open = (by: number) => {
    const to = step(by)
    return to ? () => onOpen(to) : null
  }
  const barrier: Barrier = post.locked
    ? 'locked'
    : parts.text && !isSettledStatus(parts.text.status)
      ? 'writing'
      : post.texts[platform]
        ? null
        : 'nothing'
  const notApproved =
    making ??
    (changed
      ? wrong.length > 0
        ? words.not.over
        : words.not.unsaved
      : hasPart(post, 'text')
        ? null
        : words.not.nothing)
  const lock = (): void => actions.lock(post, !post.locked)
  const approve = (): void => actions.approve(post, post.approval === 'approved' ? 'draft' : 'approved')
  const focusText = (): void => setWanted((before) => ({ field: 'text', at: (before?.at ?? 0) + 1 }))
  const save = (): void => {
    const [first] = wrong
    if (first === undefined) return editing.save()
    onPlatform(first)
    const field = faultsOn(first)[0]?.field ?? 'text'
    setWanted((before) => ({ field, at: (before?.at ?? 0) + 1 }))
  }
  useEditorKeys({
    previous: open(-1),
    next: open(1),
    lock: making === null || post.locked ? lock : null,
    approve: notApproved === null && post.approval !== 'approved' ? approve : null,
    edit: focusText,
    back: () => onOpen(null),
    platform: (at) => {
      const one = platforms[at]
      if (one) onPlatform(one)
    },
  })
  const disputed = clash.includes(platform) ? platform : clash[0]
  return (
    <>
      <EditorHead
        campaign={view.name}
        post={post}
        title={title}
        notLocked={making}
        notApproved={notApproved}
        previous={open(-1)}
        next={open(1)}
        onBack={() => onOpen(null)}
        onLock={lock}
        onApprove={approve}
      />
      <Tabs.Root
        value={platform}
        onValueChange={(next) => {
          const one = platforms.find((name) => name === next)
          if (one) onPlatform(one)
        }}
      >
        <PlatformTabs platforms={platforms} usedOn={usedOn} changed={touched(draft)} />
        <Tabs.Content value={platform} tabIndex={-1} className="ed">
          <div className="left">
            <PlatformFrame
              platform={platform}
              account={account}
              wording={
                draft.texts[platform]
                  ? { ...contentOf(fieldsOf(draft, post, platform)), running: false }
                  : wordingOf(post, parts.text, platform)
              }
              folded={parts.asset === null}
              whole
              media={
                kind === null ? null : (
                  <MediaSlot
                    platform={platform}
                    kind={kind}
                    job={parts.media}
                    asset={parts.asset}
                    angle={post.angle}
                    arriving={parts.asset !== null && arriving.has(parts.asset.id)}
                    now={now}
                    onRetry={(job) => actions.retry([job])}
                    onChange={post.locked ? null : () => document.getElementById('instruction')?.focus()}
                  />
                )
              }
            />
            {parts.asset ? <Sizes asset={parts.asset} /> : null}
          </div>
          <div className="mid">
            {disputed ? (
              <Conflict
                post={post}
                platform={disputed}
                mine={fieldsOf(draft, post, disputed)}
                others={clash.filter((one) => one !== disputed)}
                onApply={editing.applyMine}
                onDrop={editing.takeTheirs}
              />
            ) : null}
            {parts.text && isBad(faceOf(parts.text)) && hasPart(post, 'text') ? <TextNotMade job={parts.text} /> : null}
            <TextPanel
              platform={platform}
              fields={fieldsOf(draft, post, platform)}
              used={usedOn(platform)}
              faults={draft.texts[platform] ? faultsOn(platform) : []}
              version={post.version}
              changed={changed}
              barrier={barrier}
              hears={mayRead}
              free={clash.length === 0}
              sending={editing.sending}
              wanted={wanted}
              onType={(fields) => editing.type(platform, fields)}
              onUndo={editing.undo}
              onSave={save}
            />
            {remakeable(parts).length === 0 ? null : (
              <section aria-label={words.remake.section}>
                <h2 className="head mb-3">{words.remake.section}</h2>
                <RemakeForm
                  key={post.id}
                  fieldId="instruction"
                  parts={remakeable(parts)}
                  chosen={null}
                  studio={studioParts(view.provider)}
                  onSend={(wish) => actions.regenerate(post, wish)}
                />
              </section>
            )}
            <Versions
              post={post}
              platform={platform}
              not={
                post.locked
                  ? words.not.locked
                  : barrier === 'writing'
                    ? words.not.making
                    : changed
                      ? words.not.unsaved
                      : null
              }
              onRestore={(edit, done) => void editing.restore(edit, done)}
            />
          </div>
          <aside className="side">
            <Checks post={post} changed={changed} />
            <MadeBy parts={parts} jobs={view.jobs} currency={view.cost.currency} />
          </aside>
        </Tabs.Content>
      </Tabs.Root>
    </>
  )
}
