import { Switch } from 'radix-ui'
import type { Existing, Quote } from '../../lib/domain/quote.ts'
import { en } from '../messages/en.ts'
import { listOf } from '../messages/numbers.ts'

const words = en.brief.plan.offer

type OfferProps = { quote: Quote; existing: Existing; on: boolean; onChange(on: boolean): void }

/** The very same was made before: one switch takes it. */
export function Offer({ quote, existing, on, onChange }: OfferProps) {
  const what = listOf(existing.jobs.map(({ kind, count }) => words.parts[kind](count)))
  const isPaid = quote.jobs.some(({ highMicros }) => highMicros > 0)
  return (
    <div className="offer">
      <Switch.Root
        id="reuse"
        className="switch"
        checked={on}
        onCheckedChange={onChange}
        aria-describedby="reuse-what"
      />
      <div className="min-w-0">
        <label htmlFor="reuse">
          <b>{words.title}</b>
        </label>
        <p id="reuse-what" className="cap">
          {(isPaid ? words.forNothing : words.again)(what, existing.name)}
          {existing.ifWebsiteIsSame ? ` ${words.ifWebsiteIsSame}` : ''}
        </p>
      </div>
    </div>
  )
}
