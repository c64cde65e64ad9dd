'use client'

import { useEffect, useRef, useState, type CSSProperties, type RefObject } from 'react'
import type { Angle } from '../../lib/domain/analysis.ts'
import type { Asset } from '../../lib/domain/asset.ts'
import type { Job } from '../../lib/domain/job.ts'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import { en } from '../messages/en.ts'
import { stopwatch } from '../messages/numbers.ts'
import { Bar } from '../ui/bar.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { FailBox } from './fail-box.tsx'
import { Fold } from './fold.tsx'
import { isBad, isOpen, isRunning } from './job-face.ts'
import { barWords, jobWords } from './job-words.ts'
import { posterOf, renditionOf } from './rendition.ts'

type MediaSlotProps = {
  platform: Platform
  kind: 'image' | 'video'
  job: Job | undefined
  asset: Asset | null
  angle: Angle | null
  /** The asset arrived while somebody watched: it opens once. */
  arriving: boolean
  now: number | null
  onRetry(job: Job): void
  onChange: (() => void) | null
}

/** Folded, running, failed or finished: a slot keeps its size. */
export function MediaSlot({ platform, kind, job, asset, angle, arriving, now, onRetry, onChange }: MediaSlotProps) {
  const ratio = ratioOf(platform, kind)
  const slot = useRef<HTMLDivElement>(null)
  const phase = useUnfolding(asset, asset === null ? null : stillOf(asset, ratio), arriving, slot)
  const wide = ratio > 1.4
  const said = job ? jobWords(job, now, true) : null
  if (asset === null && job && said && (isBad(said.face) || said.face === 'canceled')) {
    return (
      <div className="slot" style={{ aspectRatio: ratio }}>
        <FailBox job={job} kind={kind} onRetry={() => onRetry(job)} onChange={onChange} />
      </div>
    )
  }
  const another = asset !== null && phase === 'open' && said !== null && (isOpen(said.face) || isBad(said.face))
  const style: CSSProperties & Record<'--img', string> = { '--img': `url("${asset ? stillOf(asset, ratio) : ''}")` }
  return (
    <div className="slot" style={{ aspectRatio: ratio }} ref={slot}>
      {asset === null || phase === 'folded' ? <Fold job={job} kind={kind} angle={angle} wide={wide} now={now} /> : null}
      {asset !== null && phase === 'unfolding' ? (
        <div className="unfold play" style={style} aria-hidden="true">
          <div className="p">
            <div className="p">
              <div className="p" />
            </div>
          </div>
        </div>
      ) : null}
      {asset !== null && phase === 'open' ? <Media asset={asset} ratio={ratio} /> : null}
      {asset !== null && phase !== 'folded' && asset.draft ? <span className="draft">{draftWords(asset)}</span> : null}
      {another && job ? <Another job={job} kind={kind} now={now} /> : null}
    </div>
  )
}

function Media({ asset, ratio }: { asset: Asset; ratio: number }) {
  if (asset.kind === 'video') {
    const poster = posterOf(asset)
    return (
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- the films are silent; what they show stands in the label
      <video controls playsInline preload="metadata" {...(poster === null ? {} : { poster })} aria-label={asset.alt}>
        <source src={asset.url} type={asset.mime} />
      </video>
    )
  }
  const { url, width, height } = renditionOf(asset, ratio)
  return <img src={url} alt={asset.alt} width={width} height={height} loading="lazy" decoding="async" />
}

/** A new wish for a part that is there: the old one stays, and this says how far the new one is or why it did not come. */
function Another({ job, kind, now }: { job: Job; kind: 'image' | 'video'; now: number | null }) {
  const words = en.post.another
  const said = jobWords(job, now)
  const bad = isBad(said.face)
  const label = bad
    ? (said.face === 'refused' ? words.refused : words.failed)[kind]
    : isRunning(said.face)
      ? words.making[kind]
      : said.label
  return (
    <div className="another">
      <span className="fl">
        <span className="state" data-s={said.face}>
          <Glyph name={said.face} value={job.progress ?? 0} />
          <span>{label}</span>
        </span>
        {said.fact === null ? null : <span className="mono cap">{said.fact}</span>}
      </span>
      {bad ? (
        <p className="cap">
          {job.error?.reason ? `“${job.error.reason}”` : job.error?.message} {words.kept}
        </p>
      ) : null}
      {isRunning(said.face) ? (
        <Bar value={job.progress} state={said.face} label={label} words={barWords(job, said)} />
      ) : null}
    </div>
  )
}

type Phase = 'folded' | 'unfolding' | 'open'

/** Opens once, after the picture is decoded, when it arrives before somebody's eyes; else, and when it comes back, it is simply there. */
function useUnfolding(
  asset: Asset | null,
  still: string | null,
  arriving: boolean,
  slot: RefObject<HTMLDivElement | null>,
): Phase {
  const [phase, setPhase] = useState<Phase>(asset === null ? 'folded' : 'open')
  const id = asset?.id ?? null
  const shown = useRef(new Set([id]))
  useEffect(() => {
    const known = shown.current.has(id)
    shown.current.add(id)
    if (id === null) {
      setPhase('folded')
      return
    }
    if (known || !arriving || still === null || !onScreen(slot.current)) {
      setPhase('open')
      return
    }
    let left = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const picture = new Image()
    picture.src = still
    const show = (): void => {
      if (left) return
      setPhase('unfolding')
      timer = setTimeout(() => setPhase('open'), 900)
    }
    picture.decode().then(show, () => {
      if (!left) setPhase('open')
    })
    return () => {
      left = true
      clearTimeout(timer)
    }
    // What else changes while it opens must not open it again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [id])
  return phase
}

function onScreen(element: HTMLElement | null): boolean {
  if (element === null || document.visibilityState !== 'visible') return false
  const { top, bottom } = element.getBoundingClientRect()
  return bottom > 0 && top < innerHeight
}

/** A picture that stands for the asset while it opens: the image itself or the video's poster. */
function stillOf(asset: Asset, ratio: number): string | null {
  return asset.kind === 'video' ? posterOf(asset) : renditionOf(asset, ratio).url
}

function ratioOf(platform: Platform, kind: 'image' | 'video'): number {
  if (kind === 'video') return platform === 'tiktok' ? 9 / 16 : 4 / 5
  const { width, height } = platformRules[platform].still
  return width / height
}

function draftWords(asset: Asset): string {
  return asset.durationMs === null ? en.campaign.draft : `${en.campaign.draft} · ${stopwatch(asset.durationMs)}`
}
