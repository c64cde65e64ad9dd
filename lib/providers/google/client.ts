import { GoogleGenAI, type Part } from '@google/genai'
import type { CallContext } from '../../domain/provider.ts'
import type { AttachedFile } from '../writing/ask-json.ts'
import type { Credentials } from './credentials.ts'
import type { Catalogue } from './catalogue.ts'
import { failureOf } from './failures.ts'
import type { GoogleModel } from './listing.ts'
import type { Prices } from './prices.ts'

/** Google's own address; said aloud so that no variable of the SDK's can move it. */
export const googleAddress = 'https://generativelanguage.googleapis.com'

/** Where Vertex AI serves a location. */
export function vertexAddress(location: string): string {
  if (location === 'global') return 'https://aiplatform.googleapis.com'
  if (location === 'us' || location === 'eu') return `https://aiplatform.${location}.rep.googleapis.com`
  return `https://${location}-aiplatform.googleapis.com`
}

/** A project of Google Cloud, where its words and pictures are made, and where its films: not every model is served everywhere. */
export type VertexPlace = { project: string; location: string; filmLocation: string }

/** Longest silence that is waited through, ms. A token is waited for less than any call is. */
export type Patience = { token: number; text: number; image: number; submit: number; poll: number; download: number }

export const usualPatience: Patience = {
  token: 20_000,
  text: 90_000,
  image: 180_000,
  submit: 60_000,
  poll: 30_000,
  download: 60_000,
}

/** What every call to Google needs. */
export type Gemini = {
  sdk: GoogleGenAI
  /** For a location of Vertex AI; with a key there are none. */
  sdkAt(location: string): GoogleGenAI
  /** Null where Vertex AI is asked. */
  apiKey: string | null
  /** Null where a key is used. */
  vertex: VertexPlace | null
  baseUrl: string
  models: Record<GoogleModel['kind'], string>
  /** Whether the text model looks at what was made a second time. */
  critic: boolean
  catalogue: Catalogue
  prices: Prices
  patience: Patience
  now(): number
}

/** The SDK repeats nothing by itself: `models.*` only when asked to, interactions are told not to. */
export function createSdk(apiKey: string, baseUrl: string): GoogleGenAI {
  return new GoogleGenAI({ apiKey, vertexai: false, apiVersion: 'v1beta', httpOptions: { baseUrl } })
}

/** The same SDK for Vertex AI, in one location. */
export function createVertexSdk(
  project: string,
  location: string,
  baseUrl: string,
  { client }: Credentials,
): GoogleGenAI {
  return new GoogleGenAI({
    vertexai: true,
    project,
    location,
    apiVersion: 'v1beta1',
    httpOptions: { baseUrl },
    googleAuthOptions: { authClient: client },
  })
}

/** Sent with every call: which attempt of which job it is for. Google ignores it; gateways and tests can count by it. */
export const headersOf = (call: CallContext): Record<string, string> => ({ 'x-unfold-job': call.ref })

/** A file as the SDK sends it beside words. */
export const asPart = ({ mime, data }: AttachedFile): Part => ({
  inlineData: { mimeType: mime, data: Buffer.from(data).toString('base64') },
})

/** What the words of a failure are made of. */
export type Asked = Pick<Gemini, 'models' | 'now' | 'apiKey' | 'vertex'>

/**
 * Throws what a caller may see of an error: its own abort as it is, all else as a failure. `lost` is called before where the work may have been done, and
 * charged, all the same.
 */
export function rethrow(
  error: unknown,
  kind: GoogleModel['kind'],
  gemini: Asked,
  signal: AbortSignal,
  lost: () => void = () => undefined,
): never {
  if (signal.aborted) {
    lost()
    throw signal.reason
  }
  const told = failureOf(error, {
    model: gemini.models[kind],
    variable: `GOOGLE_${kind.toUpperCase()}_MODEL`,
    now: gemini.now(),
    key: gemini.apiKey,
    place: gemini.vertex && {
      project: gemini.vertex.project,
      location: kind === 'video' ? gemini.vertex.filmLocation : gemini.vertex.location,
      variable:
        kind === 'video' && gemini.vertex.filmLocation !== gemini.vertex.location
          ? 'GOOGLE_VIDEO_LOCATION'
          : 'GOOGLE_CLOUD_LOCATION',
    },
  })
  if (told.failure.charged) lost()
  throw told
}
