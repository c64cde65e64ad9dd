import { afterEach, describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import { AppError, ProviderError } from '../../lib/domain/errors.ts'
import { free, newCampaign } from '../support/campaigns.ts'
import { createEngine, settle } from '../support/engine.ts'

type Engine = Awaited<ReturnType<typeof createEngine>>
let engine: Engine
afterEach(() => engine.close())

const firstJob = async (id: Parameters<Engine['reader']['view']>[1]) => (await engine.reader.view(local, id))?.jobs[0]

/** The first `calls` calls fail as the pen does when another process holds the file. */
function locked<Query extends unknown[], T>(
  calls: number,
  real: (...query: Query) => Promise<T>,
): (...query: Query) => Promise<T> {
  let failed = 0
  return (...query) => ((failed += 1) <= calls ? Promise.reject(new AppError('store_unavailable')) : real(...query))
}

/** Seconds go by, one after the other; in each there is room for so many turns. */
async function pass(seconds: number, turns?: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await settle(turns)
    engine.clock.advance(1_000)
  }
  await settle(turns)
}

/** A worker begins, and is told to stop when it is in the middle of it. */
async function hireAndStop(): Promise<void> {
  const worker = engine.hire()
  worker.start()
  await settle()
  const stopped = worker.stop(1_000)
  await settle()
  await stopped
}

