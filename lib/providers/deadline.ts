/** Raised by us, never by a person: the vendor was silent for too long. */
export class TimedOut extends Error {
  constructor(limitMs: number) {
    super(`No answer in ${Math.round(limitMs / 1_000)} s.`)
    this.name = 'TimedOut'
  }
}

/** `signal` ends the work; `heard` says that something came, and the wait begins again. */
export type Watched<T> = (signal: AbortSignal, heard: () => void) => Promise<T>

/**
 * Runs one call to the vendor under the caller's signal and a limit of silence. Rejects with the caller's reason or with TimedOut, whichever ended
 * it: the SDK makes the same AbortError of both. It does not wait for the SDK to notice, because that can miss a signal.
 */
export async function underLimit<T>(caller: AbortSignal, limitMs: number, run: Watched<T>): Promise<T> {
  caller.throwIfAborted()
  const controller = new AbortController()
  const ended = Promise.withResolvers<never>()
  // Nobody may be listening any more when it rejects.
  ended.promise.catch(() => {})
  const end = (reason: unknown): void => {
    controller.abort(reason)
    ended.reject(reason)
  }
  const leave = (): void => end(caller.reason)
  let timer: NodeJS.Timeout | undefined
  const heard = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => end(new TimedOut(limitMs)), limitMs)
  }
  caller.addEventListener('abort', leave, { once: true })
  heard()
  try {
    return await Promise.race([run(controller.signal, heard), ended.promise])
  } finally {
    clearTimeout(timer)
    caller.removeEventListener('abort', leave)
    controller.abort()
  }
}
