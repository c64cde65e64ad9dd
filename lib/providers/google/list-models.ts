import { ProviderError } from '../../domain/errors.ts'
import type { JobKind } from '../../domain/job.ts'
import type { ModelLimit, ModelNote } from '../../domain/settings.ts'
import { rethrow, type Gemini } from './client.ts'
import { filmed, googleModels, limits, picture, type GoogleModel } from './data/models.ts'
import { underLimit } from '../deadline.ts'
import { readVendorError } from './vendor-error.ts'

/** The models that Google lists for the key, by id. One call that generates nothing and costs nothing. Throws ProviderError. */
export async function listModels(gemini: Gemini): Promise<ReadonlySet<string>> {
  const { signal } = new AbortController()
  try {
    const { page } = await underLimit(signal, gemini.patience.poll, (abortSignal) =>
      gemini.sdk.models.list({ config: { pageSize: 1_000, abortSignal } }),
    )
    return new Set(page.flatMap(({ name }) => (name === undefined ? [] : [name.replace(/^models\//, '')])))
  } catch (error) {
    if (readVendorError(error).status === 404) throw new ProviderError(noList)
    return rethrow(error, 'text', gemini, signal)
  }
}

const noList = {
  code: 'unavailable',
  message: 'There is no list of models at this address, so the key could not be tested.',
} as const

const kindOf = { analysis: 'text', text: 'text', image: 'image', video: 'video' } as const satisfies Record<
  JobKind,
  GoogleModel['kind']
>
const asked: Record<JobKind, ModelLimit[]> = {
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
}

/** What was looked up of the model for a kind, and the most that is asked of it. */
export function noteOf({ models, now }: Pick<Gemini, 'models' | 'now'>, kind: JobKind): ModelNote {
  const known = googleModels[models[kindOf[kind]]]
  const today = new Date(now()).toISOString().slice(0, 10)
  return {
    variable: `GOOGLE_${kindOf[kind].toUpperCase()}_MODEL`,
    limits: asked[kind],
    listing: known
      ? {
          prices: known.prices.map(({ mediaOutput, ...price }) => ({ ...price, media: mediaOutput ?? null })),
          current: Math.max(
            0,
            known.prices.findLastIndex(({ from }) => from <= today),
          ),
          source: known.source,
          readOn: known.readOn,
        }
      : null,
  }
}
