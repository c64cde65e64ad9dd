import { z } from 'zod'

/** Every error that may reach a caller: HTTP status, RFC 9457 title, and whether waiting helps (seconds for Retry-After). */
const table = {
  bad_request: { status: 400, title: 'The request cannot be read' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  unauthorized: { status: 401, title: 'Sign in first' },
  forbidden: { status: 403, title: 'This is not allowed from here' },
  not_found: { status: 404, title: 'There is no such thing' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  request_timeout: { status: 408, title: 'The request came too slowly' },
  conflict: { status: 409, title: 'Its state does not allow this' },
  precondition_failed: { status: 412, title: 'Somebody was faster' },
  too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'This kind of body is not taken here' },
  range_not_satisfiable: { status: 416, title: 'There are no such bytes' },
  invalid_input: { status: 422, title: 'Some fields need a change' },
  idempotency_mismatch: { status: 422, title: 'This key was used for another body' },
  upgrade_required: { status: 426, title: 'This address speaks WebSocket only' },
  precondition_required: { status: 428, title: 'Name the version you edit' },
  too_many_requests: { status: 429, title: 'Too many requests', retryAfter: 1 },
  headers_too_large: { status: 431, title: 'The head of the request is too large' },
  store_unavailable: { status: 503, title: 'The store cannot be reached', retryAfter: 2 },
  not_ready: { status: 503, title: 'Not ready to work', retryAfter: 2 },
  going_down: { status: 503, title: 'The server is stopping', retryAfter: 2 },
  disk_full: { status: 507, title: 'The disk is full', retryAfter: 60 },
  internal: { status: 500, title: 'Something broke on our side' },
} as const satisfies Record<string, { status: number; title: string; retryAfter?: number }>

export type ErrorCode = keyof typeof table

export type FieldError = { path: string; message: string }

export type AppErrorDetails = {
  /** What happened and what to do; shown to the caller. */
  detail?: string
  errors?: FieldError[]
  retryAfter?: number
  /** Extra response headers, e.g. Allow. */
  headers?: Record<string, string>
  /** Logged, never shown. */
  cause?: unknown
}

/** The one error class. Recognise it by `code` (it crosses module graphs), never by instanceof. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly title: string
  readonly errors: FieldError[] | undefined
  readonly retryAfter: number | undefined
  readonly headers: Record<string, string>

  constructor(code: ErrorCode, details: AppErrorDetails = {}) {
    const known: { status: number; title: string; retryAfter?: number } = table[code]
    super(details.detail ?? known.title, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'AppError'
    this.code = code
    this.status = known.status
    this.title = known.title
    this.errors = details.errors
    this.retryAfter = details.retryAfter ?? known.retryAfter
    this.headers = details.headers ?? {}
  }
}

export function isAppError(error: unknown): error is AppError {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code in table &&
    'status' in error
  )
}

/** Why a provider call or a job failed. Decides retry (see `transitions.ts`). */
export const FailureCodeSchema = z.enum([
  'unavailable',
  'rate_limited',
  'quota_exhausted',
  'refused',
  'crashed',
  'canceled_by_user',
  'dependency_failed',
])
export type FailureCode = z.infer<typeof FailureCodeSchema>

/** A failure as data: what a handler hands to the store. `retryAfterMs` is the provider's own delay, null when it named none. */
export type Failure = {
  code: FailureCode
  message: string
  retryable: boolean
  retryAfterMs: number | null
  /** The provider's reason in its own words, quoted on the card. */
  reason: string | null
  charged: boolean
  /** The call's handle leads nowhere any more: the next attempt submits anew. */
  gone?: boolean
  /** Nothing but another key helps: the job waits for one, whatever else is said here. */
  needsKey?: boolean
}

/** Thrown by providers; carries the failure. Recognised by name. */
export class ProviderError extends Error {
  readonly failure: Failure
  constructor(failure: Pick<Failure, 'code' | 'message'> & Partial<Failure>) {
    super(failure.message)
    this.name = 'ProviderError'
    this.failure = {
      retryable:
        failure.code === 'unavailable' || failure.code === 'rate_limited' || failure.code === 'quota_exhausted',
      retryAfterMs: null,
      reason: null,
      charged: false,
      ...failure,
    }
  }
}

export function isProviderError(error: unknown): error is ProviderError {
  return error instanceof Error && error.name === 'ProviderError' && 'failure' in error
}
