import { createParser } from 'eventsource-parser'
import type { Clock } from '../lib/domain/clock.ts'

/** One message of a stream. `event` is null when the frame named none. */
export type StreamMessage = { event: string | null; data: string }

/**
 * Where a stream stands. `connecting`: a try is under way and nothing has failed yet. `open`: bytes arrive. `offline`: the last try failed; the
 * next one starts at `nextTryAt` (null while it runs). `ended`: no more tries. Times in ms since 1970; `since` is when the last byte was heard.
 */
export type StreamStatus = {
  phase: 'connecting' | 'open' | 'offline' | 'ended'
  since: number | null
  nextTryAt: number | null
  end: 'nothing-left' | 'gone' | 'unauthorized' | null
}

export type EventStreamDeps = {
  fetch(
    url: string,
    init: { headers: Record<string, string>; signal: AbortSignal; cache: 'no-store' },
  ): Promise<Response>
  clock: Clock
  /** In [0, 1): spreads the tries of many readers. */
  random(): number
}

export type EventStreamOptions = {
  /** Asked for each try: it names what was heard last. */
  url(): string
  /** The messages of one chunk, at least one. */
  hear(messages: readonly StreamMessage[]): void
  changed(status: StreamStatus): void
}

export type EventStream = {
  start(): void
  stop(): void
  /** Gives up the present connection or wait and tries at once. */
  retryNow(): void
  /** The same, unless the connection is open and was heard not long ago. */
  doubt(): void
  /** Asks anew, because the address says something else now: an open stream counts as open meanwhile, and no wait is cut short. */
  askAnew(): void
}

/** Waits between tries, ms: full jitter from the first to the doubled one, never over the longest. */
const firstWaitMs = 250
const longestWaitMs = 8_000
/** The server says something every 15 s, a comment at least: after this long without a byte the connection is dead. */
const silenceMs = 40_000
/** After this long without a byte it may be doubted, ms. */
const doubtfulMs = 16_000
/** How often silence is looked for: a machine that slept learns of it this soon. */
const lookMs = 10_000

/**
 * A reader of server-sent events over fetch, so that status codes are seen: 204 and 404 end it, Retry-After is kept, everything else is tried
 * again for ever. What a message means, and where to go on after a cut, is the caller's business.
 */
export function createEventStream(deps: EventStreamDeps, options: EventStreamOptions): EventStream {
  const { clock } = deps
  let status: StreamStatus = { phase: 'connecting', since: null, nextTryAt: null, end: null }
  let failures = 0
  let heardAt: number | null = null
  let quietSince = { monotonic: 0, wall: 0 }
  let current: AbortController | null = null
  let callOffTry = (): void => {}
  let callOffWatch = (): void => {}

  const set = (next: StreamStatus): void => {
    status = next
    options.changed(next)
  }
  const drop = (): void => {
    callOffTry()
    callOffWatch()
    current?.abort()
    current = null
  }
  const heard = (): void => {
    heardAt = clock.now()
    quietSince = { monotonic: clock.monotonic(), wall: heardAt }
  }
  const end = (reason: StreamStatus['end']): void => {
    drop()
    set({ phase: 'ended', since: heardAt, nextTryAt: null, end: reason })
  }

  const tryLater = (phase: 'connecting' | 'offline', atLeastMs: number): void => {
    drop()
    failures += 1
    const most = Math.min(longestWaitMs, firstWaitMs * 2 ** failures)
    const wait = Math.max(atLeastMs, firstWaitMs + deps.random() * (most - firstWaitMs))
    set({ phase, since: heardAt, nextTryAt: clock.now() + wait, end: null })
    callOffTry = clock.after(wait, retryNow)
  }

  // Only the wall clock goes on while the machine sleeps.
  const silentMs = (): number => Math.max(clock.monotonic() - quietSince.monotonic, clock.now() - quietSince.wall)
  const watch = (): void => {
    callOffWatch()
    callOffWatch = clock.after(Math.min(lookMs, Math.max(0, silenceMs - silentMs())), () => {
      if (silentMs() >= silenceMs) tryLater('offline', 0)
      else watch()
    })
  }

  const connect = async (phase: 'connecting' | 'open' | 'offline'): Promise<void> => {
    drop()
    const mine = new AbortController()
    current = mine
    set({ phase, since: phase === 'open' ? null : heardAt, nextTryAt: null, end: null })
    quietSince = { monotonic: clock.monotonic(), wall: clock.now() }
    watch()
    try {
      const response = await deps.fetch(options.url(), {
        headers: { accept: 'text/event-stream' },
        signal: mine.signal,
        cache: 'no-store',
      })
      if (mine.signal.aborted) return
      if (response.status === 204) return end('nothing-left')
      if (response.status === 404 || response.status === 410) return end('gone')
      if (response.status === 401) return end('unauthorized')
      if (!response.ok || response.body === null) return tryLater('offline', retryAfterMs(response, clock.now()))
      await read(response.body, mine.signal)
      if (!mine.signal.aborted) tryLater('connecting', 0)
    } catch {
      if (!mine.signal.aborted) tryLater(status.phase === 'open' ? 'connecting' : 'offline', 0)
    }
  }

  const read = async (body: ReadableStream<Uint8Array>, signal: AbortSignal): Promise<void> => {
    let messages: StreamMessage[] = []
    const parser = createParser({
      onEvent: ({ event = null, data }) => messages.push({ event, data }),
    })
    const reader = body.getReader()
    const decoder = new TextDecoder()
    try {
      for (;;) {
        const { done, value } = await reader.read()
        if (signal.aborted || done) return
        heard()
        if (status.phase !== 'open') set({ phase: 'open', since: null, nextTryAt: null, end: null })
        parser.feed(decoder.decode(value, { stream: true }))
        if (messages.length === 0) continue
        failures = 0
        options.hear(messages)
        messages = []
        if (signal.aborted) return
      }
    } finally {
      void reader.cancel().catch(() => {})
    }
  }

  const retryNow = (): void => {
    if (status.phase !== 'ended') void connect(status.phase === 'offline' ? 'offline' : 'connecting')
  }

  return {
    start: () => void connect('connecting'),
    stop: drop,
    retryNow,
    doubt() {
      if (status.phase !== 'open' || silentMs() > doubtfulMs) retryNow()
    },
    askAnew() {
      if (status.nextTryAt === null) void connect(status.phase === 'ended' ? 'connecting' : status.phase)
    },
  }
}

/** Retry-After in ms, from seconds or a date; 0 when there is none. */
function retryAfterMs(response: Response, now: number): number {
  const given = response.headers.get('retry-after')
  if (given === null) return 0
  const seconds = Number(given)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000)
  const date = Date.parse(given)
  return Number.isNaN(date) ? 0 : Math.max(0, date - now)
}
