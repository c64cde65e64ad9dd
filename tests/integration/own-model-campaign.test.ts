import path from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, it } from 'vitest'
import { CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import { JobEventSchema } from '../../lib/domain/event.ts'
import type { Job, JobKind } from '../../lib/domain/job.ts'
import { QuoteSchema } from '../../lib/domain/quote.ts'
import { startOwnModel, type OwnModel, type OwnModelScript } from '../support/own-model/server.ts'
import { openStream } from '../support/read-stream.ts'
import { sampleBrief } from '../support/sample.ts'
import { createFolder } from '../support/sqlite.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'

const cleanup: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of cleanup.splice(0).reverse()) await step()
})

async function stage(script: Partial<OwnModelScript> = {}) {
  const own = await startOwnModel(script)
  cleanup.push(own.close)
  const { folder: dataDir, remove } = await createFolder()
  cleanup.push(remove)
  const serve = async (env: Record<string, string> = {}): Promise<RunningServer> => {
    const server = await startServer({ dataDir, env: { OPENAI_BASE_URL: own.url, OPENAI_API_KEY: key, ...env } })
    cleanup.push(() => server.stop('SIGKILL'))
    return server
  }
  return { own, serve, dataDir }
}

const key = 'sk-own-0123456789abcdef'
const wordsAlone = { visuals: { images: false, videos: false } }

