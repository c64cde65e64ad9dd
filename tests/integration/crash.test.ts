import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { CampaignViewSchema, isSettledCampaign, type CampaignView } from '../../lib/domain/campaign.ts'
import { JobEventSchema, type JobEvent } from '../../lib/domain/event.ts'
import { foldOf } from '../support/campaigns.ts'
import { openStream } from '../support/read-stream.ts'
import { sampleBrief } from '../support/sample.ts'
import { createFolder } from '../support/sqlite.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'

const root = path.resolve(import.meta.dirname, '../..')
const cleanup: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of cleanup.splice(0).reverse()) await step()
})

async function dataFolder(): Promise<string> {
  const { folder, remove } = await createFolder()
  cleanup.push(remove)
  return folder
}
async function serve(dataDir: string, env: Record<string, string> = {}): Promise<RunningServer> {
  const server = await startServer({ dataDir, env })
  cleanup.push(() => server.stop('SIGKILL'))
  return server
}
async function create(url: string, over: object = {}): Promise<CampaignView> {
  const response = await fetch(`${url}/api/v1/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...sampleBrief, visuals: { images: true, videos: false }, postCount: 3, ...over }),
  })
  expect(response.status).toBe(202)
  return CampaignViewSchema.parse(await response.json())
}
async function viewOf(url: string, id: string): Promise<CampaignView> {
  return CampaignViewSchema.parse(await (await fetch(`${url}/api/v1/campaigns/${id}`)).json())
}
const PageSchema = z.object({ items: z.array(JobEventSchema), seq: z.int(), done: z.boolean() })
async function factsOf(url: string, id: string): Promise<JobEvent[]> {
  return PageSchema.parse(await (await fetch(`${url}/api/v1/campaigns/${id}/events?limit=5000`)).json()).items
}
/** Long-polls until the campaign is settled. */
async function settled(url: string, id: string): Promise<CampaignView> {
  for (let after = 0; ;) {
    const page = PageSchema.parse(
      await (await fetch(`${url}/api/v1/campaigns/${id}/events?after=${after}&wait=20&limit=5000`)).json(),
    )
    after = page.items.at(-1)?.seq ?? after
    if (page.done) return viewOf(url, id)
  }
}
/** Follows the stream until a fact satisfies `enough`, and hangs up. */
async function until(url: string, id: string, enough: (fact: JobEvent) => boolean): Promise<void> {
  const stream = await openStream(`${url}/api/v1/campaigns/${id}/events?after=0`)
  try {
    for await (const { event, data } of stream) {
      if (event === undefined && enough(JobEventSchema.parse(data))) return
    }
  } finally {
    stream.close()
  }
}

describe('a server that dies', () => {
  it('finishes a campaign after kill -9 in the middle and a restart, without losing or repeating a fact', async () => {
    const dataDir = await dataFolder()
    const env = { STUDIO_LATENCY_MS: '1500' }
    const first = await serve(dataDir, env)
    const { id } = await create(first.url)
    await until(first.url, id, (fact) => fact.type === 'job.output' && fact.job.kind === 'text')
    const before = await factsOf(first.url, id)
    await first.kill()

    const second = await serve(dataDir, env)
    const done = await settled(second.url, id)
    const after = await factsOf(second.url, id)
    expect(done.status).toBe('completed')
    expect(after.slice(0, before.length)).toEqual(before)
    expect(after.map((fact) => fact.seq)).toEqual(after.map((_, at) => at + 1))
    expect(foldOf(after)).toEqual(done)
    expect(done.jobs.every((job) => job.failures === 0)).toBe(true)
    expect(done.jobs.some((job) => job.attempt === 2)).toBe(true)
  })

  it('hands its jobs back on SIGTERM and ends in time, open streams included', async () => {
    const dataDir = await dataFolder()
    const first = await serve(dataDir, { STUDIO_LATENCY_MS: '20000' })
    const { id } = await create(first.url)
    await until(first.url, id, (fact) => fact.type === 'job.output')
    const stream = await openStream(`${first.url}/api/v1/campaigns/${id}/events?after=0`)
    const states: unknown[] = []
    const reading = (async () => {
      for await (const { event, data } of stream) if (event === 'control') states.push(data)
    })()
    const begin = performance.now()
    expect(await first.stop()).toBe(0)
    // Who waits for the jobs ends after the ten seconds of DRAIN_S, or the twenty that they take.
    expect(performance.now() - begin).toBeLessThan(7_000)
    await reading
    expect(states.at(-1)).toEqual({ state: 'reconnect' })

    const second = await serve(dataDir)
    const done = await settled(second.url, id)
    expect(done.status).toBe('completed')
    expect(done.jobs[0]).toMatchObject({ failures: 0, attempt: 2 })
  })
})

describe('two processes on one folder', () => {
  it('let a worker make what the web server was asked for, live', async () => {
    const dataDir = await dataFolder()
    const web = await serve(dataDir, { ROLE: 'web' })
    expect(await (await fetch(`${web.url}/api/health/ready`)).json()).toMatchObject({ status: 'degraded' })
    const { id } = await create(web.url)
    const stream = await openStream(`${web.url}/api/v1/campaigns/${id}/events?after=0`)
    const facts: JobEvent[] = []
    const reading = (async () => {
      for await (const { event, data } of stream) if (event === undefined) facts.push(JobEventSchema.parse(data))
    })()
    const worker = spawn(path.join(root, 'node_modules/.bin/node'), ['worker.ts'], {
      cwd: root,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: dataDir },
      stdio: 'ignore',
    })
    cleanup.push(async () => {
      worker.kill('SIGTERM')
      if (worker.exitCode === null && worker.signalCode === null) await once(worker, 'exit')
    })
    await reading
    const done = await viewOf(web.url, id)
    expect(done.status).toBe('completed')
    expect(foldOf(facts)).toEqual(done)
  })

  it('let two servers share the work of one folder', async () => {
    const dataDir = await dataFolder()
    const [one, two] = await Promise.all([serve(dataDir), serve(dataDir)])
    const made = await Promise.all([one.url, two.url, one.url, two.url].map((url) => create(url)))
    for (const [at, { id }] of made.entries()) {
      const elsewhere = at % 2 === 0 ? two.url : one.url
      const done = await settled(elsewhere, id)
      expect(isSettledCampaign(done.status)).toBe(true)
      expect(foldOf(await factsOf(elsewhere, id))).toEqual(done)
      expect(done.status).toBe('completed')
    }
  })
})

describe('a server that cannot start', () => {
  const refusal = async (env: Record<string, string>): Promise<{ code: number | null; lines: string[] }> => {
    const child = spawn(path.join(root, 'node_modules/.bin/node'), ['server.ts'], {
      cwd: root,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    const [code] = z.tuple([z.number().nullable(), z.unknown()]).parse(await once(child, 'exit'))
    return { code, lines: printed.trim().split('\n') }
  }

  it('says in one line that the port is in use', async () => {
    const running = await serve(await dataFolder())
    const port = new URL(running.url).port
    const { code, lines } = await refusal({ PORT: port, DATA_DIR: await dataFolder() })
    expect(code).toBe(1)
    expect(lines).toEqual([`PORT: ${port} is in use. Stop the other program or set another PORT.`])
  })

  it('says in one line that the data folder is a file, or cannot be written', async () => {
    const folder = await dataFolder()
    await writeFile(path.join(folder, 'file'), '')
    const asFile = await refusal({ DATA_DIR: path.join(folder, 'file') })
    expect([asFile.code, asFile.lines.length]).toEqual([1, 1])
    expect(asFile.lines[0]).toContain('DATA_DIR')
    if (process.getuid?.() === 0) return
    await mkdir(path.join(folder, 'closed'))
    await chmod(path.join(folder, 'closed'), 0o500)
    const closed = await refusal({ DATA_DIR: path.join(folder, 'closed') })
    expect([closed.code, closed.lines.length]).toEqual([1, 1])
  })

  it('says in one line that the database file is damaged, and leaves it as it was', async () => {
    const folder = await dataFolder()
    const text = 'this is not a database '.repeat(500)
    await writeFile(path.join(folder, 'unfold.db'), text)
    const { code, lines } = await refusal({ DATA_DIR: folder })
    expect([code, lines.length]).toEqual([1, 1])
    expect(lines[0]).toMatch(/damaged|not a database/i)
  })

  it('names each bad value of the environment', async () => {
    const { code, lines } = await refusal({
      ROLE: 'boss',
      STUDIO_LATENCY_MS: '-1',
      STUDIO_FAULTS: 'image:tired:1',
      DATA_DIR: await dataFolder(),
    })
    expect(code).toBe(1)
    expect(lines.map((line) => line.split(':')[0])).toEqual(['ROLE', 'STUDIO_LATENCY_MS', 'STUDIO_FAULTS'])
  })
})
