import type { Handle, Usage } from '../../../lib/domain/call.ts'
import { ProviderError } from '../../../lib/domain/errors.ts'
import type { JobKind } from '../../../lib/domain/job.ts'
import type { CallContext, Drawn, LongWork, Provider, VideoRequest } from '../../../lib/domain/provider.ts'
import { analysisFor, models } from '../campaigns.ts'
import { tinyMaking } from '../tiny-media.ts'
import { Breach } from './breach.ts'
import type { CrashPoint, Crashes } from './crash-points.ts'
import type { AcceptedCall, Money } from './money.ts'
import type { Actor, Schedule } from './schedule.ts'

/** The engine stops a canceled call within a second; here each beat may wait twice 300 ms and be refused by the file now and then. */
const stopsWithinMs = 3_000

/** What is held for a call, integer micros. The vendor asks for less as a rule, and for more now and then. */
export const reserves: Record<JobKind, number> = { analysis: 3_000, text: 2_000, image: 40_000, video: 900_000 }

/** Some processes ask for a dearer model than the one that others plan with: its calls may cost this many times as much. */
const dearer = 1.4

/** What a provider says that does not understand its vendor's answer: an error that nobody named. */
export const garbage = 'It answers garbage.'

const dearModels = { analysis: 'dear', text: 'dear', image: 'dear', video: 'dear' } as const satisfies typeof models

/** The process a call is made from. */
export type Calling = Actor & { die(): void }

type Film = { call: AcceptedCall; polls: number; fails: boolean; ready: number; canceled: boolean }

/** What it makes: whole files, and small ones. */
export type Media = { film: Drawn['media']; picture: Drawn['media'] }

export type VendorDeps = {
  media: Media
  schedule: Schedule
  crashes: Crashes
  money: Money
  /** Since when the running attempt `job/attempt` has been canceled, null when it has not. */
  canceledAt(ref: string): number | null
  blame(error: unknown): void
  /** What it makes costs something. */
  paid: boolean
}

