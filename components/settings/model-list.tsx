import type { ModelInUse, ModelListing } from '../../lib/domain/settings.ts'
import { en } from '../messages/en.ts'
import { capital, dateOf, dollars, listOf, moneyRange } from '../messages/numbers.ts'

const words = en.settings.models

type ListedPrice = ModelListing['prices'][number]

/** Each model once, with all it makes: what a piece costs here, what its vendor lists, and what is asked of it. */
export function ModelList({ models, currency }: { models: readonly ModelInUse[]; currency: string }) {
  const byModel = Object.values(Object.groupBy(models, ({ provider, model }) => `${provider} ${model}`))
  return (
    <ul className="sheet">
      {byModel.map((used) => {
        const [first] = used ?? []
        return first && used ? <Model key={first.kind} first={first} used={used} currency={currency} /> : null
      })}
    </ul>
  )
}

type ModelProps = { first: ModelInUse; used: readonly ModelInUse[]; currency: string }

function Model({ first, used, currency }: ModelProps) {
  const { model, note } = first
  const name = capital(listOf(used.map(({ kind }) => words.kinds[kind].toLowerCase())))
  return (
    <li className="mk">
      <div className="mk-head">
        <div>
          <b>{name}</b> <span className="mono ink2">{model}</span>
        </div>
        {used.every(({ highMicros }) => highMicros === 0) ? (
          <span className="ink2">{first.provider === 'studio' ? words.free : words.uncounted}</span>
        ) : (
          <ul className="mk-cost">
            {used.map(({ kind, lowMicros, highMicros }) => (
              <li key={kind}>
                <span className="mono">{moneyRange(lowMicros, highMicros, currency)}</span> {words.each[kind]}
              </li>
            ))}
          </ul>
        )}
      </div>
      {note?.listing ? <Prices listing={note.listing} first={first} /> : null}
      {note === null ? null : (
        <div className="cap">
          <p>
            {used.map(limitsOf).join(' ')} {note.variable === null ? null : words.variable(note.variable)}
          </p>
          <p>{note.listing ? words.source(note.listing.source, dateOf(note.listing.readOn)) : words.unlisted}</p>
        </div>
      )}
    </li>
  )
}

function limitsOf({ kind, note }: ModelInUse): string {
  if (note === null || note.limits.length === 0) return ''
  return words.limits(
    words.each[kind],
    note.limits.map((limit) => words.limit[limit.of](limit.most)),
  )
}

function Prices({ listing, first }: { listing: ModelListing; first: ModelInUse }) {
  const { columns } = words
  const media = first.kind === 'image' ? columns.image : first.kind === 'video' ? columns.video : null
  const isBySecond = listing.prices.every((price) => 'second' in price)
  const heads = isBySecond
    ? [columns.from, columns.second]
    : [columns.from, columns.input, columns.cachedInput, columns.output, ...(media === null ? [] : [media])]
  const amounts = (price: ListedPrice): number[] =>
    'second' in price
      ? [price.second]
      : [price.input, price.cachedInput, price.output, ...(media === null ? [] : [price.media ?? price.output])]
  return (
    <table className="prices">
      <caption className="cap">{isBySecond ? words.unitSecond : words.unit}</caption>
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {listing.prices.map((price, at) => (
          <tr key={price.from} className={at === listing.current ? undefined : 'ink3'}>
            <th scope="row">
              {dateOf(price.from)}
              {at === listing.current && listing.prices.length > 1 ? `, ${words.now}` : null}
            </th>
            {amounts(price).map((amount, column) => (
              <td key={heads[column + 1]}>{dollars(amount)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
