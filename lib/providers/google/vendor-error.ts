import { z } from 'zod'
import { isUnsent } from '../unsent.ts'

/** What is known of a failed call, whichever of the SDK's error classes brought it. */
export type VendorError = {
  /** HTTP status; null when no answer came. */
  status: number | null
  /** Google's name for it, e.g. RESOURCE_EXHAUSTED, or the code of the interactions API, e.g. invalid_request. */
  code: string
  message: string
  /** Reasons of ErrorInfo, e.g. API_KEY_INVALID. */
  reasons: string[]
  /** Ids, metrics and words of the quotas that were passed, e.g. GenerateRequestsPerDayPerProjectPerModel-FreeTier. */
  quotas: string[]
  retryAfterMs: number | null
  /** Nothing reached Google: no name, no route, no connection. */
  unsent: boolean
}

/** Somebody on the way gave up waiting for the answer: whether the work was done, and is charged, nobody knows. */
export const lostOnTheWay: ReadonlySet<number | null> = new Set([408, 502, 504])

const DetailSchema = z.object({
  '@type': z.string().default(''),
  reason: z.string().optional(),
  retryDelay: z.string().optional(),
  violations: z.array(z.record(z.string(), z.unknown())).optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
})
const ErrorSchema = z.object({
  message: z.string().default(''),
  status: z.string().optional(),
  code: z.union([z.number(), z.string()]).optional(),
  details: z.array(DetailSchema).catch([]).default([]),
})
const BodySchema = z.object({ error: ErrorSchema })
/** Streams that break early answer with a list of one. */
const AnyBodySchema = z.union([BodySchema, z.tuple([BodySchema]).transform(([first]) => first)])
const ThrownSchema = z.object({
  status: z.number().optional(),
  message: z.string().default(''),
  body: z.string().optional(),
  headers: z.unknown().optional(),
})

/** Reads any error that a call to Google threw: `models.*` carry the body in the message, interactions in `body`. Never throws. */
export function readVendorError(thrown: unknown): VendorError {
  const { status, message, body, headers } = ThrownSchema.catch({ message: '' }).parse(thrown)
  const error = errorIn(body) ?? errorIn(message)
  const details = error?.details ?? []
  const delay = details.find((detail) => detail.retryDelay !== undefined)?.retryDelay
  return {
    status: status ?? null,
    code: error?.status ?? (typeof error?.code === 'string' ? error.code : ''),
    message: error?.message ?? message,
    reasons: details.flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
    quotas: details.flatMap(({ violations = [], metadata = {} }) =>
      [...violations, { quotaId: metadata.quota_limit }].flatMap(({ quotaId, quotaMetric, description }) =>
        [quotaId, quotaMetric, description].filter((text) => typeof text === 'string'),
      ),
    ),
    retryAfterMs: durationMs(delay) ?? secondsMs(headers instanceof Headers ? headers.get('retry-after') : null),
    unsent: status === undefined && isUnsent(thrown),
  }
}

/** The error of a body, which gateways wrap in another body, as text. */
function errorIn(text: string | undefined): z.infer<typeof ErrorSchema> | null {
  const start = text?.search(/[[{]/) ?? -1
  if (text === undefined || start === -1) return null
  let json: unknown
  try {
    json = JSON.parse(text.slice(start))
  } catch {
    return null
  }
  const parsed = AnyBodySchema.safeParse(json)
  if (!parsed.success) return null
  const { error } = parsed.data
  return errorIn(error.message) ?? error
}

/** A protobuf duration: "34s", "1.5s". */
function durationMs(text: string | undefined): number | null {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(text ?? '')?.[1]
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1_000)
}

const secondsMs = (text: string | null): number | null =>
  text !== null && /^\d+$/.test(text) ? Number(text) * 1_000 : null
