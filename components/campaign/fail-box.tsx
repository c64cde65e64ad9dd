import { Pencil, RotateCw } from 'lucide-react'
import type { Job } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'
import { Button } from '../ui/button.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { faceOf } from './job-face.ts'
import { chargeWords } from './job-words.ts'
import type { PartKind } from './parts.ts'

type FailBoxProps = {
  job: Job
  kind: PartKind
  onRetry(): void
  /** Asks what should be different first; null while the post is locked. */
  onChange: (() => void) | null
}

/** Why a part is not there, in its place, and what can be done. What was refused needs a change before it needs a retry. */
export function FailBox({ job, kind, onRetry, onChange }: FailBoxProps) {
  const words = en.campaign.board
  const face = faceOf(job)
  const canceled = face === 'canceled'
  const refused = face === 'refused'
  const { error } = job
  const title = canceled
    ? (error?.message ?? en.jobs.canceled)
    : refused
      ? words.refusedTitle[kind]
      : words.failedTitle[kind]
  const reason = error?.reason ? `“${error.reason}”` : canceled ? null : (error?.message ?? null)
  const charge = chargeWords(job)
  const retry = (
    <Button
      size="s"
      look={refused ? 'ghost' : 'plain'}
      icon={refused ? undefined : <RotateCw className="ic" aria-hidden="true" />}
      onClick={onRetry}
    >
      {refused ? en.post.acts.retryAsIs : en.campaign.retryJob}
    </Button>
  )
  return (
    <div className={canceled ? 'failbox is-canceled' : 'failbox'}>
      <span className="state" data-s={face}>
        <Glyph name={face} />
        <b>{title}</b>
      </span>
      {reason === null && charge === '' ? null : (
        <p>
          {reason} {charge}
          {job.failures > 1 ? ` ${words.tries(job.failures)}` : null}
        </p>
      )}
      <div className="row row-s wrap">
        {refused && onChange !== null ? (
          <Button size="s" icon={<Pencil className="ic" aria-hidden="true" />} onClick={onChange}>
            {en.post.acts.changeAndRetry}
          </Button>
        ) : null}
        {retry}
      </div>
    </div>
  )
}
