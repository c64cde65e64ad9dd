import { GoogleGenAI } from '@google/genai'
import type { CallContext } from '../../domain/provider.ts'
import { failureOf } from './failures.ts'
import type { GoogleModel } from './data/models.ts'
import type { Prices } from './prices.ts'

/** Google's own address; said aloud so that no variable of the SDK's can move it. */
export const googleAddress = 'https://generativelanguage.googleapis.com'

/** Longest silence that is waited through, ms. */
export type Patience = { text: number; image: number; submit: number; poll: number; download: number }

export const usualPatience: Patience = { text: 90_000, image: 180_000, submit: 60_000, poll: 30_000, download: 60_000 }

/** What every call to Google needs. */
export type Gemini = {
  sdk: GoogleGenAI
  apiKey: string
  baseUrl: string
  models: Record<GoogleModel['kind'], string>
  prices: Prices
  patience: Patience
  now(): number
}

/** The SDK repeats nothing by itself: `models.*` only when asked to, interactions are told not to. */
export function createSdk(apiKey: string, baseUrl: string): GoogleGenAI {
  return new GoogleGenAI({ apiKey, vertexai: false, apiVersion: 'v1beta', httpOptions: { baseUrl } })
}

/** Sent with every call: which attempt of which job it is for. Google ignores it; gateways and tests can count by it. */
export const headersOf = (call: CallContext): Record<string, string> => ({ 'x-unfold-job': call.ref })

/** Throws what a caller may see of an error: its own abort as it is, all else as a failure. */
export function rethrow(error: unknown, kind: GoogleModel['kind'], gemini: Gemini, signal: AbortSignal): never {
  if (signal.aborted) throw signal.reason
  throw failureOf(error, {
    model: gemini.models[kind],
    variable: `GOOGLE_${kind.toUpperCase()}_MODEL`,
    now: gemini.now(),
    key: gemini.apiKey,
  })
}
