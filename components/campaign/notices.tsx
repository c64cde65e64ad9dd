'use client'

import { RotateCw, Trash2, WifiOff } from 'lucide-react'
import type { Connection } from '../../hooks/campaign-feed.ts'
import { isSettledCampaign, type CampaignView } from '../../lib/domain/campaign.ts'
import { en } from '../messages/en.ts'
import { running } from '../messages/numbers.ts'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { Note } from '../ui/note.tsx'
import { faceOf, isBad } from './job-face.ts'
import type { CampaignActions } from './use-campaign-actions.ts'

const words = en.campaign

type NoticesProps = {
  view: CampaignView
  connection: Connection
  now: number | null
  actions: CampaignActions
  retryNow(): void
}

/** What stands between the strip and the board: each stays until its cause is gone. */
export function Notices({ view, connection, now, actions, retryNow }: NoticesProps) {
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
      {view.status === 'canceled' ? (
        <Note
          icon={<Glyph name="canceled" />}
          title={words.notes.canceledTitle}
          actions={
            <Button
              size="s"
              icon={retryIcon}
              disabled={actions.busy}
              onClick={() => actions.retry([...canceled, ...bad])}
            >
              {words.actions.retryMissing}
            </Button>
          }
        >
          {words.notes.canceledText}
        </Note>
      ) : null}
      {view.status === 'partial' || view.status === 'failed'
        ? bad.map((job) => {
            const post = view.posts.find((one) => one.id === job.postId)
            const name = words.timeline.of(job.kind, post?.index ?? null)
            const title = post?.angle ? `${name}, ${post.angle.title}` : name
            const refused = job.error?.code === 'refused'
            return (
              <Note
                key={job.id}
                tone="bad"
                icon={<Glyph name={refused ? 'refused' : 'failed'} />}
                title={words.notes.failedTitle(title)}
                actions={
                  <Button size="s" icon={retryIcon} disabled={actions.busy} onClick={() => actions.retry([job])}>
                    {words.actions.retryFailed}
                  </Button>
                }
              >
                {job.error?.reason ? `“${job.error.reason}”` : job.error?.message}{' '}
                {job.error?.charged ? words.board.charged : words.board.nothingCharged}
              </Note>
            )
          })
        : null}
    </div>
  )
}
