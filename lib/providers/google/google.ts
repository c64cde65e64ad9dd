import type { Brief } from '../../domain/brief.ts'
import { isProviderError, ProviderError } from '../../domain/errors.ts'
import type { Provider } from '../../domain/provider.ts'
import { analyze } from '../writing/analyze.ts'
import type { Model } from '../writing/ask-json.ts'
import { write } from '../writing/write.ts'
import { askJson } from './ask-json.ts'
import { createSdk, googleAddress, usualPatience, type Gemini, type Patience } from './client.ts'
import type { GoogleModel } from './data/models.ts'
import { draw } from './draw.ts'
import { createFilm, type FilmOptions } from './film.ts'
import { listModels, noteOf } from './list-models.ts'
import { createPrices } from './prices.ts'

export type GoogleOptions = {
  /** Looked at for every call, where it is a function: the key may change. */
  apiKey: string | (() => string)
  /** Google's own address when null. */
  baseUrl: string | null
  models: Record<GoogleModel['kind'], string>
  /** Units of the installation's currency for one US dollar: Google's prices are in dollars. */
  usdRate: number
  now(): number
  /** What is read from a brief before anything is spent. */
  preview: (brief: Brief) => ReturnType<Provider['preview']>
  patience?: Partial<Patience>
  film?: Partial<FilmOptions>
}

/** Gemini for words and pictures, and a Google video model for films, by API key. */
export function createGoogle({
  apiKey,
  baseUrl,
  models,
  usdRate,
  now,
  preview,
  patience,
  film,
}: GoogleOptions): Provider {
  const address = baseUrl ?? googleAddress
  const keyNow = (): string => (typeof apiKey === 'string' ? apiKey : apiKey())
  const sdkFor = rememberLast((key) => createSdk(key, address))
  const prices = createPrices({ models, usdRate, now })
  const gemini: Gemini = {
    get sdk() {
      return sdkFor(keyNow())
    },
    get apiKey() {
      return keyNow()
    },
    baseUrl: address,
    models,
    prices,
    patience: { ...usualPatience, ...patience },
    now,
  }
  const model: Model = {
    name: 'Google',
    ask: (question, call, mend) => askJson(gemini, question, call, mend),
  }
  /** A call that ended because of a key that is not in use any more is worth another try. */
  const underKey = async <T>(run: () => Promise<T>): Promise<T> => {
    const key = keyNow()
    try {
      return await run()
    } catch (error) {
      if (!isProviderError(error) || !error.failure.needsKey || keyNow() === key) throw error
      throw new ProviderError({ ...error.failure, ...keyChanged })
    }
  }
  const works = createFilm(gemini, { pollMs: 5_000, mostTroubles: 5, ...film })
  return {
    name: 'google',
    draft: false,
    models: { analysis: models.text, text: models.text, image: models.image, video: models.video },
    price: prices.rangeOf,
    note: (kind) => noteOf(gemini, kind),
    listModels: () => listModels(gemini),
    preview,
    analyze: (request, call) => underKey(() => analyze(model, request, call)),
    write: (request, call) => underKey(() => write(model, request, call)),
    draw: (request, call) => underKey(() => draw(gemini, request, call)),
    film: {
      submit: (request, call) => underKey(() => works.submit(request, call)),
      poll: (handle, call) => underKey(() => works.poll(handle, call)),
      fetch: (handle, request, call) => underKey(() => works.fetch(handle, request, call)),
      cancel: works.cancel,
    },
    close: async () => undefined,
  }
}

const keyChanged = {
  code: 'rate_limited',
  message: 'The key was changed meanwhile: it is tried with the new one.',
  retryable: true,
  retryAfterMs: 0,
  needsKey: false,
} as const

/** Makes it anew when it is asked for with another key. */
function rememberLast<T>(make: (key: string) => T): (key: string) => T {
  let last: { key: string; made: T } | null = null
  return (key) => (last?.key === key ? last : (last = { key, made: make(key) })).made
}
