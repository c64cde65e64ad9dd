const unsentCodes = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Nothing reached the vendor: no name, no route, no connection. */
export function isUnsent(thrown: unknown): boolean {
  for (let error: unknown = thrown, depth = 0; error instanceof Error && depth < 8; error = error.cause, depth++) {
    if ('code' in error && typeof error.code === 'string' && unsentCodes.has(error.code)) return true
    if (error instanceof AggregateError && error.errors.every(isUnsent)) return true
  }
  return false
}
