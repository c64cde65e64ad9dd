'use client'

import { CircleAlert, Lock, PenLine, Undo2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Job } from '../../lib/domain/job.ts'
import { platformRules, type Platform } from '../../lib/domain/platform-rules.ts'
import { en } from '../messages/en.ts'
import { Bar } from '../ui/bar.tsx'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Note } from '../ui/note.tsx'
import { contentOf, type Fault, type TextDraft } from './draft.ts'

const words = en.post.editor

export type Barrier = 'locked' | 'writing' | 'nothing' | null

type TextPanelProps = {
  platform: Platform
  fields: TextDraft
  used: number
  faults: readonly Fault[]
  /** The version that stands; saving makes the next. */
  version: number
  changed: boolean
  barrier: Barrier
  /** False in the server's picture: words that nobody hears would be lost. */
  hears: boolean
  /** False while somebody else's words are to be looked at first. */
  free: boolean
  sending: boolean
  /** A field that shall have the focus, asked for by `at`. */
  wanted: { field: keyof TextDraft; at: number } | null
  onType(fields: TextDraft): void
  onUndo(): void
  onSave(): void
}

/** The words of a post for one platform, counted as it counts. */
export function TextPanel(props: TextPanelProps) {
  const { platform, fields, used, faults, version, changed, barrier, hears, free, sending, wanted } = props
  const { name, maxCharacters, hashtags } = platformRules[platform]
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (wanted === null) return
    const field = form.current?.elements.namedItem(wanted.field)
    if (field instanceof HTMLElement) field.focus()
  }, [wanted])
  const of = (field: keyof TextDraft) => {
    const fault = faults.find((one) => one.field === field)
    return {
      name: field,
      readOnly: barrier !== null || !hears,
      ...(fault ? { 'aria-invalid': true as const, 'aria-describedby': `fault-${field}` } : {}),
    }
  }
  const over = used > maxCharacters
  return (
    <section aria-label={words.text}>
      <div className="row spread mb-3">
        <h2 className="head">{words.text}</h2>
        {barrier === null ? <span className="cap">{words.kept(version + 1)}</span> : null}
      </div>
      <BarrierNote barrier={barrier} platform={name} />
      <form
        ref={form}
        className="edit"
        data-over={over || undefined}
        aria-label={words.textFor(name)}
        onSubmit={(event) => {
          event.preventDefault()
          props.onSave()
        }}
      >
        <textarea
          rows={7}
          dir="auto"
          aria-label={words.textFor(name)}
          value={fields.text}
          onChange={(event) => props.onType({ ...fields, text: event.target.value })}
          {...of('text')}
        />
        <div className="line">
          <label htmlFor="hashtags">{words.hashtags}</label>
          <input
            id="hashtags"
            dir="auto"
            autoComplete="off"
            value={fields.hashtags}
            onChange={(event) => props.onType({ ...fields, hashtags: event.target.value })}
            {...of('hashtags')}
          />
        </div>
        <div className="line">
          <label htmlFor="link">{words.link}</label>
          <input
            id="link"
            inputMode="url"
            autoComplete="off"
            value={fields.link}
            onChange={(event) => props.onType({ ...fields, link: event.target.value })}
            {...of('link')}
          />
        </div>
        {faults.map(({ field, message }) => (
          <p key={field} className="err" id={`fault-${field}`}>
            <CircleAlert className="ic ic-s" aria-hidden="true" />
            {message}
          </p>
        ))}
        <div className="foot">
          <span className="lim">
            <Bar
              value={Math.min(1, used / maxCharacters)}
              state={over ? 'failed' : 'processing'}
              label={words.used}
              words={words.usedText(used, maxCharacters)}
            />
          </span>
          <span className={over ? 'mono cap bad' : 'mono cap'}>{words.count(used, maxCharacters)}</span>
          <span className="mono cap">{words.tags(contentOf(fields).hashtags.length, hashtags.max)}</span>
          <span className="grow" />
          <Button
            size="s"
            look="ghost"
            icon={<Undo2 className="ic" aria-hidden="true" />}
            disabled={!changed || sending}
            onClick={props.onUndo}
          >
            {words.undo}
          </Button>
          <Button type="submit" size="s" look="ink" disabled={!changed || sending || barrier !== null || !free}>
            {sending ? words.saving : words.save(version + 1)}
          </Button>
        </div>
      </form>
    </section>
  )
}

function BarrierNote({ barrier, platform }: { barrier: Barrier; platform: string }) {
  switch (barrier) {
    case null:
      return null
    case 'locked':
      return (
        <Note icon={<Lock className="ic" aria-hidden="true" />} title={words.lockedTitle}>
          {words.lockedText}
        </Note>
      )
    case 'writing':
      return (
        <Note tone="acc" icon={<PenLine className="ic" aria-hidden="true" />} title={words.writingTitle}>
          {words.writingText}
        </Note>
      )
    case 'nothing':
      return (
        <Note icon={<PenLine className="ic" aria-hidden="true" />} title={words.nothingTitle}>
          {words.noText(platform)}
        </Note>
      )
  }
}

/** Another telling was wished for and did not come: why, and that nothing was lost. */
export function TextNotMade({ job }: { job: Job }) {
  const { another } = en.post
  const refused = job.error?.code === 'refused'
  return (
    <Note
      tone="bad"
      icon={<Glyph name={refused ? 'refused' : 'failed'} />}
      title={`${refused ? another.refused.text : another.failed.text}.`}
    >
      {job.error?.reason ? `“${job.error.reason}”` : job.error?.message} {another.kept}
    </Note>
  )
}
