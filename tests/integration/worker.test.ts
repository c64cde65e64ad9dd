import { afterEach, describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import { ProviderError } from '../../lib/domain/errors.ts'
import type { Handler } from '../../lib/domain/handler.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { capacity, factsOf } from '../support/campaigns.ts'
import { createEngine, settle } from '../support/engine.ts'

type Engine = Awaited<ReturnType<typeof createEngine>>
let engine: Engine
afterEach(() => engine.close())

const view = async (id: CampaignId) => (await engine.reader.view(local, id)) ?? Promise.reject(new Error('no view'))

/** A handler that runs until it is told to stop or to go on. */
function gate() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const seen: { aborted: number; running: number; most: number } = { aborted: 0, running: 0, most: 0 }
  const through = async (signal: AbortSignal): Promise<void> => {
    seen.running += 1
    seen.most = Math.max(seen.most, seen.running)
    const stopped = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
    )
    try {
      await Promise.race([promise, stopped])
    } catch (error) {
      seen.aborted += 1
      throw error
    } finally {
      seen.running -= 1
    }
  }
  return { open: resolve, through, seen }
}

describe('the worker', () => {
  it('runs a campaign to its end', async () => {
    engine = await createEngine()
    const id = await engine.create()
    await engine.hire().runUntilIdle()
    expect((await view(id)).status).toBe('completed')
    expect(engine.troubles).toEqual([])
  })

  it('keeps to the slots of each kind', async () => {
    const images = gate()
    const handler: Handler = async (context) => {
      await images.through(context.signal)
      return engine.plain(context)
    }
    engine = await createEngine({ image: handler })
    await engine.create()
    const worker = engine.hire()
    const done = worker.runUntilIdle()
    await settle()
    expect(images.seen.running).toBe(capacity.slots.image)
    images.open()
    await done
    expect(images.seen.most).toBe(capacity.slots.image)
  })

  it('reaches a running call within a second of a cancel', async () => {
    const calls = gate()
    engine = await createEngine({
      analysis: async (context) => calls.through(context.signal).then(() => engine.plain(context)),
    })
    const id = await engine.create()
    engine.hire().start()
    await settle()
    expect(calls.seen.running).toBe(1)
    await engine.store.cancelCampaign(local, id)
    engine.clock.advance(1_000)
    await settle()
    expect(calls.seen.aborted).toBe(1)
    expect((await view(id)).status).toBe('canceled')
  })

  it('hands running jobs back when it stops, without using up an attempt’s failures', async () => {
    const calls = gate()
    let first = true
    engine = await createEngine({
      analysis: async (context) => {
        if (first) {
          first = false
          await calls.through(context.signal)
        }
        return engine.plain(context)
      },
    })
    const id = await engine.create()
    const worker = engine.hire()
    worker.start()
    await settle()
    await worker.stop(1_000)
    expect((await view(id)).jobs[0]).toMatchObject({ status: 'queued', failures: 0, attempt: 1 })
    await engine.hire(2).runUntilIdle()
    expect((await view(id)).status).toBe('completed')
    expect((await view(id)).jobs[0]?.attempt).toBe(2)
  })

  it('takes over a job whose beat has stood still for 15 s of its own clock, not a second earlier', async () => {
    engine = await createEngine()
    const id = await engine.create()
    await engine.store.claim({
      owner: { machineId: 'elsewhere', bootId: 'x', pid: 9, processStart: '1' },
      kinds: ['analysis'],
    })
    engine.hire().start()
    await settle()
    for (let second = 0; second < 14; second++) {
      engine.clock.advance(1_000)
      await settle(5)
    }
    expect((await view(id)).jobs[0]?.status).toBe('processing')
    for (let second = 0; second < 3; second++) {
      engine.clock.advance(1_000)
      await settle()
    }
    expect((await view(id)).status).toBe('completed')
    expect((await view(id)).jobs[0]?.attempt).toBe(2)
  })

  it('leaves a job alone whose worker beats, however long it takes', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const claimed = await engine.store.claim({
      owner: { machineId: 'elsewhere', bootId: 'x', pid: 9, processStart: '1' },
      kinds: ['analysis'],
    })
    if (!claimed) throw new Error('nothing claimed')
    engine.hire().start()
    for (let second = 0; second < 60; second++) {
      await engine.store.beat([claimed.lease])
      engine.clock.advance(1_000)
      await settle(3)
    }
    expect((await view(id)).jobs[0]).toMatchObject({ status: 'processing', attempt: 1 })
  })

  it('takes over at once when the owner is gone on this host', async () => {
    engine = await createEngine()
    const id = await engine.create()
    await engine.store.claim({ owner: { machineId: 'm', bootId: 'b', pid: 9, processStart: '1' }, kinds: ['analysis'] })
    engine.hire(1, (owner) => owner.pid === 9).start()
    await settle(40)
    expect((await view(id)).status).toBe('completed')
  })

  it('counts an error that no provider named as a failure of the attempt, and says so to the operator', async () => {
    engine = await createEngine({
      video: async () => {
        throw new Error('a bug')
      },
    })
    const id = await engine.create()
    const worker = engine.hire()
    for (let attempt = 0; attempt < 4; attempt++) {
      await worker.runUntilIdle()
      engine.clock.advance(60_000)
    }
    const done = await view(id)
    expect(done.status).toBe('partial')
    expect(done.jobs.find((job) => job.kind === 'video')).toMatchObject({ status: 'failed', failures: 3 })
    expect(engine.troubles).toHaveLength(3)
  })

  it('waits for the provider’s own delay and goes on by itself', async () => {
    let calls = 0
    engine = await createEngine({
      analysis: async (context) => {
        calls += 1
        if (calls === 1) throw new ProviderError({ code: 'rate_limited', message: 'Slow down.', retryAfterMs: 700 })
        return engine.plain(context)
      },
    })
    const id = await engine.create()
    engine.hire().start()
    await settle()
    engine.clock.advance(690)
    await settle()
    expect(calls).toBe(1)
    engine.clock.advance(500)
    await settle(40)
    expect((await view(id)).status).toBe('completed')
  })

  it('writes at most 40 output rows and 20 progress rows an attempt, and drops nothing that was said', async () => {
    const said: string[] = []
    engine = await createEngine({
      analysis: async (context) => {
        for (let piece = 0; piece < 3_000; piece++) {
          const text = `word ${piece} `
          said.push(text)
          context.say('analysis.summary', text)
          context.report({ progress: piece / 3_000 })
          if (piece % 10 === 0) engine.clock.advance(50)
          if (piece % 100 === 0) await settle(1)
        }
        throw new ProviderError({ code: 'refused', message: 'No.' })
      },
    })
    const id = await engine.create()
    await engine.hire().runUntilIdle()
    const facts = await factsOf(engine.reader, id)
    expect(facts.filter((fact) => fact.type === 'job.output').length).toBeLessThanOrEqual(40)
    expect(facts.filter((fact) => fact.type === 'job.progress').length).toBeLessThanOrEqual(20)
    expect((await view(id)).jobs[0]?.output?.parts['analysis.summary']).toBe(said.join(''))
  })

  it('tells the last measure of a finished job, and spreads its rows to the end', async () => {
    engine = await createEngine({
      video: async (context) => {
        for (const message of ['a', 'b', 'c', 'd', 'e']) context.report({ message })
        for (let done = 1; done <= 200; done++)
          context.report({ progress: done / 200, measure: { done, total: 200, unit: 'frame' } })
        return engine.plain(context)
      },
    })
    const id = await engine.create({ postCount: 1 })
    await engine.hire().runUntilIdle()
    const told = (await factsOf(engine.reader, id)).flatMap((fact) =>
      fact.type === 'job.progress' ? [fact.job.progress ?? 0] : [],
    )
    expect(told.length).toBeLessThanOrEqual(20)
    expect(told.filter((progress) => progress > 0.75).length).toBeGreaterThan(2)
    expect((await view(id)).jobs.find((job) => job.kind === 'video')?.measure).toEqual({
      done: 200,
      total: 200,
      unit: 'frame',
    })
  })
})
