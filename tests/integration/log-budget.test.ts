import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { JobEventSchema, type JobEvent } from '../../lib/domain/event.ts'
import { factsOf } from '../support/campaigns.ts'
import { createEngine } from '../support/engine.ts'
import { readToEnd } from '../support/read-stream.ts'
import { sampleBrief } from '../support/sample.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'

const kilobyte = 1_024
const budget = { rows: 400, bytes: 400 * kilobyte, rowBytes: 4 * kilobyte, 'job.output': 40, 'job.progress': 20 }
const carriers = ['view', 'post', 'analysis', 'asset'] as const

const sizeOf = (fact: JobEvent): number => Buffer.byteLength(JSON.stringify(fact))

/** What a log spends beyond its budget, in words. */
function breaches(log: readonly JobEvent[]): string[] {
  const bytes = log.reduce((sum, fact) => sum + sizeOf(fact), 0)
  const large = log.filter((fact) => !carriers.some((name) => name in fact) && sizeOf(fact) > budget.rowBytes)
  const told = log.filter((fact) => fact.type === 'job.output' || fact.type === 'job.progress')
  const byAttempt = Map.groupBy(
    told,
    ({ type, job }) => `${type} rows of ${job.kind} ${job.id}, attempt ${job.attempt}`,
  )
  const wordy = [...byAttempt].filter(([, facts]) => facts.some(({ type }) => facts.length > budget[type]))
  return [
    ...(log.length > budget.rows ? [`${log.length} rows`] : []),
    ...(bytes > budget.bytes ? [`${bytes} bytes`] : []),
    ...large.map((fact) => `${sizeOf(fact)} bytes in row ${fact.seq}, ${fact.type}`),
    ...wordy.map(([what, facts]) => `${facts.length} ${what}`),
  ]
}

let server: RunningServer | undefined
afterEach(() => server?.stop())

/** The log of a default campaign (6 posts, 4 images, a video), from the first fact to the last. */
async function logOf(env: Record<string, string>): Promise<JobEvent[]> {
  server = await startServer({ env })
  const response = await fetch(`${server.url}/api/v1/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(sampleBrief),
  })
  const { id } = z.object({ id: z.string() }).parse(await response.json())
  const url = `${server.url}/api/v1/campaigns/${id}/events`
  expect((await readToEnd(url)).at(-1)?.data).toEqual({ state: 'closed' })
  const page = await fetch(`${url}?limit=5000`)
  return z.object({ items: z.array(JobEventSchema), done: z.literal(true) }).parse(await page.json()).items
}

describe('the log of a default campaign', () => {
  it.each([
    ['as fast as it goes', {}],
    ['spread over three seconds a job', { STUDIO_LATENCY_MS: '3000' }],
  ])('stays within its budget, %s', async (_, env) => {
    const log = await logOf(env)
    expect(log.at(-1)).toMatchObject({ type: 'campaign.settled', campaign: { status: 'completed' } })
    expect(breaches(log)).toEqual([])
  })

  it('would be seen to break each part of its budget', async () => {
    const engine = await createEngine({
      analysis: async (context) => {
        context.say('analysis.summary', 'A bakery in Leeds.')
        context.report({ progress: 0.5 })
        return engine.plain(context)
      },
    })
    const id = await engine.create()
    await engine.hire().runUntilIdle()
    const log = await factsOf(engine.reader, id)
    await engine.close()
    expect(breaches(log)).toEqual([])
    const wordy = log.flatMap((fact): JobEvent[] => {
      if (fact.type === 'job.output') {
        const long = { ...fact, output: { ...fact.output, text: 'x'.repeat(400 * kilobyte) } }
        return [long, ...Array.from({ length: 400 }, () => fact)]
      }
      return fact.type === 'job.progress' ? Array.from({ length: 21 }, () => fact) : [fact]
    })
    expect(breaches(wordy)).toEqual([
      expect.stringMatching(/^\d+ rows$/),
      expect.stringMatching(/^\d+ bytes$/),
      expect.stringMatching(/^\d+ bytes in row \d+, job\.output$/),
      expect.stringMatching(/^401 job\.output rows of analysis \w+, attempt 1$/),
      expect.stringMatching(/^21 job\.progress rows of analysis \w+, attempt 1$/),
    ])
  })
})
