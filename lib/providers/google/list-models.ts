import { ProviderError } from '../../domain/errors.ts'
import type { JobKind } from '../../domain/job.ts'
import type { ModelLimit, ModelListing, ModelNote } from '../../domain/settings.ts'
import { rethrow, type Gemini } from './client.ts'
import { listingOf, type Limits } from './catalogue.ts'
import { filmed, picture } from './data/models.ts'
import type { GoogleModel, ListedPrice } from './listing.ts'
import { underLimit } from '../deadline.ts'
import { readVendorError } from './vendor-error.ts'

/** Which models Google has for the key. One call that generates nothing and costs nothing; on Vertex AI one for each model. Throws ProviderError. */
export async function listModels(gemini: Gemini): Promise<(model: string) => boolean | null> {
  if (gemini.vertex) return countOneWord(gemini)
  const { signal } = new AbortController()
  try {
    const { page } = await underLimit(signal, gemini.patience.poll, (abortSignal) =>
      gemini.sdk.models.list({ config: { pageSize: 1_000, abortSignal } }),
    )
    const listed = new Set(page.flatMap(({ name }) => (name === undefined ? [] : [name.replace(/^models\//, '')])))
    return (model) => listed.has(model)
  } catch (error) {
    if (readVendorError(error).status === 404) throw new ProviderError(noList)
    return rethrow(error, 'text', gemini, signal)
  }
}

/**
 * Vertex AI lists its models for anybody. Counting the tokens of a word costs nothing and needs all that making something needs: credentials,
 * project, right, location. Veo counts no words, so nothing is said of it.
 */
async function countOneWord(gemini: Gemini): Promise<(model: string) => boolean | null> {
  const { sdk, models, patience } = gemini
  const { signal } = new AbortController()
  const offers = new Map<string, boolean>()
  for (const model of new Set([models.text, models.image])) {
    try {
      await underLimit(signal, patience.poll, (abortSignal) =>
        sdk.models.countTokens({ model, contents: 'word', config: { abortSignal } }),
      )
      offers.set(model, true)
    } catch (error) {
      if (readVendorError(error).status !== 404) rethrow(error, 'text', gemini, signal)
      offers.set(model, false)
    }
  }
  return (model) => offers.get(model) ?? null
}

const noList = {
  code: 'unavailable',
  message: 'There is no list of models at this address, so the key could not be tested.',
} as const

const kindOf = { analysis: 'text', text: 'text', image: 'image', video: 'video' } as const satisfies Record<
  JobKind,
  GoogleModel['kind']
>
const askedOf = (limits: Limits): Record<JobKind, ModelLimit[]> => ({
  analysis: [
    { of: 'input', most: limits.analysis.input },
    { of: 'output', most: limits.analysis.output },
  ],
  text: [
    { of: 'input', most: limits.text.input },
    { of: 'output', most: limits.text.output },
  ],
  image: [
    { of: 'input', most: limits.image.input },
    { of: 'picture', most: picture.tokens },
  ],
  video: [
    { of: 'input', most: limits.video.input },
    { of: 'film', most: filmed.mostSeconds },
  ],
})

/** Veo counts no tokens, and films as long as it is asked to. */
const veoAsked: ModelLimit[] = [{ of: 'film', most: filmed.seconds }]

/** What was looked up of the model for a kind, and the most that is asked of it. */
export function noteOf(
  { models, now, vertex, catalogue }: Pick<Gemini, 'models' | 'now' | 'vertex' | 'catalogue'>,
  kind: JobKind,
): ModelNote {
  const known = listingOf(catalogue, kindOf[kind], models[kindOf[kind]])
  const today = new Date(now()).toISOString().slice(0, 10)
  return {
    variable: `GOOGLE_${kindOf[kind].toUpperCase()}_MODEL`,
    limits: kind === 'video' && vertex ? veoAsked : askedOf(catalogue.limits)[kind],
    listing: known
      ? {
          prices: known.prices.map(listed),
          current: Math.max(
            0,
            known.prices.findLastIndex((price) => price.from <= today),
          ),
          source: known.source,
          readOn: known.readOn,
        }
      : null,
  }
}

function listed(price: ListedPrice): ModelListing['prices'][number] {
  if ('second' in price) return price
  const { mediaOutput, ...rest } = price
  return { ...rest, media: mediaOutput ?? null }
}
