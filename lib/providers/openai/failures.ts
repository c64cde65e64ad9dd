import { z } from 'zod'
import { isProviderError, ProviderError, type Failure } from '../../domain/errors.ts'
import { TimedOut } from '../deadline.ts'
import { isUnsent } from '../unsent.ts'
import { listModels, type ModelServer } from './client.ts'
import { isAboutTheModel, isTooLong } from './forms.ts'
import { ServerError } from './server-error.ts'

type Told = Pick<Failure, 'code' | 'message'> & Partial<Failure>

/** The failure of a call as data, in words of the person who runs the model. Where a model is missing, the server is asked what it has. */
export async function failureOf(thrown: unknown, server: ModelServer): Promise<ProviderError> {
  if (isProviderError(thrown)) return thrown
  const told = thrown instanceof ServerError ? await tell(thrown, server) : tellSilence(thrown, server)
  const reason = thrown instanceof Error ? quoted(thrown.message, server.apiKey) : null
  return new ProviderError({ reason, ...told })
}

function tellSilence(thrown: unknown, server: ModelServer): Told {
  if (thrown instanceof TimedOut || (thrown instanceof DOMException && thrown.name === 'TimeoutError')) {
    return {
      code: 'unavailable',
      message: 'Your model took too long to answer. A smaller one, named in OPENAI_TEXT_MODEL, is quicker.',
    }
  }
  if (isUnsent(thrown)) {
    return {
      code: 'unavailable',
      message: `Nothing answers at ${server.baseUrl} (OPENAI_BASE_URL). Start the server of your model and retry.`,
      reason: null,
    }
  }
  if (isUnreadable(thrown)) return { ...notThere(server), reason: null }
  return {
    code: 'unavailable',
    message: 'The connection to your model broke in the middle of an answer.',
    reason: null,
  }
}

async function tell(error: ServerError, server: ModelServer): Promise<Told> {
  const { status, code, message, retryAfterMs } = error
  const model = server.model ?? 'your model'
  if (/requires more system memory|out of memory|insufficient memory/i.test(message)) {
    return {
      code: 'refused',
      message: `The machine of your model has too little memory for ${model}. Name a smaller one in OPENAI_TEXT_MODEL, start again and retry.`,
    }
  }
  if (status === null) return { code: 'unavailable', message: 'Your model stopped in the middle of an answer.' }
  if (status === 401 || status === 403) return badKey(server)
  if (status === 404 || isAboutTheModel(error)) return missing(error, server)
  if (status === 429 && (code === 'insufficient_quota' || /\b(?:billing|credits?)\b/i.test(message))) {
    return {
      code: 'refused',
      message: 'The account behind OPENAI_API_KEY has nothing left to spend. Fill it up and retry.',
    }
  }
  if (status === 429) {
    return {
      code: 'rate_limited',
      message: 'The server of your model asks for a pause.',
      retryAfterMs: retryAfterMs ?? 30_000,
    }
  }
  if (isTooLong(error)) {
    return {
      code: 'refused',
      message: `The brief and what is asked for are too long for ${model}. Give the model a longer context, or write a shorter brief.`,
    }
  }
  if (status >= 300 && status < 400) return notThere(server)
  if (status < 500 && status !== 408 && status !== 409 && status !== 425) {
    return { code: 'refused', message: 'The server of your model refuses the request as it stands.' }
  }
  return { code: 'unavailable', message: 'The server of your model has a fault of its own.', retryAfterMs }
}

const badKey = ({ apiKey }: ModelServer): Told => ({
  code: 'refused',
  message:
    apiKey === null
      ? 'The server of your model asks for a key. Set OPENAI_API_KEY, start again and retry.'
      : 'The server of your model does not accept the key. Set a valid OPENAI_API_KEY, start again and retry.',
})

/** What answers is no server of models: also a page, or a path where nothing is. */
export const notThere = ({ baseUrl }: Pick<ModelServer, 'baseUrl'>): Told => ({
  code: 'refused',
  message: `What answers at ${baseUrl} is no OpenAI-compatible server. Set OPENAI_BASE_URL to its address, which mostly ends in /v1, start again and retry.`,
})

const isUnreadable = (thrown: unknown): boolean => thrown instanceof z.ZodError || thrown instanceof SyntaxError

const mostNamed = 6

async function missing(error: ServerError, server: ModelServer): Promise<Told> {
  const offered = await listModels(server).catch((problem: unknown) => problem)
  if (!Array.isArray(offered)) {
    return isUnreadable(offered) ||
      (offered instanceof ServerError && offered.status === 404 && !isAboutTheModel(error))
      ? notThere(server)
      : unknownModel(server, '')
  }
  return unknownModel(server, namesOf(z.array(z.string()).parse(offered)))
}

const unknownModel = ({ model }: ModelServer, has: string): Told => ({
  code: 'refused',
  message: `The server of your model does not have ${model ?? 'it'}.${has} Name one that it has in OPENAI_TEXT_MODEL, start again and retry.`,
})

function namesOf(ids: readonly string[]): string {
  if (ids.length === 0) return ' It has none yet: load one there.'
  const more = ids.length > mostNamed ? ` and ${ids.length - mostNamed} more` : ''
  return ` It has ${ids.slice(0, mostNamed).join(', ')}${more}.`
}

const longestQuote = 300

function quoted(text: string, key: string | null): string | null {
  const plain = (key === null ? text : text.replaceAll(key, '…')).replace(/\s+/g, ' ').trim()
  if (plain === '') return null
  return plain.length > longestQuote ? `${plain.slice(0, longestQuote)}…` : plain
}
