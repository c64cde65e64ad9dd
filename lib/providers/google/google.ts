import type { Brief } from '../../domain/brief.ts'
import type { Provider } from '../../domain/provider.ts'
import { analyze } from '../writing/analyze.ts'
import type { Model } from '../writing/ask-json.ts'
import { write } from '../writing/write.ts'
import { askJson } from './ask-json.ts'
import { createSdk, googleAddress, usualPatience, type Gemini, type Patience } from './client.ts'
import type { GoogleModel } from './data/models.ts'
import { draw } from './draw.ts'
import { createFilm, type FilmOptions } from './film.ts'
import { createPrices } from './prices.ts'

export type GoogleOptions = {
  apiKey: string
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
  const prices = createPrices({ models, usdRate, now })
  const gemini: Gemini = {
    sdk: createSdk(apiKey, address),
    apiKey,
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
  return {
    name: 'google',
    draft: false,
    models: { analysis: models.text, text: models.text, image: models.image, video: models.video },
    price: prices.rangeOf,
    preview,
    analyze: (request, call) => analyze(model, request, call),
    write: (request, call) => write(model, request, call),
    draw: (request, call) => draw(gemini, request, call),
    film: createFilm(gemini, { pollMs: 5_000, mostTroubles: 5, ...film }),
    close: async () => undefined,
  }
}
