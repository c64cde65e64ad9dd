import type { Brief } from '../../domain/brief.ts'
import { isProviderError, ProviderError } from '../../domain/errors.ts'
import type { Provider } from '../../domain/provider.ts'
import { analyze } from '../writing/analyze.ts'
import type { Model } from '../writing/ask-json.ts'
import { write } from '../writing/write.ts'
import { converse } from './ask-json.ts'
import { listedCatalogue, type Catalogue } from './catalogue.ts'
import {
  createSdk,
  createVertexSdk,
  googleAddress,
  usualPatience,
  vertexAddress,
  type Gemini,
  type Patience,
  type VertexPlace,
} from './client.ts'
import { createCredentials, type CredentialsOptions } from './credentials.ts'
import { firstGuesses } from './data/first-guesses.ts'
import { attached } from './data/models.ts'
import { draw } from './draw.ts'
import { createFilm } from './film.ts'
import type { FilmOptions } from './film-calls.ts'
import { listModels, noteOf } from './list-models.ts'
import type { GoogleModel } from './listing.ts'
import { createPrices } from './prices.ts'
import { createVeo } from './veo.ts'

/** With a key, looked at for every call where it is a function, because it may change; or as Vertex AI. */
export type GoogleAccess = { apiKey: string | (() => string) } | ({ vertex: VertexPlace } & CredentialsOptions)

export type GoogleOptions = {
  access: GoogleAccess
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
  /** The text model looks at every text and picture a second time, and may send it back once. Default: nobody does. */
  critic?: boolean
  /** Models, prices and limits; the list that comes with the program when left out. */
  catalogue?: Catalogue
}

/** Gemini for words and pictures, and a Google video model for films: by API key, or as Vertex AI in a project. */
export function createGoogle({
  access,
  baseUrl,
  models,
  usdRate,
  now,
  preview,
  patience,
  film,
  critic = false,
  catalogue = listedCatalogue,
}: GoogleOptions): Provider {
  const patient = { ...usualPatience, ...patience }
  const vertex = 'vertex' in access ? access.vertex : null
  const credentials = 'vertex' in access ? createCredentials(access, patient.token) : null
  const keyNow = (): string | null =>
    'vertex' in access ? null : typeof access.apiKey === 'string' ? access.apiKey : access.apiKey()
  const prices = createPrices({ models, usdRate, now, critic, catalogue })
  const address = baseUrl ?? (vertex ? vertexAddress(vertex.location) : googleAddress)
  const sdkFor = rememberLast((key) => createSdk(key, address))
  const sdkAt = rememberEach((location) => {
    if (!vertex || !credentials) throw new Error('There are no locations without Vertex AI.')
    return createVertexSdk(vertex.project, location, baseUrl ?? vertexAddress(location), credentials)
  })
  const gemini: Gemini = {
    get sdk() {
      return vertex ? sdkAt(vertex.location) : sdkFor(keyNow() ?? '')
    },
    sdkAt,
    get apiKey() {
      return keyNow()
    },
    vertex,
    baseUrl: address,
    models,
    critic,
    catalogue,
    prices,
    patience: patient,
    now,
  }
  const model: Model = {
    name: 'Google',
    ask: (question, call, mend) => converse(gemini, call, (ask) => ask(question, call, mend)),
    converse: (call, work) => converse(gemini, call, work),
    critic: critic ? () => models.text : null,
  }
  /** A call that ended because of a key that is not in use any more, or of its quota, is worth another try. */
  const underKey = async <T>(run: () => Promise<T>): Promise<T> => {
    const key = keyNow()
    try {
      return await run()
    } catch (error) {
      if (isProviderError(error) && error.failure.needsKey) credentials?.forget()
      if (!isProviderError(error) || keyNow() === key) throw error
      if (!error.failure.needsKey && error.failure.code !== 'quota_exhausted') throw error
      throw new ProviderError({ ...error.failure, ...keyChanged })
    }
  }
  const filming = { pollMs: 5_000, mostTroubles: 5, ...film }
  const works = vertex ? createVeo(gemini, vertex, filming) : createFilm(gemini, filming)
  return {
    name: 'google',
    draft: false,
    models: { analysis: models.text, text: models.text, image: models.image, video: models.video },
    price: prices.rangeOf,
    firstGuesses,
    shows: attached,
    note: (kind) => noteOf(gemini, kind),
    listModels: () => underKey(() => listModels(gemini)),
    warmUp: async () => void (await credentials?.client.getRequestHeaders().catch(() => undefined)),
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

function rememberEach<T>(make: (name: string) => T): (name: string) => T {
  const made = new Map<string, T>()
  return (name) => {
    const known = made.get(name) ?? make(name)
    made.set(name, known)
    return known
  }
}
