import type { Angle } from '../../lib/domain/analysis.ts'
import type { Job } from '../../lib/domain/job.ts'
import { en } from '../messages/en.ts'
import { Bar } from '../ui/bar.tsx'
import { Glyph } from '../ui/glyph.tsx'
import { isOpen } from './job-face.ts'
import { barWords, jobWords } from './job-words.ts'

type FoldProps = {
  job: Job | undefined
  kind: 'image' | 'video'
  angle: Angle | null
  wide: boolean
  now: number | null
}

/** The folded slot: three facets that say what will be there, the last one with the state of its job. */
export function Fold({ job, kind, angle, wide, now }: FoldProps) {
  const facets = facetsOf(kind, angle)
  const said = job ? jobWords(job, now, true) : null
  const shows = job && said && isOpen(said.face) && said.face !== 'blocked'
  return (
    <div className={wide ? 'fold is-wide' : 'fold'}>
      {facets.map((facet, at) => (
        <i key={at}>
          {facet && !(wide && at > 0) ? (
            <>
              <b>{facet.label}</b>
              <q>{facet.text}</q>
            </>
          ) : null}
        </i>
      ))}
      {shows ? (
        <div className="fold-note">
          <span className="fl">
            <span className="state" data-s={said.face}>
              <Glyph name={said.face} value={job.progress ?? 0} />
              <span>{said.label}</span>
            </span>
            {said.fact === null ? null : <span className="mono cap">{said.fact}</span>}
          </span>
          {said.face === 'processing' || said.face === 'waiting' ? (
            <Bar value={job.progress} state={said.face} label={said.label} words={barWords(job, said)} />
          ) : null}
        </div>
      ) : null}
    </div>
  )
}

type Facet = { label: string; text: string } | null

function facetsOf(kind: 'image' | 'video', angle: Angle | null): [Facet, Facet, Facet] {
  const words = en.campaign.folds
  if (angle === null) return [null, null, null]
  if (kind === 'video' && angle.storyboard !== null) {
    const { hook, proofs, endCard } = angle.storyboard
    return [
      { label: words.hook, text: hook },
      { label: words.proof, text: proofs[0] ?? '' },
      { label: words.end, text: endCard },
    ]
  }
  return [{ label: words.headline, text: angle.headline }, { label: words.picture, text: angle.picture }, null]
}
