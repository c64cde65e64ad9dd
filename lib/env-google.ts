import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { z } from 'zod'

const model = z.string().regex(/^[\w.-]{1,100}$/, 'Write the id of a model, e.g. gemini-3.8-flash.')

/** A key, as a header takes it. */
export const secret = z.string().regex(/^[\x21-\x7e]+$/, 'This is not a key: write it without spaces and quotes.')

const FlagSchema = z
  .string()
  .refine((text) => /^(?:true|false|1|0)$/i.test(text), 'Write true or false.')
  .transform((text) => /^(?:true|1)$/i.test(text))

const location = z
  .string()
  .regex(/^[a-z]{2,20}(?:-[a-z]{2,12}\d{1,2})?$/, 'Write a location of Google Cloud, e.g. global or us-central1.')

const loopback = new Set(['127.0.0.1', 'localhost', '::1'])

export const isLoopback = (host: string): boolean => loopback.has(host.replace(/^\[|\]$/g, ''))

/** What is sent there can be read by nobody on the way. */
export function keepsSecrets(url: string): boolean {
  if (!URL.canParse(url)) return true
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || isLoopback(hostname)
}

/** What the environment says of Google. */
export const GoogleVariablesSchema = z.object({
  GEMINI_API_KEY: secret.optional(),
  GOOGLE_GENAI_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'Write an http or https address.' })
    .refine(keepsSecrets, 'The key would travel in the clear: use https, or an address of this machine.')
    .optional(),
  GOOGLE_TEXT_MODEL: model.optional(),
  GOOGLE_IMAGE_MODEL: model.optional(),
  GOOGLE_VIDEO_MODEL: model.optional(),
  GOOGLE_GENAI_DEBUG: z.string().optional(),
  GOOGLE_SDK_NODE_LOGGING: z.string().optional(),
  GOOGLE_GENAI_USE_VERTEXAI: FlagSchema.optional(),
  GOOGLE_GENAI_USE_ENTERPRISE: FlagSchema.optional(),
  GOOGLE_CLOUD_PROJECT: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.:-]{0,98}[a-z0-9]$/, 'Write the id of a project of Google Cloud, e.g. bakery-472311.')
    .optional(),
  GOOGLE_CLOUD_LOCATION: location.optional(),
  GOOGLE_VIDEO_LOCATION: location.optional(),
  GOOGLE_APPLICATION_CREDENTIALS: z.string().optional(),
  GOOGLE_CATALOGUE: z.string().optional(),
  USD_RATE: z.coerce
    .number({ error: 'Write what one US dollar costs, e.g. 0.86.' })
    .gt(0, 'Write what one US dollar costs, e.g. 0.86.')
    .lte(1_000_000, 'Write what one US dollar costs, e.g. 0.86.')
    .optional(),
})
type GoogleVariables = z.infer<typeof GoogleVariablesSchema>

/** Google is asked with a key, or as Vertex AI in a project, with the credentials that Google's own library finds. Films may have a place of their own. */
export type GoogleAccess = { apiKey: string } | { vertex: { project: string; location: string; filmLocation: string } }

/** Models left out are those of the provider's dated list. */
export type GoogleEnv = {
  access: GoogleAccess
  baseUrl: string | null
  models: { text?: string; image?: string; video?: string }
  usdRate: number
  /** A JSON file with models, prices and limits that the program does not list, or lists otherwise. */
  catalogueFile: string | null
}

/**
 * What one US dollar costs, when USD_RATE does not say it: Google's prices are in dollars. A round working rate of 2026-11-25, not a quotation:
 * set USD_RATE to what your bank takes.
 */
const usdRates: Readonly<Record<string, number>> = { EUR: 0.86, USD: 1 }

/** Google is at hand: by a key, or as Vertex AI. The SDK takes the newer name first, which its documentation uses. */
export const hasGoogle = (given: GoogleVariables): boolean => given.GEMINI_API_KEY !== undefined || isVertex(given)

const isVertex = ({ GOOGLE_GENAI_USE_ENTERPRISE, GOOGLE_GENAI_USE_VERTEXAI }: GoogleVariables): boolean =>
  GOOGLE_GENAI_USE_ENTERPRISE ?? GOOGLE_GENAI_USE_VERTEXAI ?? false

/** What Google needs, once it is the one that is asked. Throws an Error with one line; no key is in it. */
export function readGoogle(given: GoogleVariables, currency: string): GoogleEnv {
  const access = accessOf(given)
  if (given.GOOGLE_GENAI_DEBUG !== undefined)
    throw new Error('GOOGLE_GENAI_DEBUG: the SDK would print what it signs its calls with. Unset it.')
  if (given.GOOGLE_SDK_NODE_LOGGING !== undefined)
    throw new Error('GOOGLE_SDK_NODE_LOGGING: the SDK would print the tokens it is given. Unset it.')
  const usdRate = given.USD_RATE ?? usdRates[currency]
  if (usdRate === undefined)
    throw new Error(`USD_RATE: Google's prices are in US dollars. Write what one costs in ${currency}.`)
  const { GOOGLE_TEXT_MODEL: text, GOOGLE_IMAGE_MODEL: image, GOOGLE_VIDEO_MODEL: video } = given
  const models = { ...(text && { text }), ...(image && { image }), ...(video && { video }) }
  const catalogueFile = given.GOOGLE_CATALOGUE ?? null
  if (catalogueFile !== null && !isFile(catalogueFile))
    // What stands there by mistake may be a key.
    throw new Error('GOOGLE_CATALOGUE: it names no file that can be read. Name a JSON file, or unset it.')
  return { access, baseUrl: given.GOOGLE_GENAI_BASE_URL ?? null, models, usdRate, catalogueFile }
}

function accessOf(given: GoogleVariables): GoogleAccess {
  const { GEMINI_API_KEY: apiKey, GOOGLE_CLOUD_PROJECT: project, GOOGLE_CLOUD_LOCATION: location } = given
  if (!isVertex(given)) {
    if (apiKey !== undefined) return { apiKey }
    throw new Error(
      'PROVIDER: google needs a key in GEMINI_API_KEY, or GOOGLE_GENAI_USE_VERTEXAI=true. Use studio, which needs neither.',
    )
  }
  if (apiKey !== undefined)
    throw new Error('GEMINI_API_KEY: Vertex AI takes no key. Unset it, or unset GOOGLE_GENAI_USE_VERTEXAI.')
  if (project === undefined)
    throw new Error('GOOGLE_CLOUD_PROJECT: Vertex AI needs the id of a project. Write it, e.g. bakery-472311.')
  if (location === undefined)
    throw new Error('GOOGLE_CLOUD_LOCATION: Vertex AI needs a location. Write global, which has the Gemini 3 models.')
  const file = given.GOOGLE_APPLICATION_CREDENTIALS
  if (file !== undefined && !holdsCredentials(file))
    throw new Error(
      // What stands there by mistake may be the key itself.
      'GOOGLE_APPLICATION_CREDENTIALS: it names no file of credentials of Google Cloud that can be read. Name the file of a service account.',
    )
  return { vertex: { project, location, filmLocation: given.GOOGLE_VIDEO_LOCATION ?? location } }
}

function holdsCredentials(file: string): boolean {
  try {
    return z.object({ type: z.string() }).safeParse(JSON.parse(readFileSync(file, 'utf8'))).success
  } catch {
    return false
  }
}

/** A file that this program may read, or has another `right` to. */
export function isFile(file: string, right: number = constants.R_OK): boolean {
  try {
    accessSync(file, right)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