async function post(url: string, path: string, body: object): Promise<Response> {
  return fetch(`${url}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function create(url: string, over: object = {}): Promise<CampaignView> {
  const response = await post(url, 'campaigns', { ...sampleBrief, postCount: 1, ...over })
  expect(response.status).toBe(202)
  return CampaignViewSchema.parse(await response.json())
}

/** What is told of the words of each job, as it is told. */
function createTold() {
  const pieces = new Map<string, number>()
  const heard = new Map<string, number>()
  const waiting = new Set<() => void>()
  return {
    /** Resolves when a piece of the job stands in the log that did not when this was asked before. */
    async another(jobId: string): Promise<void> {
      const before = heard.get(jobId) ?? 0
      while ((pieces.get(jobId) ?? 0) <= before) {
        const { promise, resolve } = Promise.withResolvers<void>()
        waiting.add(resolve)
        await promise
      }
      heard.set(jobId, pieces.get(jobId) ?? 0)
    },
    async listen(url: string, id: string): Promise<void> {
      for await (const { event, data } of await openStream(`${url}/api/v1/campaigns/${id}/events?after=0`)) {
        if (event !== undefined) continue
        const fact = JobEventSchema.parse(data)
        if (fact.type === 'job.output') pieces.set(fact.job.id, (pieces.get(fact.job.id) ?? 0) + 1)
        for (const look of waiting) look()
        waiting.clear()
      }
    },
  }
}

type Fact = { seq: number; type: string; job?: Job; output?: { part: string; text: string } }

/** Long-polls until the campaign is settled; answers it with all its facts. */
async function settled(url: string, id: string): Promise<{ done: CampaignView; facts: Fact[] }> {
  const facts: Fact[] = []
  for (let after = 0; ;) {
    const page = await (await fetch(`${url}/api/v1/campaigns/${id}/events?after=${after}&wait=20&limit=5000`)).json()
    facts.push(...page.items)
    after = facts.at(-1)?.seq ?? after
    if (!page.done) continue
    return { done: CampaignViewSchema.parse(await (await fetch(`${url}/api/v1/campaigns/${id}`)).json()), facts }
  }
}

const jobsOf = ({ jobs }: CampaignView, kind: JobKind): Job[] => jobs.filter((job) => job.kind === kind)
const asksOf = (own: OwnModel, kind: 'analysis' | 'text'): number =>
  own.asked().filter((one) => one.kind === kind).length

describe('a campaign whose words come from an own model', () => {
  it('is written by it, drawn by the studio, and says so of every job, in the plan and in the quote', async () => {
    const told = createTold()
    const { own, serve } = await stage({ thirdSaid: (ref) => told.another(ref.split('/')[0] ?? '') })
    const server = await serve()
    expect(server.output()).toContain('provider: openai')
    const quote = QuoteSchema.parse(await (await post(server.url, 'campaigns/quote', sampleBrief)).json())
    expect(quote.jobs.map(({ kind, provider, model }) => [kind, provider, model])).toEqual([
      ['analysis', 'openai', 'qwen3:8b'],
      ['text', 'openai', 'qwen3:8b'],
      ['image', 'studio', 'studio-still-1'],
      ['video', 'studio', 'studio-film-1'],
    ])
    expect(quote.cost.highMicros).toBe(0)
    expect(quote.notes.join()).toContain('own model qwen3:8b')

    const planned = await create(server.url, { postCount: 6 })
    expect(planned.provider).toBe('openai')
    const listening = told.listen(server.url, planned.id)
    const { done, facts } = await settled(server.url, planned.id)
    expect(done.status).toBe('completed')
    for (const job of done.jobs) {
      expect(job.provider).toBe(job.kind === 'analysis' || job.kind === 'text' ? 'openai' : 'studio')
    }
    expect(done.assets.every(({ provider, draft }) => provider === 'studio' && draft)).toBe(true)
    expect(done.assets).toHaveLength(5)
    expect(done.cost).toMatchObject({ spentMicros: 0, reservedMicros: 0 })
    expect(asksOf(own, 'analysis')).toBe(1)
    expect(asksOf(own, 'text')).toBe(6)

    await listening
    // Words are told while they are written: the model goes on with each third when a piece of the one before stands in the log.
    for (const { id } of [...jobsOf(done, 'analysis'), ...jobsOf(done, 'text')]) {
      const of = facts.filter(({ job }) => job?.id === id).map(({ type }) => type)
      const said = of.indexOf('job.output')
      expect(said).toBeGreaterThan(-1)
      expect(said).toBeLessThan(of.indexOf('job.completed'))
      expect(of.filter((type) => type === 'job.output').length).toBeGreaterThan(2)
    }
    expect(JSON.stringify(facts) + server.output()).not.toContain(key)
  })

  it('keeps what the model counted, at no price', async () => {
    const { serve, dataDir } = await stage()
    const server = await serve()
    const { id } = await create(server.url, wordsAlone)
    const { done } = await settled(server.url, id)
    expect(done.jobs.map(({ costMicros }) => costMicros)).toEqual([0, 0])
    await server.stop()
    const database = new Database(path.join(dataDir, 'unfold.db'), { readonly: true })
    const kept = database.prepare('SELECT provider, model, usage, settled_micros FROM job_attempts').all()
    database.close()
    const attempt = { provider: 'openai', model: 'qwen3:8b', settled_micros: 0 }
    const counted = (turns: number) => {
      const counts = { promptTokens: turns * 900, candidateTokens: turns * 400, thoughtTokens: 0 }
      return { ...attempt, usage: expect.stringContaining(JSON.stringify(counts)) }
    }
    // The text was read by the critic, too.
    expect(kept).toEqual([counted(1), counted(2)])
  })

  it.each([
    ['a server that is busy', 'text', ['429', '503']],
    ['an answer that breaks off', 'text', ['cut', 'broken-off']],
    ['an answer without sense', 'text', ['garbage', 'empty']],
  ] as const)(
    'goes on by itself after %s',
    async (_, kind, habits) => {
      const { own, serve } = await stage({ next: [null, habits[0], habits[1]] })
      const server = await serve()
      const { id } = await create(server.url, wordsAlone)
      const { done } = await settled(server.url, id)
      expect(done.status).toBe('completed')
      expect(asksOf(own, kind)).toBe(3)
    },
    60_000,
  )

  it('fails in words when the model is not there, and is finished on retry when it is', async () => {
    const { own, serve } = await stage({ models: ['llama3.2:3b'] })
    const server = await serve({ OPENAI_TEXT_MODEL: 'qwen3:8b' })
    const { id } = await create(server.url)
    const { done: failed } = await settled(server.url, id)
    const [analysis] = jobsOf(failed, 'analysis')
    expect(analysis?.error).toMatchObject({
      code: 'refused',
      charged: false,
      message: expect.stringContaining('It has llama3.2:3b.'),
    })
    own.change({ models: ['qwen3:8b'] })
    expect((await fetch(`${server.url}/api/v1/jobs/${analysis?.id}/retry`, { method: 'POST' })).status).toBe(202)
    expect((await settled(server.url, id)).done.status).toBe('completed')
  })

  it('is written once more when the server is killed before the answer was kept', async () => {
    const { own, serve } = await stage({ next: ['hang'] })
    const first = await serve()
    const { id } = await create(first.url, wordsAlone)
    await own.untilAsked(1)
    await first.kill()
    const second = await serve()
    const { done } = await settled(second.url, id)
    expect(done.status).toBe('completed')
    expect(asksOf(own, 'analysis')).toBe(2)
    expect(jobsOf(done, 'analysis')[0]).toMatchObject({ attempt: 2, failures: 0, costMicros: 0 })
  })

  it('with a budget of nothing it is the studio’s alone', async () => {
    const { own, serve } = await stage()
    const server = await serve()
    const { id } = await create(server.url, { ...wordsAlone, budgetMicros: 0 })
    const { done } = await settled(server.url, id)
    expect(done).toMatchObject({ status: 'completed', provider: 'studio' })
    expect(own.asked()).toEqual([])
  })
})
