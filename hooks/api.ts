import type { FieldError } from '../lib/domain/errors.ts'

/** What the server refused, in its own words (RFC 9457), or that it could not be reached (`status` 0). */
export type Problem = { status: number; title: string; detail: string; errors: FieldError[] }

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem }

/** `key` is the intent: a call sent again keeps it. `version` is the one that an edit was made on. */
export type Call = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  key?: string
  version?: number
  signal?: AbortSignal
}

/** Calls our own API. Never throws for what a server or a network can do; rejects only when `signal` aborts. */
export async function callApi<T>(
  path: string,
  { method, body, key, version, signal }: Call,
  read: (said: unknown) => T,
): Promise<Answer<T>> {
  let response: Response
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    if (signal?.aborted) throw error
    return { ok: false, problem: { status: 0, title: '', detail: '', errors: [] } }
  }
  const said: unknown = response.status === 204 ? null : await response.json().catch(() => null)
  if (response.ok) return { ok: true, value: read(said) }
  return { ok: false, problem: problemOf(response.status, said) }
}

export function problemOf(status: number, said: unknown): Problem {
  const fields = typeof said === 'object' && said !== null ? said : {}
  const text = (name: string): string => {
    const value: unknown = Object.entries(fields).find(([key]) => key === name)?.[1]
    return typeof value === 'string' ? value : ''
  }
  const errors: unknown = 'errors' in fields ? fields.errors : []
  return {
    status,
    title: text('title'),
    detail: text('detail'),
    errors: Array.isArray(errors) ? errors.filter(isFieldError) : [],
  }
}

function isFieldError(said: unknown): said is FieldError {
  return (
    typeof said === 'object' && said !== null && 'path' in said && 'message' in said && typeof said.message === 'string'
  )
}
