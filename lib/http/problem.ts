import { AppError, isAppError } from '../domain/errors.ts'

/** RFC 9457 problem details, ready for any server: web Response or plain node:http. */
export type Problem = { status: number; headers: Record<string, string>; body: string }

/** Headers of every answer under /api that does not say otherwise. */
export const apiHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const

/**
 * Any thrown thing as a problem. AppErrors say what they carry; anything else is a bug of ours: its words stay inside, the caller reads
 * "Something broke on our side". Pure; whoever calls it logs the bug (see `isBug`).
 */
export function problemOf(error: unknown): Problem {
  const known = isAppError(error) ? error : new AppError('internal')
  const body = {
    type: `urn:unfold:problem:${known.code}`,
    title: known.title,
    status: known.status,
    detail: known.code === 'internal' ? 'The error is in the log of the server. Trying again may help.' : known.message,
    code: known.code,
    ...(known.errors && { errors: known.errors }),
  }
  return {
    status: known.status,
    headers: {
      ...apiHeaders,
      'content-type': 'application/problem+json',
      ...(known.retryAfter !== undefined && { 'retry-after': String(known.retryAfter) }),
      ...known.headers,
    },
    body: JSON.stringify(body),
  }
}

/** True for what nobody meant to throw: it belongs in the log, once. */
export function isBug(error: unknown): boolean {
  return !isAppError(error) || error.code === 'internal'
}

export function problemResponse(error: unknown): Response {
  const { status, headers, body } = problemOf(error)
  return new Response(body, { status, headers })
}
