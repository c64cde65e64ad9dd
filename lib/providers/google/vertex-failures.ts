import { gaxios } from 'google-auth-library'
import type { Failure } from '../../domain/errors.ts'
import { TimedOut } from '../deadline.ts'
import { NoToken, type CredentialsError } from './credentials.ts'
import { readVendorError, type VendorError } from './vendor-error.ts'

/** Where Vertex AI was asked, and the variable that names the location. */
export type Place = { project: string; location: string; variable: string }

type Told = Pick<Failure, 'code' | 'message'> & Partial<Failure>

const signInAgain =
  'Give others in GOOGLE_APPLICATION_CREDENTIALS, or sign in again with gcloud where the server runs; then test them in the settings, or start again.'

/** Google's own words for credentials that it does not take. What its library says of a file names its place, and quotes what is in it. */
const oauthWords = /\b(?:invalid_(?:grant|rapt|client)|unauthorized_client|access_denied)\b[^/\\]*/

/** Why no token could be had. Nothing was asked of Vertex AI, so nothing is paid. */
export function tellCredentials({ cause, message }: CredentialsError): Told {
  const { status } = readVendorError(cause)
  // Google's library fetches tokens with Gaxios, whose errors have a status when there was an answer.
  const isBroken = cause instanceof gaxios.GaxiosError && status === null
  if (cause instanceof TimedOut || isBroken)
    return { code: 'unavailable', message: 'Google’s sign-in cannot be reached from here. Check the connection.' }
  if (cause instanceof NoToken || (status !== null && (status >= 500 || status === 429 || status === 408)))
    return { code: 'unavailable', message: 'Google’s sign-in had a fault of its own.' }
  const needsKey = true
  if (/could not load the default credentials/i.test(message))
    return {
      code: 'refused',
      needsKey,
      message: `This server has no credentials for Google Cloud. ${signInAgain}`,
    }
  const said = oauthWords.exec(message)?.[0]
  if (status === null && said === undefined)
    return {
      code: 'refused',
      needsKey,
      message: `The credentials for Google Cloud cannot be read. ${signInAgain}`,
    }
  return {
    code: 'refused',
    needsKey,
    message: `Google does not accept the credentials of this server: they have run out or were revoked. ${signInAgain}`,
    reason: said === undefined ? null : said.trim().slice(0, 200),
  }
}

/** What Vertex AI says otherwise than the API with a key; null for what means the same there. */
export function tellVertex(
  { status, code, message, reasons, unsent }: VendorError,
  { model, variable, place }: { model: string; variable: string; place: Place },
): Told | null {
  if (unsent)
    return {
      code: 'unavailable',
      message: `Vertex AI cannot be reached from here. Check the connection, and that ${place.variable} (${place.location}) is one of its locations.`,
    }
  if (status === 401 || code === 'UNAUTHENTICATED')
    return {
      code: 'refused',
      needsKey: true,
      message: `Google does not accept the credentials of this server: they have run out or were revoked. ${signInAgain}`,
    }
  if (status === 404)
    return {
      code: 'refused',
      message: `Vertex AI does not offer the model ${model} in ${place.location} to the project ${place.project}. Name another model in ${variable} or another location in ${place.variable}, start again and retry.`,
    }
  if (status === 429 && /\blimit: 0\b/.test(message))
    return {
      code: 'refused',
      message: `The project ${place.project} has no quota for the model ${model} in ${place.location}. Ask Google for one, or name another model in ${variable}, start again and retry.`,
    }
  const isUnmet = status === 400 && code === 'FAILED_PRECONDITION'
  if ((isUnmet || status === 403) && /organization(?:'s|’s)? policy|vpc service controls/i.test(message))
    return {
      code: 'refused',
      message: `A rule of the organization that the project ${place.project} belongs to forbids this. Ask whoever administers it at Google, then retry.`,
    }
  if (isUnmet && /billing|free tier/i.test(message)) return noBilling(place)
  if (status !== 403) return null
  if (reasons.includes('SERVICE_DISABLED') || /has not been used in|it is disabled/i.test(message))
    return {
      code: 'refused',
      message: `Vertex AI is not switched on in the project ${place.project}. Enable it at Google (aiplatform.googleapis.com), wait a few minutes and retry.`,
    }
  if (reasons.includes('BILLING_DISABLED') || /billing/i.test(message)) return noBilling(place)
  if (reasons.includes('CONSUMER_INVALID') || /on resource project/i.test(message))
    return {
      code: 'refused',
      message: `There is no project ${place.project} that these credentials may use. Name another in GOOGLE_CLOUD_PROJECT, start again and retry.`,
    }
  if (reasons.includes('ACCESS_TOKEN_SCOPE_INSUFFICIENT'))
    return {
      code: 'refused',
      needsKey: true,
      message: `The credentials of this server were made for other services of Google: they need the scope cloud-platform. ${signInAgain}`,
    }
  return {
    code: 'refused',
    needsKey: true,
    message: `The credentials of this server may not use Vertex AI in the project ${place.project}. Give their account the role Vertex AI User, or ${signInAgain.charAt(0).toLowerCase()}${signInAgain.slice(1)}`,
  }
}

const noBilling = ({ project }: Place): Told => ({
  code: 'refused',
  message: `The project ${project} has no billing account. Give it one at Google and retry.`,
})
