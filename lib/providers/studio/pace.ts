import type { CallContext } from '../../domain/provider.ts'

/** At least this many steps report something when a latency is asked for. */
export const leastSteps = 5

/** Spreads a latency over steps: call `step` before each one. Without a latency it returns at once. Rejects when the signal aborts. */
export function createPace(latencyMs: number, steps: number, signal: AbortSignal) {
  const share = latencyMs / Math.max(1, steps)
  return async function step(): Promise<void> {
    signal.throwIfAborted()
    if (share <= 0) return
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(done, share)
      function done(): void {
        signal.removeEventListener('abort', stop)
        resolve()
      }
      function stop(): void {
        clearTimeout(timer)
        reject(signal.reason)
      }
      signal.addEventListener('abort', stop, { once: true })
    })
  }
}

/** Says composed pieces in order. A latency is spread over them; fewer than five pieces are told as five steps. */
export async function sayPaced(
  said: readonly { part: string; text: string }[],
  latencyMs: number,
  call: CallContext,
): Promise<void> {
  const pieces = latencyMs > 0 && said.length < leastSteps ? said.flatMap(inWords) : said
  const step = createPace(latencyMs, pieces.length, call.signal)
  for (const { part, text } of pieces) {
    await step()
    call.say(part, text)
  }
}

const inWords = ({ part, text }: { part: string; text: string }): { part: string; text: string }[] =>
  (text.match(/\S*\s*/g) ?? []).filter((word) => word !== '').map((word) => ({ part, text: word }))