/** A vendor outside of all processes: it keeps its own books of what it accepted, works on while we are away, and has every mood. */
export function createVendor({ media, schedule, crashes, money, canceledAt, blame, paid }: VendorDeps) {
  const { chance } = schedule
  const films = new Map<string, Film>()
  const working = new Set<{ ref: string; process: Calling }>()
  /** A provider as one process holds it; one that `drafts` asks for nothing. */
  const providerOf = (process: Calling, { drafts = false } = {}): Provider => {
    const costs = paid && !drafts
    const wait = async (ms: number, signal?: AbortSignal): Promise<void> => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      schedule.after(ms, process, resolve)
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
      if (signal?.aborted) reject(signal.reason)
      await promise
    }
    /** What a dead process waits for never comes. */
    const boundary = async (point: CrashPoint): Promise<void> => {
      if (!crashes.pass(point)) return
      process.die()
      await new Promise(() => undefined)
    }
    const isDear = costs && chance() < 0.2
    const mostOf = (kind: JobKind): number => (costs ? Math.round(reserves[kind] * (isDear ? dearer : 1)) : 0)
    const accept = (kind: JobKind, { ref }: CallContext): AcceptedCall => {
      const [jobId = '', attempt] = ref.split('/')
      const mostMicros = mostOf(kind)
      const micros = Math.round(mostMicros * (0.3 + chance() * 0.8))
      const call: AcceptedCall = {
        jobId,
        attempt: Number(attempt),
        kind,
        mostMicros,
        micros,
        fate: drafts ? 'free' : 'due',
        booked: false,
      }
      try {
        money.accept(call)
      } catch (error) {
        blame(error)
      }
      return call
    }
    const away = (): void => {
      const mood = chance()
      if (mood < 0.05) throw new ProviderError({ code: 'unavailable', message: 'Away.' })
      if (mood < 0.1) throw new ProviderError({ code: 'rate_limited', message: 'Slow down.', retryAfterMs: 300 })
    }
    /** The line is cut when the vendor is at work already: a provider that cannot know says that it may have cost. */
    const cutOff = (more: { retryable?: boolean }): void => {
      if (chance() < 0.03)
        throw new ProviderError({ code: 'unavailable', message: 'Cut off.', charged: costs, ...more })
    }
    const bill = async (call: AcceptedCall, { answered }: CallContext): Promise<void> => {
      const usage: Usage = { micros: call.micros, counts: { calls: 1 } }
      await answered(usage)
      call.booked = true
    }
    /** A call that is answered in one go: out, accepted, at work in the open, answered. */
    const make = async (
      kind: 'analysis' | 'text' | 'image',
      at: 'analyze' | 'write' | 'draw',
      context: CallContext,
    ): Promise<void> => {
      const work = { ref: context.ref, process }
      working.add(work)
      try {
        await wait(chance() * 5, context.signal)
        await boundary(`${at}:before`)
        await wait(chance() * 5, context.signal)
        away()
        const call = accept(kind, context)
        if (chance() < 0.1) await wait(8_000, context.signal)
        for (let step = 1; step <= 3; step++) {
          await wait(chance() * 700, context.signal)
          if (chance() < 0.8) context.say('x.text', `Step ${step}. `)
          context.report({ progress: chance() < 0.9 ? step / 3 : chance() })
        }
        const fails = chance() < 0.06
        if (fails) call.fate = 'free'
        await boundary(`${at}:after`)
        cutOff({})
        if (fails) throw new ProviderError({ code: 'refused', message: 'No.' })
        if (costs || chance() < 0.5) await bill(call, context)
        const mood = chance()
        if (mood < 0.05) throw new Error(garbage)
        if (mood < 0.08) throw new ProviderError({ code: 'refused', message: 'Not this.', charged: costs })
      } finally {
        working.delete(work)
      }
    }
    const filmOf = ({ film }: Handle): Film => {
      const found = films.get(film ?? '')
      if (!found) throw new ProviderError({ code: 'unavailable', message: 'It knows no such film.', gone: true })
      return found
    }
    const film: LongWork<VideoRequest> = {
      async submit(_, context) {
        await wait(chance() * 5, context.signal)
        await boundary('submit:before')
        await wait(chance() * 5, context.signal)
        away()
        const call = accept('video', context)
        const id = `film-${films.size + 1}`
        const takes = 300 + chance() * (chance() < 0.2 ? 9_000 : 2_500)
        films.set(id, { call, polls: 0, fails: chance() < 0.08, ready: schedule.now() + takes, canceled: false })
        await wait(schedule.latency(300), context.signal)
        await boundary('submit:after')
        cutOff({ retryable: false })
        return { film: id }
      },
      async poll(handle, context) {
        await wait(chance() * 5, context.signal)
        await boundary('poll:before')
        const found = filmOf(handle)
        try {
          money.asks(found.call.jobId, found.call.attempt)
        } catch (error) {
          blame(error)
        }
        found.polls += 1
        const isOver = schedule.now() >= found.ready
        if (isOver && found.fails) found.call.fate = 'free'
        await wait(chance() * 5, context.signal)
        await boundary('poll:after')
        if (chance() < 0.04) throw new ProviderError({ code: 'unavailable', message: 'Away.' })
        if (isOver && found.fails)
          throw new ProviderError({
            code: chance() < 0.5 ? 'unavailable' : 'refused',
            message: 'It broke.',
            gone: true,
          })
        if (!isOver) context.report({ progress: Math.min(0.9, found.polls / 10) })
        return isOver ? { done: true } : { done: false, againMs: 200 + chance() * 800 }
      },
      async fetch(handle, _, context) {
        await wait(chance() * 5, context.signal)
        await boundary('fetch:before')
        const { call } = filmOf(handle)
        await wait(chance() * 200, context.signal)
        await boundary('fetch:after')
        const lineBreaks = chance()
        if (lineBreaks < 0.05) throw new ProviderError({ code: 'unavailable', message: 'The line broke.' })
        if (costs) await bill(call, context)
        if (lineBreaks < 0.15) throw new ProviderError({ code: 'unavailable', message: 'It came in part only.' })
        return { media: media.film, variants: [], alt: 'A film', making: tinyMaking }
      },
      async cancel(handle) {
        await wait(chance() * 5)
        await boundary('cancel:before')
        filmOf(handle).canceled = true
        await wait(chance() * 5)
        await boundary('cancel:after')
      },
    }
    const unused = (): never => {
      throw new Error('Nobody asks for a quote here.')
    }
    return {
      name: drafts ? 'studio' : 'scripted',
      draft: false,
      models: isDear ? dearModels : models,
      price: (kind) => ({ lowMicros: 0, highMicros: mostOf(kind) }),
      preview: unused,
      async analyze({ posts }, context) {
        await make('analysis', 'analyze', context)
        return analysisFor({ posts })
      },
      async write({ brief }, context) {
        await make('text', 'write', context)
        const text = `Proved 36 hours, ${context.seed}.`
        const written = { text, hashtags: ['Leeds'], link: null, characters: 23 }
        return Object.fromEntries(brief.platforms.map((platform) => [platform, written]))
      },
      async draw(_, context) {
        await make('image', 'draw', context)
        return { media: media.picture, variants: [], alt: 'A loaf', making: tinyMaking }
      },
      film,
      close: async () => undefined,
    }
  }

  return {
    providerOf,
    /** No call may go on long after its job was canceled, unless its process is dead or stopped. */
    look(): void {
      for (const { ref, process } of working) {
        const since = canceledAt(ref)
        if (since === null || !process.alive || process.pausedUntil > schedule.now()) continue
        const heard = Math.max(since, process.pausedUntil)
        if (schedule.now() - heard > stopsWithinMs) throw new Breach('cancel reaches the call', ref)
      }
    },
  }
}
export type Vendor = ReturnType<typeof createVendor>
