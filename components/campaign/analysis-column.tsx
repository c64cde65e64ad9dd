import type { ReactNode } from 'react'
import type { Analysis } from '../../lib/domain/analysis.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { en } from '../messages/en.ts'
import { Glyph } from '../ui/glyph.tsx'
import { faceOf, isBad, isOpen, type Face } from './job-face.ts'
import { jobWords, postWords, tookOf } from './job-words.ts'
import { partsOf, type Parts } from './parts.ts'
import { uploadWords } from './upload-words.ts'
import { websiteWords } from './website-words.ts'

const words = en.campaign.analysis

type AnalysisColumnProps = { view: CampaignView; now: number | null }

/** What the campaign is based on: as it is composed, then as it stands. */
export function AnalysisColumn({ view, now }: AnalysisColumnProps) {
  const { analysis, jobs, posts } = view
  const job = jobs.find((one) => one.kind === 'analysis')
  const said = job ? jobWords(job, now) : null
  const parts = job?.output?.parts ?? {}
  const last = Object.keys(parts).at(-1) ?? null
  const open = said !== null && isOpen(said.face)
  const streamed = (part: string): string | null => parts[`analysis.${part}`] ?? null
  const live = (part: string): boolean => open && last === `analysis.${part}`
  const text = (part: string, skeleton: ReactNode): ReactNode => {
    const so = streamed(part)
    if (so !== null) return <Composed text={so} caret={live(part)} />
    return open ? skeleton : <p className="ink3">{words.stopped}</p>
  }
  return (
    <aside className="ana" aria-label={words.title} aria-busy={open}>
      <h2>
        <span className="head">{words.title}</span>
        {said === null ? null : (
          <span className="state" data-s={said.face}>
            <Glyph name={said.face} value={job?.progress ?? 0} />
            <span className={said.face === 'completed' ? 'mono' : ''}>
              {said.face === 'completed' ? ((job && tookOf(job)) ?? said.label) : said.label}
            </span>
          </span>
        )}
      </h2>
      <Part title={words.summary}>
        {analysis ? <p>{analysis.summary}</p> : text('summary', <Lines widths={[96, 88, 52]} />)}
      </Part>
      <Part title={words.audience}>
        {analysis ? <p>{analysis.audience}</p> : text('audience', <Lines widths={[92, 64]} />)}
      </Part>
      <Part title={words.valuePropositions}>
        {analysis ? (
          <ul className="grid gap-1.5">
            {analysis.valuePropositions.map((proposition) => (
              <li key={proposition}>{proposition}</li>
            ))}
          </ul>
        ) : (
          text('valuePropositions', <Lines widths={[84, 90, 58]} />)
        )}
      </Part>
      <Part title={words.voice} more>
        {analysis ? <Voice voice={analysis.voice} /> : text('voice', <Lines widths={[92, 64]} />)}
      </Part>
      <Part title={words.mood} more>
        <Swatches palette={analysis ? Object.values(analysis.visualDirection.palette) : null} />
        {analysis ? <p>{analysis.visualDirection.mood}</p> : text('mood', <Lines widths={[80, 40]} />)}
      </Part>
      <Part title={words.angles(posts.length)}>
        {analysis || streamed('angles') === null ? <Angles view={view} now={now} /> : text('angles', null)}
      </Part>
      {analysis?.website ? (
        <Part title={en.website.title}>
          <p>{websiteWords(analysis.website, analysis.uploads !== undefined)}</p>
        </Part>
      ) : null}
      {analysis?.uploads ? (
        <Part title={en.uploads.title}>
          <ul className="grid gap-1.5">
            {analysis.uploads.map((upload) => (
              <li key={upload.id}>
                <span className="files-name" dir="auto">
                  {upload.name}
                </span>{' '}
                <span className="ink3">{uploadWords(upload)}</span>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {analysis && analysis.missing.length > 0 ? (
        <Part title={words.missing} more>
          <ul className="grid gap-2">
            {analysis.missing.map(({ fact, why }) => (
              <li key={fact}>
                {fact} <span className="ink3">{why}</span>
              </li>
            ))}
          </ul>
        </Part>
      ) : null}
      {analysis && analysis.notes.length > 0 ? (
        <Part title={words.notes}>
          {analysis.notes.map((note) => (
            <p key={note}>{note}</p>
          ))}
        </Part>
      ) : null}
    </aside>
  )
}

function Part({ title, more = false, children }: { title: string; more?: boolean; children: ReactNode }) {
  return (
    <section className={more ? 'ana-more' : undefined}>
      <h3>{title}</h3>
      {children}
    </section>
  )
}

/** Text as it is composed: append, caret, no typewriter. */
function Composed({ text, caret }: { text: string; caret: boolean }) {
  return (
    <p className="whitespace-pre-line">
      {text}
      {caret ? <span className="caret" aria-hidden="true" /> : null}
    </p>
  )
}

function Lines({ widths }: { widths: readonly number[] }) {
  return (
    <div aria-hidden="true">
      {widths.map((width, at) => (
        <div key={at} className="skel" style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}

function Voice({ voice }: { voice: Analysis['voice'] }) {
  return (
    <dl className="pair">
      <dt>{words.voiceDo}</dt>
      <dd>{joined(voice.do)}</dd>
      <dt>{words.voiceDont}</dt>
      <dd>{joined(voice.dont)}</dd>
    </dl>
  )
}

/** Whole sentences stand beside each other, phrases make a list. */
const joined = (parts: readonly string[]): string =>
  parts.every((part) => /[.!?]$/.test(part)) ? parts.join(' ') : parts.map((part) => part.replace(/\.$/, '')).join(', ')

function Swatches({ palette }: { palette: readonly string[] | null }) {
  if (palette === null) {
    return (
      <div className="sw is-open" aria-hidden="true">
        {[0, 1, 2, 3, 4].map((at) => (
          <i key={at} />
        ))}
      </div>
    )
  }
  return (
    <>
      <p className="sr">{`${words.palette}: ${palette.join(', ')}`}</p>
      <div className="sw" aria-hidden="true">
        {palette.map((colour) => (
          <i key={colour} style={{ background: colour }} />
        ))}
      </div>
    </>
  )
}

function Angles({ view, now }: AnalysisColumnProps) {
  return (
    <ol className="angles">
      {view.posts.map((post) => {
        const parts = partsOf(view, post)
        const { face, value } = faceOfPost(parts, now)
        const title = post.angle?.title ?? null
        return (
          <li key={post.id}>
            {view.analysis !== null && title !== null ? (
              <a href={`#p${post.index}`}>{title}</a>
            ) : (
              <span className="skel w-2/3" aria-hidden="true" />
            )}
            <span data-s={face}>
              <Glyph name={face} value={value} />
              <span className="sr">{en.campaign.states[face]}</span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}

/** One glyph for a post: what went wrong wins over what its label says. */
function faceOfPost(parts: Parts, now: number | null): { face: Face; value: number } {
  const bad = [parts.media, parts.text].flatMap((job) => (job && isBad(faceOf(job)) ? [faceOf(job)] : []))[0]
  return bad === undefined ? postWords(parts, now) : { face: bad, value: 0 }
}
