'use client'

import type { Quote } from '../../lib/domain/quote.ts'
import { platformRules } from '../../lib/domain/platform-rules.ts'
import { Strip } from '../campaign/strip.tsx'
import { en } from '../messages/en.ts'
import { maker } from '../messages/maker.ts'
import { money, moneyRange, spanOf } from '../messages/numbers.ts'
import { PlatformFrame } from '../platform/frame.tsx'
import { Button } from '../ui/button.tsx'
import { Offer } from './offer.tsx'

const words = en.brief.plan

type PlanCardProps = {
  quote: Quote | null
  failed: boolean
  busy: boolean
  empty: boolean
  sending: boolean
  /** For files that are on their way. */
  waiting: boolean
  platforms: number
  /** What the campaign may cost at most, micros; null for no cap. */
  budgetMicros: number | null
  /** What was made before is to be taken. */
  reuse: boolean
  onReuse(reuse: boolean): void
}

/** What this brief would run, what it takes and costs as far as that is known, and how a post would read. */
export function PlanCard(props: PlanCardProps) {
  const { quote, failed, busy, empty, sending, waiting, platforms, budgetMicros, reuse, onReuse } = props
  return (
    <aside className="plan" aria-label={words.title} aria-busy={busy}>
      <div className="top">
        <h2 className="head">{words.title}</h2>
        {quote === null ? (
          <p className="cap mt-3 pb-3">{failed && !empty ? words.failed : words.notYet}</p>
        ) : (
          <Planned quote={quote} platforms={platforms} reuse={reuse} />
        )}
        {quote === null || budgetMicros === null ? null : (
          <p className="cap pb-3">
            {words.budget(budgetMicros === 0 ? null : money(budgetMicros, quote.cost.currency))}
          </p>
        )}
        {quote?.existing ? <Offer quote={quote} existing={quote.existing} on={reuse} onChange={onReuse} /> : null}
      </div>
      {quote?.sample ? <Sample sample={quote.sample} /> : null}
      {quote && quote.notes.length > 0 ? (
        <div className="plan-notes">
          {quote.notes.map((note) => (
            <p key={note} className="cap">
              {note}
            </p>
          ))}
        </div>
      ) : null}
      <div className="go">
        <Button type="submit" look="primary" size="l" disabled={sending || waiting}>
          {deed(sending, waiting)}
        </Button>
        <p className="cap">{words.promise}</p>
      </div>
    </aside>
  )
}

/** The same button for phones, always in reach. */
export function GoBar({ quote, sending, waiting }: Pick<PlanCardProps, 'quote' | 'sending' | 'waiting'>) {
  const jobs = quote?.jobs.reduce((sum, job) => sum + job.count, 0) ?? 0
  return (
    <div className="gobar only-phone">
      <span className="grow">
        {quote === null ? (
          <b>{words.title}</b>
        ) : (
          <>
            <b>{costOf(quote)}</b>
            <span className="cap block">
              {[quote.time ? spanOf(quote.time.lowMs, quote.time.highMs) : null, words.jobs(jobs)]
                .filter(Boolean)
                .join(', ')}
            </span>
          </>
        )}
      </span>
      <Button type="submit" look="primary" disabled={sending || waiting}>
        {deed(sending, waiting)}
      </Button>
    </div>
  )
}

const deed = (sending: boolean, waiting: boolean): string => {
  if (waiting) return en.uploads.waiting
  return sending ? words.making : words.make
}

function Planned({ quote, platforms, reuse }: { quote: Quote; platforms: number; reuse: boolean }) {
  const segments = quote.jobs.flatMap((line) =>
    Array.from({ length: line.count }, () => ({
      kind: line.kind,
      face: 'queued' as const,
      progress: null,
      weight: line.weight,
    })),
  )
  const isShared = new Set(quote.jobs.map(({ provider }) => provider)).size > 1
  return (
    <>
      <dl className="sum">
        <div>
          <dt>{words.takes}</dt>
          <dd>{quote.time ? spanOf(quote.time.lowMs, quote.time.highMs) : words.noHistory}</dd>
        </div>
        <div>
          <dt>{words.costs}</dt>
          <dd>{costOf(quote)}</dd>
        </div>
      </dl>
      {quote.time ? null : <p className="cap -mt-3 mb-4">{words.noHistoryWhy}</p>}
      <Strip jobs={segments} small label={words.strip} percent={0} words={words.jobs(segments.length)} />
      <table className="jobs">
        <caption className="sr">{words.caption}</caption>
        <tbody>
          {quote.jobs.map((line) => (
            <tr key={line.kind}>
              <th scope="row">
                {words.lines[line.kind](line.count)}
                {line.kind === 'text' ? (
                  <span className="font-normal text-ink-3">{words.perPlatform(platforms)}</span>
                ) : null}
                {isShared ? <span className="font-normal text-ink-3">{maker(words.by, line.provider)}</span> : null}
              </th>
              <td className="mono">{line.expected ? eachOf(line) : ''}</td>
              <td className="mono">{costOfLine(line, quote, reuse)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function Sample({ sample }: { sample: NonNullable<Quote['sample']> }) {
  const { platform, name, handle, text } = sample
  return (
    <div className="smp">
      <div className="lab">
        <span className="label">{words.sample}</span>
        <span className="label">{platformRules[platform].name}</span>
      </div>
      <PlatformFrame
        platform={platform}
        account={{ name, handle, under: null, palette: null }}
        wording={{ text, hashtags: [], link: null, running: false }}
        media={null}
        folded
        whole
      />
    </div>
  )
}

function costOfLine(
  { kind, count, lowMicros, highMicros }: Quote['jobs'][number],
  quote: Quote,
  reuse: boolean,
): string {
  const { existing, cost } = quote
  const taken = reuse ? (existing?.jobs.find((one) => one.kind === kind)?.count ?? 0) : 0
  const surely = existing?.ifWebsiteIsSame === false ? taken : 0
  if (surely === count) return words.offer.taken
  return moneyRange(lowMicros * (count - taken), highMicros * (count - surely), cost.currency)
}

function costOf({ cost, provider }: Quote): string {
  if (cost.highMicros === 0 && provider === 'studio') return words.free
  if (cost.highMicros === 0 && provider === 'openai') return words.own
  if (cost.highMicros === 0) return words.offer.nothing
  return moneyRange(cost.lowMicros, cost.highMicros, cost.currency)
}

function eachOf({ count, expected }: Quote['jobs'][number]): string {
  if (expected === null) return ''
  const span = spanOf(expected.p50Ms, expected.p90Ms)
  return count === 1 ? span : words.each(span)
}
