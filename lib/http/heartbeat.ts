/** One line of silence for all streams: a single timer, however many are open. */
export type Heartbeat = {
  /** `beat` is called whenever the stream has been quiet for the whole interval. */
  watch(beat: () => void): Pulse
}

export type Pulse = {
  /** Something was written just now. */
  touch(): void
  stop(): void
}

/** How often the timer looks, ms: a beat comes at most this late. */
const lookMs = 1_000

/** `quietMs`: the silence after which a stream beats, 15 s by default. The timer runs while something is watched and keeps no process alive. */
export function createHeartbeat({ quietMs = 15_000 }: { quietMs?: number } = {}): Heartbeat {
  const watched = new Set<{ beat: () => void; last: number }>()
  let timer: NodeJS.Timeout | undefined

  const look = (): void => {
    const now = performance.now()
    for (const one of watched) {
      if (now - one.last < quietMs - lookMs) continue
      one.last = now
      one.beat()
    }
  }

  return {
    watch(beat) {
      const one = { beat, last: performance.now() }
      watched.add(one)
      timer ??= setInterval(look, lookMs).unref()
      return {
        touch: () => {
          one.last = performance.now()
        },
        stop: () => {
          watched.delete(one)
          if (watched.size > 0) return
          clearInterval(timer)
          timer = undefined
        },
      }
    },
  }
}
