import type { GenerateContentResponse } from '@google/genai'
import { isProviderError, ProviderError, type Failure } from '../../domain/errors.ts'
import { TimedOut } from '../deadline.ts'
import { CredentialsError } from './credentials.ts'
import { msUntilReset } from './quota-reset.ts'
import { lostOnTheWay, readVendorError, type VendorError } from './vendor-error.ts'
import { tellCredentials, tellVertex, type Place } from './vertex-failures.ts'

/** What a failure is about: the model in use and the variable that names it, the time, the key that must not be told, and where Vertex AI was asked. */
export type About = { model: string; variable: string; now: number; key: string | null; place: Place | null }

type Told = Pick<Failure, 'code' | 'message'> & Partial<Failure>

/**
 * The failure of a call as data, in words of the person who waits for it. `charged` is true when nobody knows whether Google did the work. The
 * vendor's own words are quoted as `reason`, without anything that looks like a key.
 */
export function failureOf(thrown: unknown, about: About): ProviderError {
  if (isProviderError(thrown)) return thrown
  if (thrown instanceof TimedOut) {
    return new ProviderError({
      code: 'unavailable',
      message: 'Google took too long to answer.',
      reason: thrown.message,
      charged: true,
    })
  }
  if (thrown instanceof CredentialsError) return new ProviderError(tellCredentials(thrown))
  const error = readVendorError(thrown)
  const { place } = about
  const told = (place && tellVertex(error, { ...about, place })) ?? tell(error, about)
  const reason = told.reason ?? quoted(about.key === null ? error.message : error.message.replaceAll(about.key, '…'))
  return new ProviderError({ ...told, reason })
}

function tell(error: VendorError, about: About): Told {
  const { status } = error
  if (status === null) {
    return error.unsent
      ? { code: 'unavailable', message: 'Google cannot be reached from here. Check the connection.' }
      : { code: 'unavailable', message: 'The connection to Google broke in the middle of an answer.', charged: true }
  }
  if (isBadKey(error)) {
    return {
      code: 'refused',
      needsKey: true,
      message:
        'Google does not accept the API key. Give another one in the settings, or set GEMINI_API_KEY and start again.',
    }
  }
  if (status === 429) return quota(error, about)
  if (status === 404 || /no longer available|has been (?:retired|deprecated|shut down)/i.test(error.message)) {
    return {
      code: 'refused',
      message: `Google does not offer the model ${about.model} any more. Name another one in ${about.variable}, start again and retry.`,
    }
  }
  if (status === 403) {
    return {
      code: 'refused',
      needsKey: true,
      message:
        'The API key is not allowed to do this. Check its project and its billing at Google, then test the key in the settings, or give another one there.',
    }
  }
  if (/location is not supported/i.test(error.message)) {
    return { code: 'refused', message: 'Google does not offer this service in the country of this server.' }
  }
  if (error.code === 'FAILED_PRECONDITION' && /billing|free tier/i.test(error.message)) return unpaidPlan(about.model)
  if (isBlock(error.message)) return refusal(error.message)
  if (status >= 400 && status < 500 && status !== 408 && status !== 409) {
    return { code: 'refused', message: 'Google refuses the request as it stands.' }
  }
  if (lostOnTheWay.has(status))
    return { code: 'unavailable', message: 'Google’s answer was lost on its way here.', charged: true }
  if (status === 503 || /overloaded|high demand/i.test(error.message)) {
    return {
      code: 'unavailable',
      message: 'Google’s model is overloaded at the moment.',
      retryAfterMs: error.retryAfterMs ?? overloadedMs,
    }
  }
  return { code: 'unavailable', message: 'Google had a fault of its own.', retryAfterMs: error.retryAfterMs }
}

/** What is overloaded is so for longer than a backoff that begins with half a second takes in all, ms. */
const overloadedMs = 5_000

/** Google does not take the key itself, or what stands for it. */
export const isBadKey = ({ status, code, message, reasons }: VendorError): boolean =>
  status === 401 ||
  code === 'UNAUTHENTICATED' ||
  reasons.some((reason) => /^API_KEY_|^ACCESS_TOKEN_|^CREDENTIALS_MISSING/.test(reason)) ||
  /api[ _]key (?:not valid|expired|not found)|reported as leaked|api_key:\S+' has been suspended/i.test(message)

