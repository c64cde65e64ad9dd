import { afterEach, describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import { ProviderError } from '../../lib/domain/errors.ts'
import type { Handler, HandlerContext, JobResult } from '../../lib/domain/handler.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { factsOf, foldOf, resultFor } from '../support/campaigns.ts'
import { createEngine, settle } from '../support/engine.ts'

const minuteMs = 60_000

type Engine = Awaited<ReturnType<typeof createEngine>>
let engine: Engine
afterEach(() => engine.close())

/** A provider that was asked and has not answered: the test answers for it. */
type Asked = HandlerContext & { answer(result?: JobResult): void; fail(error: unknown): void }

/** Analysis calls that wait for the test; `deaf` ones do not even hear that they should stop. */
function waiting({ deaf = false } = {}) {
  const asked: Asked[] = []
  const handler: Handler = async (context) => {
    await context.beginCall()
    const { promise, resolve, reject } = Promise.withResolvers<JobResult>()
    if (!deaf) context.signal.addEventListener('abort', () => reject(context.signal.reason), { once: true })
    asked.push({ ...context, answer: (result = resultFor(context.claim, engine.ids)) => resolve(result), fail: reject })
    return promise
  }
  const last = (): Asked => {
    const found = asked.at(-1)
    if (!found) throw new Error('Nothing was asked.')
    return found
  }
  return { asked, handler, last }
}

async function open(handler: Handler): Promise<CampaignId> {
  engine = await createEngine({ analysis: handler })
  const id = await engine.create({ postCount: 1 })
  engine.hire().start()
  await settle()
  return id
}
/** Minutes pass in steps of half a minute. */
async function pass(minutes: number): Promise<void> {
  for (let step = 0; step < minutes * 2; step++) {
    engine.clock.advance(minuteMs / 2)
    await settle(4)
  }
}
const analysisOf = async (id: CampaignId) => (await engine.reader.view(local, id))?.jobs[0]

describe('a provider that hangs', () => {
  it.each([
    ['and stops when it is told to', false],
    ['and is deaf', true],
  ])('%s is given up after five minutes of silence, three times, and then the job has failed', async (_, deaf) => {
    const { asked, handler } = waiting({ deaf })
    const id = await open(handler)
    await pass(4.5)
    expect(await analysisOf(id)).toMatchObject({ status: 'processing', attempt: 1 })
    await pass(1)
    expect(await analysisOf(id)).toMatchObject({ failures: 1, error: { code: 'unavailable', retryable: true } })
    await pass(12)
    expect(asked).toHaveLength(3)
    expect(await analysisOf(id)).toMatchObject({
      status: 'failed',
      failures: 3,
      error: { code: 'unavailable', message: 'The provider said nothing for 5 minutes.' },
    })
    expect((await engine.reader.view(local, id))?.status).toBe('failed')
    expect(foldOf(await factsOf(engine.reader, id))).toEqual(await engine.reader.view(local, id))
  })

  it('is not given up while it says something, and ends after a quarter of an hour', async () => {
    const { asked, handler, last } = waiting()
    const id = await open(handler)
    for (const minute of [4, 8, 12]) {
      await pass(4)
      if (minute === 8) last().report({})
      else last().say('analysis.summary', `Minute ${minute}. `)
    }
    expect(await analysisOf(id)).toMatchObject({ status: 'processing', attempt: 1 })
    await pass(3.5)
    expect(asked).toHaveLength(2)
    expect(await analysisOf(id)).toMatchObject({ failures: 1 })
    const retrying = (await factsOf(engine.reader, id)).find((fact) => fact.type === 'job.retrying')
    expect(retrying).toMatchObject({ job: { error: { message: 'The provider was not done after 15 minutes.' } } })
  })

  it('frees its place for the next job, also when it is deaf', async () => {
    const { handler } = waiting({ deaf: true })
    engine = await createEngine({ analysis: handler })
    const worker = engine.hire()
    const id = await engine.create({ postCount: 1 })
    worker.start()
    await settle()
    await engine.store.cancelCampaign(local, id)
    await pass(1.5)
    expect(worker.running()).toBe(0)
  })
})

describe('an answer that comes late', () => {
  it('changes nothing, and neither does one that comes twice', async () => {
    const { asked, handler } = waiting({ deaf: true })
    const id = await open(handler)
    await pass(6)
    const [first, second] = asked
    expect(second).toBeDefined()
    const before = await engine.reader.view(local, id)
    first?.say('analysis.summary', 'Too late. ')
    first?.report({ progress: 0.9 })
    first?.answer()
    await pass(0.5)
    expect(await engine.reader.view(local, id)).toEqual(before)
    second?.answer()
    await pass(0.5)
    expect(await analysisOf(id)).toMatchObject({ status: 'completed', attempt: 2 })
    const after = (await engine.reader.view(local, id))?.jobs[0]
    second?.say('analysis.summary', 'And another thing. ')
    second?.report({ progress: 0.1 })
    second?.answer()
    second?.fail(new ProviderError({ code: 'refused', message: 'No.' }))
    await pass(0.5)
    expect(await analysisOf(id)).toEqual(after)
    expect(foldOf(await factsOf(engine.reader, id))).toEqual(await engine.reader.view(local, id))
  })
})

describe('a cancel beside the end of the time', () => {
  it.each([
    ['just before', -1],
    ['just after', 1],
  ])('%s it is a cancel', async (_, side) => {
    const { handler } = waiting({ deaf: true })
    const id = await open(handler)
    engine.clock.advance(5 * minuteMs - 10)
    await settle()
    if (side > 0) engine.clock.advance(20)
    await engine.store.cancelCampaign(local, id)
    engine.clock.advance(20)
    await pass(1)
    expect(await analysisOf(id)).toMatchObject({ status: 'canceled', error: { code: 'canceled_by_user' } })
    expect((await engine.reader.view(local, id))?.status).toBe('canceled')
  })
})
