'use client'

import { History } from 'lucide-react'
import { useState } from 'react'
import { usePostVersions } from '../../hooks/use-post-versions.ts'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import type { Post, PostEdit, PostVersion } from '../../lib/domain/post.ts'
import { postedText } from '../../lib/domain/text-counter.ts'
import { mediaKind } from '../campaign/parts.ts'
import { en } from '../messages/en.ts'
import { moment } from '../messages/numbers.ts'
import { LocalTime } from '../shell/local-time.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { changesOf } from './version-changes.ts'
import { Marked, wordsBetween } from './word-diff.tsx'

const words = en.post.versions

type VersionsProps = {
  post: Post
  platform: Platform
  /** Why words cannot be put back now. */
  not: string | null
  onRestore(edit: PostEdit, done: string): void
}

/** Every version that was, compared with the one that is, word by word; its words can be put back. */
export function Versions({ post, platform, not, onRestore }: VersionsProps) {
  const { versions, failed, again } = usePostVersions(post)
  const [chosen, setChosen] = useState<number | null>(null)
  const then = versions?.find((one) => one.version === chosen) ?? versions?.[0] ?? null
  return (
    <section aria-label={words.title} id="versions" tabIndex={-1}>
      <div className="row spread wrap mb-3">
        <h2 className="head">{words.title}</h2>
        {then === null || versions === null ? null : (
          <div className="row row-s compare">
            <span className="cap">{words.compare}</span>
            {versions.length === 1 ? (
              <span className="cap">{words.version(then.version)}</span>
            ) : (
              <Segmented
                label={words.compare}
                value={String(then.version)}
                options={versions.map(({ version: n }) => ({ value: String(n), label: words.version(n) })).toReversed()}
                onChange={(n) => setChosen(Number(n))}
              />
            )}
            <span className="cap">
              {words.with} {words.version(post.version)}
            </span>
          </div>
        )}
      </div>
      {failed ? (
        <p className="row">
          {words.failed}
          <Button size="s" onClick={again}>
            {words.again}
          </Button>
        </p>
      ) : null}
      {versions !== null && then === null ? <p className="cap">{words.first}</p> : null}
      {then === null ? null : (
        <Compared then={then} post={post} platform={platform} not={not} onRestore={onRestore} since={versions?.[0]} />
      )}
      {versions === null || versions.length === 0 ? null : <List post={post} versions={versions} />}
    </section>
  )
}

function Compared({
  then,
  post,
  platform,
  not,
  onRestore,
  since,
}: VersionsProps & { then: PostVersion; since: PostVersion | undefined }) {
  const { pieces, added, removed } = wordsBetween(textOf(then, platform), textOf(post, platform))
  const kind = mediaKind(post)
  const samePicture = then.imageAssetId === post.imageAssetId && then.videoAssetId === post.videoAssetId
  const same = sameTexts(then, post)
  return (
    <>
      <div className="vers">
        <div>
          <div className="vh">
            <b>{words.version(then.version)}</b>
            <span className="cap">
              <Until iso={then.replacedAt} />
            </span>
            <span className="grow" />
            <Button
              size="s"
              look="ghost"
              icon={<History className="ic" aria-hidden="true" />}
              disabled={not !== null || same}
              aria-label={words.restoreNamed(then.version)}
              title={not ?? words.restoreNamed(then.version)}
              onClick={() => onRestore(editBack(then, post), words.restored(then.version))}
            >
              {words.restore}
            </Button>
          </div>
          <Marked pieces={pieces} side="before" />
        </div>
        <div>
          <div className="vh">
            <b>{words.version(post.version)}</b>
            <span className="cap">
              {since ? <LocalTime iso={since.replacedAt} format={(ms) => words.since(moment(ms))} /> : null}
            </span>
            <span className="grow" />
            <Badge tone="line">{words.current}</Badge>
          </div>
          <Marked pieces={pieces} side="after" />
        </div>
      </div>
      <p className="cap mt-2">
        {platformRules[platform].name}: {words.words(added, removed)}{' '}
        {kind === null ? null : (samePicture ? words.picture.same : words.picture.other)[kind]}
      </p>
    </>
  )
}

const Until = ({ iso }: { iso: string }) => <LocalTime iso={iso} format={(ms) => words.until(moment(ms))} />

function List({ post, versions }: { post: Post; versions: readonly PostVersion[] }) {
  const all: readonly (Post | PostVersion)[] = [post, ...versions]
  return (
    <ol className="hist" aria-label={words.list}>
      {all.map((one, at) => (
        <li key={one.version}>
          <span className="mono">{words.version(one.version)}</span>
          <span>{changesOf(one, all[at + 1] ?? null)}</span>
          <span className="cap">{'replacedAt' in one ? <Until iso={one.replacedAt} /> : words.current}</span>
        </li>
      ))}
    </ol>
  )
}

function textOf(post: Post, platform: Platform): string {
  const content = post.texts[platform]
  return content ? postedText(platform, content) : ''
}

function sameTexts(one: Post, other: Post): boolean {
  return Object.keys(editBack(one, other).texts ?? {}).length === 0
}

/** Restoring is an edit to what the version said, of the texts that differ. */
function editBack(then: Post, now: Post): PostEdit {
  const texts: NonNullable<PostEdit['texts']> = {}
  for (const [name, { text, hashtags, link }] of Object.entries(then.texts)) {
    const platform = Object.keys(now.texts).find((one): one is Platform => one === name)
    const present = platform && now.texts[platform]
    if (!platform || !present) continue
    const differs = present.text !== text || present.link !== link || present.hashtags.join(' ') !== hashtags.join(' ')
    if (differs) texts[platform] = { text, hashtags, link }
  }
  return { texts }
}
