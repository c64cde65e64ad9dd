'use client'

import { Pencil, RotateCw, Trash2, WifiOff } from 'lucide-react'
import type { Connection } from '../../hooks/campaign-feed.ts'
import { isSettledCampaign, type CampaignView } from '../../lib/domain/campaign.ts'
import type { Job } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'
import { running } from '../messages/numbers.ts'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Note } from '../ui/note.tsx'
import type { BoardDeeds } from './board-deeds.ts'
import { BudgetNote } from './budget-note.tsx'
import { KeyNote } from './key-note.tsx'
import { faceOf, isBad } from './job-face.ts'
import { chargeWords } from './job-words.ts'
import { QuotaNote } from './quota-note.tsx'
import type { CampaignActions } from './use-campaign-actions.ts'

const words = en.campaign

type NoticesProps = {
  view: CampaignView
  connection: Connection
  now: number | null
  actions: CampaignActions
  busy: boolean
  deeds: Pick<BoardDeeds, 'remake'>
  retryNow(): void
}

/** What stands between the strip and the board: each stays until its cause is gone. */
export function Notices({ view, connection, now, actions, busy, deeds, retryNow }: NoticesProps) {
  const retryIcon = <RotateCw className="ic" aria-hidden="true" />
  const bad = view.jobs.filter((job) => isBad(faceOf(job)))
  const canceled = view.jobs.filter((job) => job.status === 'canceled')
  const offline = connection.state === 'offline'
  const nextTry =
    connection.nextTryAt === null || now === null
      ? words.notes.tryingNow
      : words.notes.nextTry(running(Math.max(1_000, connection.nextTryAt - now)))
  return (
    <div className="notices">
      {connection.gone ? (
        <Note icon={<Trash2 className="ic" aria-hidden="true" />} title={words.notes.goneTitle}>
          {words.notes.goneText}
        </Note>
      ) : null}
      {offline ? (
        <Note
          icon={<WifiOff className="ic" aria-hidden="true" />}
          title={words.notes.offlineTitle}
          actions={
            <Button size="s" onClick={retryNow}>
              {words.actions.tryNow}
            </Button>
          }
        >
          {isSettledCampaign(view.status)
            ? words.notes.settledOfflineText
            : words.notes.offlineText(view.seq) + nextTry}
        </Note>
      ) : null}
      <BudgetNote view={view} actions={actions} busy={busy} />
      <KeyNote jobs={view.jobs} />
      <QuotaNote jobs={view.jobs} now={now} />
      {view.status === 'canceled' ? (
        <Note
          icon={<Glyph name="canceled" />}
          title={words.notes.canceledTitle}
          actions={
            <Button size="s" icon={retryIcon} disabled={busy} onClick={() => actions.retry([...canceled, ...bad])}>
              {words.actions.retryMissing}
            </Button>
          }
        >
          {words.notes.canceledText}
        </Note>
      ) : null}
      {view.status !== 'partial' && view.status !== 'failed' ? null : bad.length > 2 ? (
        <Note
          tone="bad"
          icon={<Glyph name="failed" />}
          title={words.notes.severalTitle(bad.length)}
          actions={
            <Button size="s" icon={retryIcon} disabled={busy} onClick={() => actions.retry(bad)}>
              {words.actions.retryAll(bad.length)}
            </Button>
          }
        >
          {words.notes.severalText}
        </Note>
      ) : (
        bad.map((job) => <BadJob key={job.id} job={job} view={view} actions={actions} busy={busy} deeds={deeds} />)
      )}
    </div>
  )
}

function BadJob({
  job,
  view,
  actions,
  busy,
  deeds,
}: { job: Job } & Pick<NoticesProps, 'view' | 'actions' | 'busy' | 'deeds'>) {
  const post = view.posts.find((one) => one.id === job.postId)
  const { kind } = job
  const name = words.timeline.of(kind, post?.index ?? null)
  const refused = job.error?.code === 'refused'
  const change = refused && post && !post.locked && kind !== 'analysis' ? () => deeds.remake(post, kind) : null
  return (
    <Note
      tone="bad"
      icon={<Glyph name={refused ? 'refused' : 'failed'} />}
      title={words.notes.failedTitle(post?.angle ? `${name}, ${post.angle.title}` : name)}
      actions={
        <>
          {change === null ? null : (
            <Button size="s" icon={<Pencil className="ic" aria-hidden="true" />} disabled={busy} onClick={change}>
              {words.actions.changeInstruction}
            </Button>
          )}
          <Button
            size="s"
            look={change === null ? 'plain' : 'ghost'}
            icon={change === null ? <RotateCw className="ic" aria-hidden="true" /> : undefined}
            disabled={busy}
            onClick={() => actions.retry([job])}
          >
            {change === null ? words.actions.retryFailed : en.post.acts.retryAsIs}
          </Button>
        </>
      }
    >
      {job.error?.reason ? `“${job.error.reason}”` : job.error?.message} {chargeWords(job)}
    </Note>
  )
}
