import { afterEach, describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import { ProviderError } from '../../lib/domain/errors.ts'
import { createEngine, settle } from '../support/engine.ts'

type Engine = Awaited<ReturnType<typeof createEngine>>
let engine: Engine
afterEach(() => engine.close())

const view = async (id: Parameters<Engine['reader']['view']>[1]) =>
  (await engine.reader.view(local, id)) ?? Promise.reject(new Error('no view'))

/** A handler that stands still until it is let go or stopped. */
function held(): { pass(signal: AbortSignal): Promise<void>; release(): void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return {
    release: resolve,
    pass: (signal) =>
      Promise.race([
        promise,
        new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      ]),
  }
}

describe('the loop of the worker', () => {
  it('leaves the queue alone while all that is ready waits for a slot', async () => {
    const images = held()
    engine = await createEngine({
      image: async (context) => images.pass(context.signal).then(() => engine.plain(context)),
    })
    const id = await engine.create()
    engine.hire().start()
    await settle()
    expect((await view(id)).jobs.filter((job) => job.kind === 'image' && job.status === 'queued')).toHaveLength(2)
    const { claim } = engine.store
    let asked = 0
    engine.store.claim = (by) => {
      asked += 1
      return claim(by)
    }
    for (let ms = 0; ms < 2_000; ms += 5) {
      engine.clock.advance(5)
      await settle(1)
    }
    expect(asked).toBeLessThanOrEqual(3)
    images.release()
    await settle(60)
    expect((await view(id)).status).toBe('completed')
  })

  it('misses no job that falls due between its last question and its alarm', async () => {
    let calls = 0
    engine = await createEngine({
      analysis: async (context) => {
        calls += 1
        if (calls === 1) throw new ProviderError({ code: 'rate_limited', message: 'Slow down.', retryAfterMs: 400 })
        return engine.plain(context)
      },
    })
    await engine.create()
    const { claim } = engine.store
    engine.store.claim = async (by) => {
      const claimed = await claim(by)
      if (!claimed && calls === 1) engine.clock.advance(500)
      return claimed
    }
    engine.hire().start()
    await settle()
    engine.clock.advance(20)
    await settle()
    expect(calls).toBe(2)
  })

  it('lets the process breathe between jobs, however many are ready', async () => {
    let turn = 0
    let done = false
    const seen = new Set<number>()
    engine = await createEngine({
      text: async (context) => {
        seen.add(turn)
        return engine.plain(context)
      },
    })
    await engine.create({ postCount: 30 })
    const count = (): void => {
      turn += 1
      if (!done) setImmediate(count)
    }
    setImmediate(count)
    await engine.hire().runUntilIdle()
    done = true
    expect(seen.size).toBeGreaterThan(20)
  })

  it('does not take its own running jobs away from itself when beats could not be written', async () => {
    const calls = held()
    let aborted = 0
    engine = await createEngine({
      analysis: async (context) => {
        context.signal.addEventListener('abort', () => (aborted += 1))
        await calls.pass(context.signal)
        return engine.plain(context)
      },
    })
    const id = await engine.create()
    engine.hire().start()
    await settle()
    const { beat } = engine.store
    engine.store.beat = () => Promise.reject(new Error('Another process holds the database.'))
    for (let second = 0; second < 20; second++) {
      engine.clock.advance(1_000)
      await settle(5)
    }
    engine.store.beat = beat
    expect([aborted, (await view(id)).jobs[0]?.attempt]).toEqual([0, 1])
    calls.release()
    await settle(60)
    expect((await view(id)).status).toBe('completed')
    expect((await view(id)).jobs[0]?.attempt).toBe(1)
  })
})