describe('a running job while the store has trouble', () => {
  it('goes on when a report could not be written, and finishes in the same attempt', async () => {
    let aborted = false
    engine = await createEngine({
      analysis: async (context) => {
        context.signal.addEventListener('abort', () => (aborted = true))
        for (const text of ['One. ', 'Two. ', 'Three.']) {
          context.say('analysis.summary', text)
          await settle(2)
          engine.clock.advance(200)
        }
        return engine.plain(context)
      },
    })
    const id = await engine.create()
    engine.store.report = locked(1, engine.store.report)
    await engine.hire().runUntilIdle()
    expect(aborted).toBe(false)
    expect(await firstJob(id)).toMatchObject({ status: 'completed', attempt: 1, failures: 0 })
  })

  it('drops nothing that was said before the store could be written again', async () => {
    engine = await createEngine({
      analysis: async (context) => {
        for (const text of ['One. ', 'Two. ', 'Three.']) {
          context.say('analysis.summary', text)
          await settle(2)
          engine.clock.advance(200)
        }
        throw new ProviderError({ code: 'refused', message: 'No.' })
      },
    })
    const id = await engine.create()
    engine.store.report = locked(2, engine.store.report)
    await engine.hire().runUntilIdle()
    expect(await firstJob(id)).toMatchObject({
      status: 'failed',
      output: { parts: { 'analysis.summary': 'One. Two. Three.' } },
    })
  })

  it('does not throw a finished result away because it could not be written at once', async () => {
    let calls = 0
    engine = await createEngine({
      analysis: async (context) => {
        calls += 1
        return engine.plain(context)
      },
    })
    const id = await engine.create()
    engine.store.complete = locked(3, engine.store.complete)
    engine.hire().start()
    await pass(10)
    expect(await firstJob(id)).toMatchObject({ status: 'completed', attempt: 1, failures: 0 })
    expect(calls).toBe(1)
  })

  it('waits before a call that could not be written down, and makes it in the same attempt', async () => {
    const counted: number[] = []
    engine = await createEngine({
      analysis: async (context) => {
        counted.push(await context.beginCall())
        return engine.plain({ ...context, beginCall: async () => 1 })
      },
    })
    const id = await engine.create()
    engine.store.beginCall = locked(3, engine.store.beginCall)
    engine.hire().start()
    await pass(10)
    expect(await firstJob(id)).toMatchObject({ status: 'completed', attempt: 1, failures: 0 })
    expect(counted).toEqual([1])
  })

  it('hands a job back, as no attempt, whose call could not be written down before the stop', async () => {
    engine = await createEngine()
    const id = await engine.create()
    engine.store.beginCall = locked(1_000, engine.store.beginCall)
    await hireAndStop()
    expect(await firstJob(id)).toMatchObject({ status: 'queued', failures: 0 })
  })

  it('does not have a thing made again because its failure could not be written at once', async () => {
    let calls = 0
    engine = await createEngine({
      analysis: async (context) => {
        calls += 1
        await context.beginCall()
        throw new ProviderError({ code: 'refused', message: 'No.' })
      },
    })
    const id = await engine.create()
    engine.store.fail = locked(3, engine.store.fail)
    engine.hire().start()
    await pass(30)
    expect(await firstJob(id)).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { code: 'refused', message: 'No.' },
    })
    expect(calls).toBe(1)
  })

  it('writes a failure that waits before it stops', async () => {
    engine = await createEngine({
      analysis: async () => {
        throw new ProviderError({ code: 'refused', message: 'No.' })
      },
    })
    const id = await engine.create()
    engine.store.fail = locked(1, engine.store.fail)
    await hireAndStop()
    expect(await firstJob(id)).toMatchObject({ status: 'failed', attempt: 1, error: { code: 'refused' } })
  })

  it('calls the work off of a job that is canceled while its failure waits', async () => {
    let calledOff = 0
    engine = await createEngine({
      analysis: async ({ onCanceled }) => {
        onCanceled(async () => void (calledOff += 1))
        throw new ProviderError({ code: 'unavailable', message: 'Away.' })
      },
    })
    const id = await engine.create()
    engine.store.fail = locked(1_000, engine.store.fail)
    engine.hire().start()
    await settle()
    await engine.store.cancelCampaign(local, id)
    engine.clock.advance(600)
    await settle()
    expect(await firstJob(id)).toMatchObject({ status: 'canceled', attempt: 1 })
    expect(calledOff).toBe(1)
  })

  it('fails a job, in words, whose result cannot be written for long', async () => {
    engine = await createEngine()
    const id = await engine.create()
    engine.store.complete = locked(1_000, engine.store.complete)
    engine.hire().start()
    await pass(400, 3)
    expect(await firstJob(id)).toMatchObject({ status: 'failed', failures: 3, error: { code: 'unavailable' } })
  })

  it('hands a job back whose result could not be written before the stop', async () => {
    engine = await createEngine()
    const id = await engine.create()
    engine.store.complete = locked(1_000, engine.store.complete)
    await hireAndStop()
    expect(await firstJob(id)).toMatchObject({ status: 'queued', failures: 0 })
  })

  it.each([
    ['at once when nothing runs', 0, 0.5],
    ['within the time it has when something does', 1, 3.5],
  ])('stops %s, though a claim waits for another process to let the database go', async (_, jobs, seconds) => {
    const deaf = Promise.withResolvers<never>()
    const held = Promise.withResolvers<null>()
    engine = await createEngine({ analysis: () => deaf.promise })
    const { claim } = engine.store
    let claimed = 0
    engine.store.claim = (by) => ((claimed += 1) <= jobs ? claim(by) : held.promise)
    await engine.create()
    const worker = engine.hire()
    worker.start()
    await settle()
    expect(worker.running()).toBe(jobs)
    let stopped = false
    const stopping = worker.stop(3_000).then(() => (stopped = true))
    for (let left = seconds * 1_000; left > 0; left -= 500) {
      await settle()
      expect(stopped).toBe(false)
      engine.clock.advance(500)
    }
    await settle()
    expect(stopped).toBe(true)
    await stopping
    held.resolve(null)
    deaf.promise.catch(() => undefined)
    deaf.reject(new Error('At last.'))
  })

  it('books nothing for a call that is stopped while it is being written down: it never goes out', async () => {
    let made = 0
    engine = await createEngine({
      analysis: async (context) => {
        await context.beginCall()
        made += 1
        return engine.plain({ ...context, beginCall: async () => 1 })
      },
    })
    const reserves = { ...free, analysis: 1_000 }
    const { campaignId: id } = await engine.store.create({ ...newCampaign(engine.ids), reserves })
    const { beginCall } = engine.store
    const gate = Promise.withResolvers<void>()
    engine.store.beginCall = (...query) => gate.promise.then(() => beginCall(...query))
    const worker = engine.hire()
    worker.start()
    await settle()
    const stopped = worker.stop(1_000)
    gate.resolve()
    await stopped
    expect(made).toBe(0)
    expect(await firstJob(id)).toMatchObject({ status: 'queued', failures: 0, costMicros: 0 })
  })

  it('counts no provider call that was stopped before it was made', async () => {
    const gate = Promise.withResolvers<void>()
    const counted: number[] = []
    engine = await createEngine({
      analysis: async (context) => {
        await gate.promise
        counted.push(await context.beginCall())
        return engine.plain(context)
      },
    })
    await engine.create()
    const worker = engine.hire()
    worker.start()
    await settle()
    const stopped = worker.stop(1_000)
    await settle()
    gate.resolve()
    await stopped
    await engine.hire(2).runUntilIdle()
    expect(counted).toEqual([1])
  })
})
