import { isProviderError, ProviderError } from '../../domain/errors.ts'
import type { CallContext } from '../../domain/provider.ts'
import { underLimit, type Watched } from '../deadline.ts'
import { rethrow, type Gemini } from './client.ts'
import { readVendorError } from './vendor-error.ts'

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
  /** Asks about a film. One that Google no longer knows is `gone`. */
  look<T>(call: CallContext, ask: (signal: AbortSignal) => Promise<T>): Promise<T>
  /** A question that fails says nothing about the film: it is put again, a limited number of times in a row. */
  patiently<T>(id: string, ask: () => Promise<T>): Promise<Heard<T>>
}

const passing: ReadonlySet<string> = new Set(['unavailable', 'rate_limited'])

export function createFilmCalls(gemini: Gemini, { pollMs, mostTroubles }: FilmOptions): FilmCalls {
  const troubles = new Map<string, number>()
  const call: FilmCalls['call'] = async (context, limitMs, run) => {
    try {
      return await underLimit(context.signal, limitMs, run)
    } catch (error) {
      return rethrow(error, 'video', gemini, context.signal)
    }
  }
  return {
    call,
    look: (context, ask) =>
      call(context, gemini.patience.poll, async (signal) => {
        try {
          return await ask(signal)
        } catch (error) {
          if (readVendorError(error).status === 404) throw new ProviderError(forgotten)
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
        if (!isProviderError(error) || !passing.has(error.failure.code) || count > mostTroubles) {
          troubles.delete(id)
          throw error
        }
        troubles.set(id, count)
        return { againMs: Math.max(error.failure.retryAfterMs ?? 0, pollMs * 2 ** Math.min(count, 4)) }
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

export const notHandedOut = {
  code: 'unavailable',
  message: 'Google says the film is done and does not hand it out yet.',
} as const

export const notMade = {
  code: 'refused',
  message: 'Google could not make this film. Retry asks for it anew.',
  gone: true,
} as const