function quota({ message, quotas, retryAfterMs }: VendorError, { model, now }: About): Told {
  // A limit of zero never resets: the model is not part of what this key has paid for.
  if (/\blimit: 0\b/.test(message)) return unpaidPlan(model)
  if (quotas.some((quota) => /per[-_ ]?day|daily/i.test(quota)) || /per[ _]day|daily/i.test(message)) {
    return {
      code: 'quota_exhausted',
      message:
        'Today’s quota at Google is used up. It begins anew at midnight in California, and this goes on by itself.',
      retryAfterMs: msUntilReset(now),
    }
  }
  return {
    code: 'rate_limited',
    message: 'Google asks for a pause: too many requests in a minute.',
    // Quotas per minute: when Google names no wait, the next minute.
    retryAfterMs: retryAfterMs ?? 60_000,
  }
}

const unpaidPlan = (model: string): Told => ({
  code: 'refused',
  message: `The plan of this API key does not include the model ${model}. Switch on billing at Google, or name another model, and retry.`,
})

/** Whether an error tells that Google will not make this, in words that it uses for it. */
export const isBlock = (message: string): boolean =>
  /safety|prohibited|content policy|usage guidelines|responsible ai/i.test(message)

/** Google read the request and will not make this. `why` is its own word for it, e.g. SAFETY. */
export function refusal(why: string): Told {
  return {
    code: 'refused',
    message:
      'Google’s safety rules stop this one. Change what the brief says about it, or make it again with an instruction.',
    reason: quoted(explained[why] ?? why),
  }
}

const explained: Readonly<Record<string, string>> = {
  SAFETY: 'The content was blocked for safety (SAFETY).',
  IMAGE_SAFETY: 'The picture was blocked for safety (IMAGE_SAFETY).',
  PROHIBITED_CONTENT: 'The content is prohibited (PROHIBITED_CONTENT).',
  IMAGE_PROHIBITED_CONTENT: 'The picture is prohibited (IMAGE_PROHIBITED_CONTENT).',
  BLOCKLIST: 'A word on Google’s block list was used (BLOCKLIST).',
  RECITATION: 'The answer repeats somebody else’s text (RECITATION).',
  IMAGE_RECITATION: 'The picture repeats somebody else’s (IMAGE_RECITATION).',
  SPII: 'Personal data would be shown (SPII).',
  LANGUAGE: 'The language is not supported (LANGUAGE).',
  OTHER: 'Google gives no reason (OTHER).',
  IMAGE_OTHER: 'Google gives no reason (IMAGE_OTHER).',
  BLOCKED_REASON_UNSPECIFIED: 'Google gives no reason.',
}

/** Throws when the prompt itself was blocked: then there is no answer. */
export function throwIfBlocked({ promptFeedback }: GenerateContentResponse): void {
  if (promptFeedback?.blockReason) throw new ProviderError(refusal(promptFeedback.blockReason))
}

const unexpected = new Set(['MALFORMED_RESPONSE', 'FINISH_REASON_UNSPECIFIED', 'CONTINUATION', 'NO_IMAGE'])

/** The failure behind a `finishReason` that is neither a full stop nor a full page. */
export const endedBadly = (reason: string): Told =>
  unexpected.has(reason) || reason.includes('TOOL') || reason.includes('FUNCTION')
    ? { code: 'unavailable', message: 'Google’s model lost its thread.', reason }
    : refusal(reason)

const longestQuote = 300

/** Google's own words, short and without anything that looks like a key. */
export function quoted(text: string): string | null {
  const plain = text
    .replace(/api_key:[^\s'"]+/g, 'api_key:…')
    .replace(/\bA(?:Iza|Q\.)[\w-]{10,}/g, '…')
    .replace(/\bya29\.[\w.-]+/g, '…')
    .replace(/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
  if (plain === '') return null
  return plain.length > longestQuote ? `${plain.slice(0, longestQuote)}…` : plain
}
