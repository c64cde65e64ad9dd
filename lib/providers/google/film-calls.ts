import { isProviderError, ProviderError } from '../../domain/errors.ts'
import type { CallContext } from '../../domain/provider.ts'
import { underLimit, type Watched } from '../deadline.ts'
import { rethrow, type Gemini, type VertexPlace } from './client.ts'
import { lostOnTheWay, readVendorError } from './vendor-error.ts'

export type FilmOptions = {
  /** Between two questions, ms. */
  pollMs: number
  /** Questions in a row that may fail before the job counts it as a failure. */
  mostTroubles: number
}

/** What is known of a film after a question: it, or how long to wait before the next one, ms. */
type Heard<T> = { film: T } | { againMs: number }

/** How a film is asked for and about, whichever way Google makes it. */
export type FilmCalls = {
  /** Throws ProviderError, or the caller's own abort. */
  call<T>(call: CallContext, limitMs: number, run: Watched<T>): Promise<T>
  /** Asks for a film. An answer that was lost on its way says `charged`: nobody knows whether the film is made. */
  submit<T>(call: CallContext, ask: Watched<T>): Promise<T>
  /** Asks about a film, `at` the place where it is made. One that Google itself no longer knows is `gone`. */
  look<T>(call: CallContext, ask: Watched<T>, at?: VertexPlace): Promise<T>
  /**
   * A question that fails says nothing about the film: it is put again, a limited number of times in a row. A pause that is longer than a worker may
   * be silent is the job's to wait through.
   */
  patiently<T>(id: string, ask: () => Promise<T>): Promise<Heard<T>>
}

const passing: ReadonlySet<string> = new Set(['unavailable', 'rate_limited'])

/** Longest pause between two questions, ms: less than the silence after which a job counts as dead. */
const longestPauseMs = 4 * 60_000

export function createFilmCalls(gemini: Gemini, { pollMs, mostTroubles }: FilmOptions): FilmCalls {
  const troubles = new Map<string, number>()
  const callAt =
    (vertex: VertexPlace | null): FilmCalls['call'] =>
    async (context, limitMs, run) => {
      try {
        return await underLimit(context.signal, limitMs, run)
      } catch (error) {
        const { models, now, apiKey } = gemini
        return rethrow(error, 'video', { models, now, apiKey, vertex }, context.signal)
      }
    }
  const call = callAt(gemini.vertex)
  return {
    call,
    submit: (context, ask) =>
      call(context, gemini.patience.submit, async (signal, heard) => {
        try {
          return await ask(signal, heard)
        } catch (error) {
          if (lostOnTheWay.has(readVendorError(error).status)) throw new ProviderError(unanswered)
          throw error
        }
      }),
    look: (context, ask, at) =>
      callAt(at ?? gemini.vertex)(context, gemini.patience.poll, async (signal, heard) => {
        try {
          return await ask(signal, heard)
        } catch (error) {
          const { status, code } = readVendorError(error)
          // Another server's page has no name for it.
          if (status === 404) throw new ProviderError(/^\w*not_?found\w*$/i.test(code) ? forgotten : astray)
          throw error
        }
      }),
    async patiently(id, ask) {
      try {
        const film = await ask()
        troubles.delete(id)
        return { film }
      } catch (error) {
        const count = (troubles.get(id) ?? 0) + 1
        const mayPass = isProviderError(error) && passing.has(error.failure.code) && count <= mostTroubles
        const pauseMs = mayPass ? Math.max(error.failure.retryAfterMs ?? 0, pollMs * 2 ** Math.min(count, 4)) : 0
        if (!mayPass || pauseMs > longestPauseMs) {
          troubles.delete(id)
          throw error
        }
        troubles.set(id, count)
        return { againMs: pauseMs }
      }
    },
  }
}

export const forgotten = {
  code: 'refused',
  message:
    'Google no longer knows this film: it keeps them for a limited time. Retry makes it, and pays for it, again.',
  charged: true,
  gone: true,
} as const

const astray = {
  code: 'unavailable',
  message: 'Nobody knows of films at the address that Google is asked at. Check GOOGLE_GENAI_BASE_URL and start again.',
} as const

const unanswered = {
  code: 'unavailable',
  message: 'Google’s answer was lost on its way: nobody knows whether it took the film on.',
  charged: true,
} as const

export const notHandedOut = {
  code: 'unavailable',
  message: 'Google says the film is done and does not hand it out yet.',
} as const

export const notMade = {
  code: 'refused',
  message: 'Google could not make this film. Retry asks for it anew.',
  gone: true,
} as const
