import { ProviderError } from '../../../lib/domain/errors.ts'
import type { Handler } from '../../../lib/domain/handler.ts'
import type { Ids } from '../../../lib/domain/ids.ts'
import { resultFor } from '../campaigns.ts'
import { Breach, type Reference } from './reference.ts'
import type { Crashes } from './crash-points.ts'
import type { Actor, Schedule } from './schedule.ts'

/** The engine stops a canceled call within a second; here each beat may wait twice 300 ms and be refused by the file now and then. */
const stopsWithinMs = 3_000

/** The process a call is made from. */
type Caller = Actor & { die(): void }

export type ProviderDeps = {
  schedule: Schedule
  crashes: Crashes
  reference: Reference
  ids: Ids
  blame(error: unknown): void
  /** A planted fault: the call goes out before it is booked. */
  callsFirst: boolean
}

/** A provider of moods behind the handler port: it accepts a call, speaks or stays silent, and answers or fails in every way. */
export function createProvider({ schedule, crashes, reference, ids, blame, callsFirst }: ProviderDeps) {
  const { chance } = schedule
  const working = new Set<{ token: string; process: Caller }>()

  const handlerOf =
    (process: Caller): Handler =>
    async (context) => {
      const { claim, signal, say, report, beginCall } = context
      const { token } = claim.lease
      const wait = async (ms: number): Promise<void> => {
        const { promise, resolve, reject } = Promise.withResolvers<void>()
        schedule.after(ms, process, resolve)
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        if (signal.aborted) reject(signal.reason)
        await promise
      }
      const accept = async (): Promise<void> => {
        await wait(chance() * 5)
        if (crashes.pass('provider:before')) process.die()
        await wait(chance() * 5)
        try {
          reference.calls(claim.job.id, claim.job.attempt)
        } catch (error) {
          blame(error)
        }
        if (crashes.pass('provider:after')) process.die()
      }
      if (callsFirst) await accept()
      await beginCall()
      const work = { token, process }
      working.add(work)
      try {
        if (!callsFirst) await accept()
        if (chance() < 0.15) await wait(8_000)
        for (let step = 1; step <= 3; step++) {
          await wait(chance() * 900)
          if (chance() < 0.8) say('x.text', `Step ${step}. `)
          report({ progress: chance() < 0.9 ? step / 3 : chance() })
        }
        const mood = chance()
        if (mood < 0.06) throw new ProviderError({ code: 'refused', message: 'No.' })
        if (mood < 0.14) throw new ProviderError({ code: 'unavailable', message: 'Away.' })
        if (mood < 0.22) throw new ProviderError({ code: 'rate_limited', message: 'Slow down.', retryAfterMs: 300 })
        if (mood < 0.26) throw new Error('a bug')
        return resultFor(claim, ids)
      } finally {
        working.delete(work)
      }
    }

  return {
    handlerOf,
    /** No call may go on long after its job was canceled, unless its process is dead or stopped. */
    look(): void {
      for (const { token, process } of working) {
        const since = reference.canceledAt(token)
        if (since === null || !process.alive || process.pausedUntil > schedule.now()) continue
        const heard = Math.max(since, process.pausedUntil)
        if (schedule.now() - heard > stopsWithinMs) throw new Breach('cancel reaches the call', token)
      }
    },
  }
}
export type Provider = ReturnType<typeof createProvider>
