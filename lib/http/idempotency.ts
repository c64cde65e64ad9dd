import { invalidInput } from './input.ts'

/** Idempotency-Key: null when absent; throws `invalid_input` unless it is 1 to 255 printable ASCII characters. */
export function idempotencyOf(request: Request, route: string): { key: string; route: string } | null {
  const key = request.headers.get('idempotency-key')
  if (key === null) return null
  if (/^[\x20-\x7e]{1,255}$/.test(key)) return { key, route }
  throw invalidInput([{ path: 'Idempotency-Key', message: 'Write 1 to 255 printable ASCII characters, e.g. a UUID.' }])
}
