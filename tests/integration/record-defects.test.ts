import path from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { local } from '../../lib/domain/caller.ts'
import { ProviderError } from '../../lib/domain/errors.ts'
import { JobEventSchema } from '../../lib/domain/event.ts'
import type { Claim, Handlers } from '../../lib/domain/handler.ts'
import { isSettledStatus, type JobKind, JobStatusSchema } from '../../lib/domain/job.ts'
import { progressOf } from '../../lib/domain/progress.ts'
import type { LiveMessage } from '../../lib/domain/room.ts'
import type { Owner } from '../../lib/domain/store.ts'
import { campaignFrames } from '../../lib/http/frames.ts'
import { createHeartbeat } from '../../lib/http/heartbeat.ts'
import { createRecordFrame, recordStart } from '../../lib/http/record.ts'
import { bytesOf, eventStream } from '../../lib/http/sse.ts'
import { factsOf, newCampaign, resultFor } from '../support/campaigns.ts'
import { createManualClock } from '../support/clock.ts'
import { createEngine, settle } from '../support/engine.ts'
import { eventsIn, readToEnd, type StreamEvent } from '../support/read-stream.ts'
import { createRecordTable, recordIsOver, recordProgress, serveRecord } from '../support/record.ts'
import { sampleBrief } from '../support/sample.ts'
import { createFolder } from '../support/sqlite.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'

// Each defect of the record has one check: from a subject to the breaches it finds. Ours has none; the planted subject has those named.

let server: RunningServer
let record: Awaited<ReturnType<typeof serveRecord>>
beforeAll(async () => {
  ;[server, record] = await Promise.all([
    startServer({ env: { STUDIO_LATENCY_MS: '300', STUDIO_FAULTS: 'image:refused:1' } }),
    serveRecord(),
  ])
})
afterAll(() => Promise.all([server.stop(), record.close()]))

type Engine = Awaited<ReturnType<typeof createEngine>>
let engine: Engine
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
async function startEngine(script: Partial<Handlers> = {}): Promise<void> {
  engine = await createEngine(script)
  closing.push(engine.close)
}
function plantTable(): ReturnType<typeof createRecordTable> {
  const table = createRecordTable()
  closing.push(table.close)
  return table
}

const dead: Owner = { machineId: 'm', bootId: 'b', pid: 9, processStart: '1' }
const claim = async (kind: JobKind): Promise<Claim> =>
  (await engine.store.claim({ owner: dead, kinds: [kind] })) ?? Promise.reject(new Error(`no ${kind} is ready`))
const finish = async (held: Claim): Promise<boolean> => engine.store.complete(held.lease, resultFor(held, engine.ids))
const viewOf = async (id: Awaited<ReturnType<Engine['create']>>) =>
  (await engine.reader.view(local, id)) ?? Promise.reject(new Error('no view'))

/** The words of what is broken. */
const broken = (findings: Record<string, boolean>): string[] => Object.keys(findings).filter((words) => findings[words])

const small = { ...sampleBrief, postCount: 2, visuals: { images: true, videos: false } }
const post = (url: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
const StartedSchema = z.object({ campaignId: z.string(), jobs: z.array(z.looseObject({ id: z.string() })) })
async function generate(url: string, brief: object = small, headers: Record<string, string> = {}) {
  const response = await post(`${url}/api/v1/content/generate-with-progress`, brief, headers)
  return StartedSchema.parse(await response.json())
}
const progressUrl = (url: string, id: string): string => `${url}/api/v1/content/progress/${id}`
const RecordStateSchema = z.object({
  overall_progress: z.number(),
  jobs: z.array(z.looseObject({ status: JobStatusSchema })),
})
const overallOf = (data: unknown): number => RecordStateSchema.parse(data).overall_progress

describe('defect 1, an event by a name that nobody listens to,', () => {
  type Screen = { url: string; listensTo: string; read(data: unknown): number }

  async function breaches({ url, listensTo, read }: Screen): Promise<string[]> {
    const events = await readToEnd(url)
    // An EventSource gives `onmessage` what has no name, and each listener its own name alone.
    const shown = events.filter(({ event }) => (event ?? 'message') === listensTo).map(({ data }) => read(data))
    return broken({ 'the bar never moves': new Set(shown).size < 2, 'the bar has no end': shown.at(-1) !== 1 })
  }

  it('is not ours: onmessage moves the bar on our stream', async () => {
    const { campaignId } = await generate(server.url)
    const url = `${server.url}/api/v1/campaigns/${campaignId}/events?after=0`
    const read = (data: unknown): number => JobEventSchema.parse(data).campaign.progress
    expect(await breaches({ url, listensTo: 'message', read })).toEqual([])
  })

  it('is not ours: a listener for progress moves the bar on the stream of the record’s name', async () => {
    const url = progressUrl(server.url, (await generate(server.url)).campaignId)
    expect(await breaches({ url, listensTo: 'progress', read: overallOf })).toEqual([])
  })

  it('is found where the server says progress and the client listens with onmessage', async () => {
    const url = progressUrl(record.url, (await generate(record.url)).campaignId)
    expect(await breaches({ url, listensTo: 'message', read: overallOf })).toEqual([
      'the bar never moves',
      'the bar has no end',
    ])
  })
})

describe('defect 2, an end that is true of no jobs at all,', () => {
  async function breaches({ early, unknown }: { early: string; unknown: string }): Promise<string[]> {
    const stranger = await fetch(unknown, { headers: { accept: 'text/event-stream' } })
    await stranger.text()
    const { jobs } = RecordStateSchema.parse((await readToEnd(early)).at(-1)?.data)
    return broken({
      'an unknown campaign is complete': stranger.status !== 404,
      'a stream ends before there are jobs': jobs.length === 0,
      'a stream ends while jobs are open': jobs.some(({ status }) => !isSettledStatus(status)),
    })
  }

  it('is not ours: a stream opened at once ends with the last job, and an unknown campaign is a 404', async () => {
    const early = progressUrl(server.url, (await generate(server.url)).campaignId)
    expect(await breaches({ early, unknown: progressUrl(server.url, `cmp_${'0'.repeat(20)}`) })).toEqual([])
  })

  it('is found where a stream ends as soon as every job it sees is settled', async () => {
    const urls = { early: progressUrl(record.url, 'not-yet-planned'), unknown: progressUrl(record.url, 'unknown') }
    expect(await breaches(urls)).toEqual(['an unknown campaign is complete', 'a stream ends before there are jobs'])
  })
})

describe('defect 3, two names for one thing and a message without a place,', () => {
  const said = 'Drawing the loaf'
  const ClientJobSchema = z.object({
    id: z.string(),
    type: z.enum(['analysis', 'text', 'image', 'video']),
    status: z.string(),
    progress: z.number().nullable(),
    message: z.string().nullable(),
  })

  function breaches(told: readonly unknown[]): string[] {
    const read = told.map((job) => ClientJobSchema.safeParse(job))
    const missing = new Set(read.flatMap(({ error }) => error?.issues.map((issue) => issue.path.join('.')) ?? []))
    const heard = read.some(({ data }) => data?.message === said)
    return [...Array.from(missing, (name) => `the client finds no ${name}`), ...(heard ? [] : ['nobody is told'])]
  }

  it('is not ours: what a job says is kept in its row and told on the stream, in the client’s words', async () => {
    await startEngine({
      image: (context) => {
        context.report({ message: said })
        return engine.plain(context)
      },
    })
    const id = await engine.create()
    const viewer = await engine.live.follow(local, id, { cursor: null, follow: false })
    const reading = (async () => {
      const messages: LiveMessage[] = []
      for (let batch = await viewer?.next(); batch; batch = await viewer?.next()) messages.push(...batch)
      return messages
    })()
    await engine.hire().runUntilIdle()
    const frames = (await reading).map(createRecordFrame(engine.clock.now))
    const streamed = eventsIn(Buffer.concat(frames).toString()).map(({ data }) => RecordStateSchema.parse(data).jobs)
    expect(breaches(streamed.flat())).toEqual([])
    expect(breaches(recordStart(await viewOf(id)).jobs)).toEqual([])
  })

  it('is found where rows are sent as they stand in the record’s table', () => {
    const table = plantTable()
    table.add('c', 'text', 'image')
    expect(breaches(table.jobs('c'))).toEqual([
      'the client finds no type',
      'the client finds no message',
      'nobody is told',
    ])
  })
})

describe('defect 4, progress written by the type of a job,', () => {
  type TwoImages = { say(image: 0 | 1, progress: number): Promise<unknown>; shown(): Promise<(number | null)[]> }

  async function breaches({ say, shown }: TwoImages): Promise<string[]> {
    await say(0, 0.8)
    await say(1, 0.2)
    const both = await shown()
    return both.join() === '0.8,0.2' ? [] : [`the images said 0.8 and 0.2 and show ${both.join(' and ')}`]
  }

  it('is not ours: two images at once keep a progress each', async () => {
    await startEngine()
    const id = await engine.create()
    await finish(await claim('analysis'))
    const held = [await claim('image'), await claim('image')] as const
    const shown = async (): Promise<(number | null)[]> => {
      const { jobs } = await viewOf(id)
      return held.map((one) => jobs.find((job) => job.id === one.job.id)?.progress ?? null)
    }
    const say = (image: 0 | 1, progress: number) => engine.store.report(held[image].lease, [], { progress })
    expect(await breaches({ say, shown })).toEqual([])
  })

  it('is found where a write names the type', async () => {
    const table = plantTable()
    table.add('c', 'image', 'image')
    const say = async (_: 0 | 1, progress: number) => table.update('c', 'image', progress)
    const shown = async () => table.jobs('c').map((job) => job.progress)
    expect(await breaches({ say, shown })).toEqual(['the images said 0.8 and 0.2 and show 0.2 and 0.2'])
  })
})

describe('defect 5, a failure written to the text job alone,', () => {
  type Ending = {
    jobs: { type: string; status: string; progress: number | null; message?: string | null }[]
    ended: boolean
  }

  function breaches({ jobs, ended }: Ending): string[] {
    const failed = jobs.filter((job) => job.status === 'failed')
    return broken({
      'the image that failed does not say so': !failed.some((job) => job.type === 'image'),
      'nobody learns why': !failed.some((job) => job.message),
      'the text that was done is at nothing': jobs.some((job) => job.type === 'text' && job.progress !== 1),
      'the stream hangs': !ended,
    })
  }

  it('is not ours: the image says why it failed, the texts stay, and the stream ends', async () => {
    await startEngine({
      image: async (context) => {
        if (context.claim.post?.index === 1) throw new ProviderError({ code: 'refused', message: 'Not this one.' })
        return engine.plain(context)
      },
    })
    const id = await engine.create()
    const viewer = await engine.live.follow(local, id, { cursor: 0, follow: false })
    let ended = false
    void (async () => {
      while (await viewer?.next());
      ended = true
    })()
    await engine.hire().runUntilIdle()
    await settle()
    expect(breaches({ jobs: recordStart(await viewOf(id)).jobs, ended })).toEqual([])
  })

  it('is found where the one handler of errors knows the text job only', () => {
    const table = plantTable()
    const clock = createManualClock()
    table.add('c', 'text', 'image')
    let ended = false
    const look = (): void => {
      ended = recordIsOver(table.jobs('c'))
      if (!ended) clock.after(2_000, look)
    }
    look()
    try {
      table.update('c', 'text', 1, 'completed')
      table.update('c', 'image', 0.5)
      throw new Error('The model refused.')
    } catch {
      table.update('c', 'text', 0, 'failed')
    }
    clock.advance(3_600_000)
    expect(breaches({ jobs: table.jobs('c').map((job) => ({ ...job, type: job.job_type })), ended })).toEqual([
      'the image that failed does not say so',
      'nobody learns why',
      'the text that was done is at nothing',
      'the stream hangs',
    ])
  })
})

describe('defect 6, rows that survive a restart and tasks that do not,', () => {
  type House = {
    /** Begins a campaign and loses the process in the middle of its first job. */
    beginAndDie(): Promise<void>
    restart(): Promise<void>
    wait(ms: number): Promise<void>
    statuses(): Promise<string[]>
  }

  async function breaches({ beginAndDie, restart, wait, statuses }: House): Promise<string[]> {
    await beginAndDie()
    const left = await statuses()
    await restart()
    await wait(20_000)
    const stuck = (await statuses()).filter((status) => status !== 'completed').length
    return broken({
      'nothing was under way': !left.includes('processing'),
      [`${stuck} of ${left.length} jobs are open for ever`]: stuck > 0,
    })
  }

  async function ourHouse(seenToBeGone: boolean): Promise<House> {
    await startEngine()
    const id = await engine.create()
    return {
      // All that a killed worker leaves behind is its row and the lease on it.
      beginAndDie: async () => void (await claim('analysis')),
      restart: async () => engine.hire(1, (owner) => seenToBeGone && owner.pid === dead.pid).start(),
      async wait(ms) {
        for (let waited = 0; waited < ms; waited += 1_000) {
          engine.clock.advance(1_000)
          await settle()
        }
      },
      statuses: async () => (await viewOf(id)).jobs.map((job) => job.status),
    }
  }

  it('is not ours: the next process takes up what a dead one left', async () => {
    expect(await breaches(await ourHouse(true))).toEqual([])
  })

  it('is not ours: a process that cannot see the dead one takes up its job when the beat stands still', async () => {
    expect(await breaches(await ourHouse(false))).toEqual([])
  })

  it('is found where the work lives in the memory of the process that took the request', async () => {
    const table = plantTable()
    const clock = createManualClock()
    const startProcess = () => {
      const tasks: (() => void)[] = []
      return {
        generate(): void {
          table.add('c', 'text', 'image')
          table.update('c', 'text', 0.1)
          for (const type of ['text', 'image'])
            tasks.push(clock.after(1_000, () => table.update('c', type, 1, 'completed')))
        },
        die: () => tasks.forEach((forget) => forget()),
      }
    }
    const planted: House = {
      async beginAndDie() {
        const first = startProcess()
        first.generate()
        first.die()
      },
      restart: async () => void startProcess(),
      wait: async (ms) => clock.advance(ms),
      statuses: async () => table.jobs('c').map((job) => job.status),
    }
    expect(await breaches(planted)).toEqual(['2 of 2 jobs are open for ever'])
  })
})

describe('defect 7, images one after another inside the text workflow,', () => {
  /** What a model does for a campaign of 4 pictures: the first picture is refused. */
  type Model = { write(): Promise<void>; draw(): Promise<void>; film(): Promise<void> }
  type Run = (model: Model) => Promise<{ images: number; videos: number }>

  async function breaches(run: Run): Promise<string[]> {
    const busy = { writing: 0, drawing: 0 }
    let drawings = 0
    let mostAtOnce = 0
    let beside = false
    const during = async (what: keyof typeof busy): Promise<void> => {
      busy[what] += 1
      mostAtOnce = Math.max(mostAtOnce, busy.drawing)
      beside ||= busy.writing > 0 && busy.drawing > 0
      await settle(3)
      busy[what] -= 1
    }
    const { images, videos } = await run({
      write: () => during('writing'),
      async draw() {
        const first = (drawings += 1) === 1
        await during('drawing')
        if (first) throw new ProviderError({ code: 'refused', message: 'Not this one.' })
      },
      film: () => settle(1),
    })
    const lost = 3 - images
    return broken({
      'pictures wait for every text': !beside,
      'pictures are drawn one at a time': mostAtOnce < 2,
      [`${lost} pictures are lost with the one that was refused`]: lost !== 0,
      'no video is made': videos === 0,
    })
  }

  it('is not ours: pictures are jobs of their own, beside the texts and beside each other, and so is the video', async () => {
    const run: Run = async ({ write, draw, film }) => {
      await startEngine({
        text: (context) => write().then(() => engine.plain(context)),
        image: (context) => draw().then(() => engine.plain(context)),
        video: (context) => film().then(() => engine.plain(context)),
      })
      const id = await engine.create()
      await engine.hire().runUntilIdle()
      const kinds = (await viewOf(id)).assets.map((asset) => asset.kind)
      return {
        images: kinds.filter((kind) => kind === 'image').length,
        videos: kinds.filter((kind) => kind === 'video').length,
      }
    }
    expect(await breaches(run)).toEqual([])
  })

  it('is found where one workflow writes, then draws, under one catch', async () => {
    const run: Run = async ({ write, draw }) => {
      let images = 0
      try {
        for (let text = 0; text < 6; text++) await write()
        for (; images < 4; images++) await draw()
      } catch {
        return { images, videos: 0 }
      }
      return { images, videos: 0 }
    }
    expect(await breaches(run)).toEqual([
      'pictures wait for every text',
      'pictures are drawn one at a time',
      '3 pictures are lost with the one that was refused',
      'no video is made',
    ])
  })
})

describe('defect 8, a query every two seconds for every viewer,', () => {
  const viewers = 20
  type Source = {
    open(lastEventId: string | null): Promise<Response>
    /** Statements that viewers cost the database so far. */
    statements(): number
    change(): Promise<void>
    pass(ms: number): Promise<void>
  }

  /** A reader that takes all it is given. */
  function watch(response: Response): { text(): string; leave(): Promise<void> } {
    const reader = response.body?.getReader()
    if (!reader) throw new Error('The stream has no body.')
    let text = ''
    const decoder = new TextDecoder()
    const reading = (async () => {
      for (let next = await reader.read(); !next.done; next = await reader.read()) text += decoder.decode(next.value)
    })()
    closing.push(() => reader.cancel().then(() => reading))
    return { text: () => text, leave: () => reader.cancel() }
  }
  const facts = (text: string): StreamEvent[] => eventsIn(text).filter(({ event }) => event !== 'control')
  const hasAllJobs = ({ data }: StreamEvent): boolean =>
    z.object({ jobs: z.array(z.unknown()) }).safeParse(data).success

  async function breaches({ open, statements, change, pass }: Source): Promise<string[]> {
    const all = await Promise.all(Array.from({ length: viewers }, async () => watch(await open(null))))
    await pass(0)
    const opened = statements()
    await pass(60_000)
    const idle = statements() - opened
    const beats = all.every((viewer) => /\n:\n\n/.test(viewer.text()))
    const heard = all.map((viewer) => facts(viewer.text()).length)
    await change()
    await pass(2_000)
    const each = statements() - opened - idle
    const news = all.flatMap((viewer, at) => facts(viewer.text()).slice(heard[at]))
    const seen = news.at(-1)?.id ?? null
    await Promise.all(all.map((viewer) => viewer.leave()))
    await change()
    const back = watch(await open(seen))
    await pass(0)
    const missed = facts(back.text())
    return broken({
      [`${idle} statements in a minute without news`]: idle > 0,
      'one change is read once for each viewer': each >= viewers,
      'somebody was told nothing': news.length < viewers,
      'the whole list comes with every change': news.some(hasAllJobs),
      'frames have no ids': news.some(({ id }) => id === undefined),
      'a silent stream gives no sign of life': !beats,
      'who comes back starts anew': missed.length !== 1 || missed.some(hasAllJobs),
    })
  }

  it('is not ours: silence is free, news are read once, told once, and taken up where a reader left', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
    closing.push(() => vi.useRealTimers())
    await startEngine()
    const id = await engine.create()
    const heartbeat = createHeartbeat()
    let held: Claim | null = null
    const ours: Source = {
      async open(lastEventId) {
        const cursor = lastEventId === null ? null : Number(lastEventId)
        const viewer = await engine.live.follow(local, id, { cursor, follow: false })
        if (!viewer) throw new Error('nothing to follow')
        return eventStream(viewer, campaignFrames, { signal: new AbortController().signal, heartbeat })
      },
      statements: () => engine.asked.events + engine.asked.view + engine.asked.position,
      async change() {
        if (held) await engine.store.report(held.lease, [], { progress: 0.5 })
        else held = await claim('analysis')
      },
      async pass(ms) {
        engine.clock.advance(ms)
        vi.advanceTimersByTime(ms)
        await settle()
      },
    }
    expect(await breaches(ours)).toEqual([])
  })

  it('is found where every stream asks for the whole list on its own clock', async () => {
    const table = plantTable()
    const clock = createManualClock()
    table.add('c', 'text', 'image')
    let progress = 0
    const planted: Source = {
      async open() {
        let left = false
        const body = new ReadableStream<Uint8Array>({
          start(controller) {
            const look = (): void => {
              if (left) return
              controller.enqueue(bytesOf(`event: progress\ndata: ${JSON.stringify({ jobs: table.jobs('c') })}\n\n`))
              clock.after(2_000, look)
            }
            look()
          },
          cancel: () => void (left = true),
        })
        return new Response(body)
      },
      statements: table.asked,
      change: async () => table.update('c', 'text', (progress += 0.1)),
      async pass(ms) {
        clock.advance(ms)
        await settle()
      },
    }
    expect(await breaches(planted)).toEqual([
      '600 statements in a minute without news',
      'one change is read once for each viewer',
      'the whole list comes with every change',
      'frames have no ids',
      'a silent stream gives no sign of life',
      'who comes back starts anew',
    ])
  })
})

describe('defect 9, nothing to control, nothing to account for,', () => {
  const JobsSchema = z.object({
    jobs: z.array(z.looseObject({ id: z.string(), status: z.string() })),
    assets: z.array(z.looseObject({})).default([]),
    cost: z.unknown().optional(),
  })
  const settled = (jobs: readonly { status: string }[]): boolean =>
    jobs.every(({ status }) => ['completed', 'failed', 'canceled'].includes(status))

  async function breaches(url: string): Promise<string[]> {
    const look = async (id: string) => JobsSchema.parse(await (await fetch(`${url}/api/v1/campaigns/${id}`)).json())
    const brief = { ...small, postCount: 6 }
    const key = { 'idempotency-key': crypto.randomUUID() }
    const [first, second] = await Promise.all([generate(url, brief, key), generate(url, brief, key)])

    await readToEnd(progressUrl(url, first.campaignId))
    const failed = (await look(first.campaignId)).jobs.find((job) => job.status === 'failed')
    const retried = await post(`${url}/api/v1/jobs/${failed?.id}/retry`)
    await readToEnd(progressUrl(url, first.campaignId))
    const done = await look(first.campaignId)
    const again = done.jobs.find((job) => job.id === failed?.id)

    const stopped = await generate(url)
    const { jobs: planned } = await look(stopped.campaignId)
    const canceled = await post(`${url}/api/v1/campaigns/${stopped.campaignId}/cancel`)
    const { jobs: left } = await look(stopped.campaignId)
    return broken({
      'a double click makes two campaigns': first.campaignId !== second.campaignId,
      'a failure has no code':
        z.object({ error: z.object({ code: z.string() }) }).safeParse(failed).error !== undefined,
      'a failed job cannot be made after all': !retried.ok || again?.status !== 'completed',
      'nobody counts attempts': again?.attempt !== 2,
      'cancel says success and stops nothing': canceled.ok && !settled(left),
      'nobody says how long it takes': !planned.some(
        (job) => z.object({ expected: z.object({ p50Ms: z.int(), p90Ms: z.int() }) }).safeParse(job).success,
      ),
      'nobody says what it costs':
        z.object({ spentMicros: z.int(), quotedHighMicros: z.int() }).safeParse(done.cost).error !== undefined,
      'nobody knows who made it': !done.assets.some(
        (asset) => z.object({ provider: z.string(), model: z.string(), sha256: z.string() }).safeParse(asset).success,
      ),
    })
  }

  it('is not ours: one click is one campaign, and each job can be stopped, made again and accounted for', async () => {
    expect(await breaches(server.url)).toEqual([])
  })

  it('is found in the record’s own routes', async () => {
    expect(await breaches(record.url)).toEqual([
      'a double click makes two campaigns',
      'a failure has no code',
      'a failed job cannot be made after all',
      'nobody counts attempts',
      'cancel says success and stops nothing',
      'nobody says how long it takes',
      'nobody says what it costs',
      'nobody knows who made it',
    ])
  })
})

describe('defect 10, weights beside the numbers and progress that goes back,', () => {
  /** `shares`: of the whole, per job, as written before anything ran. `moments`: what was settled and what the whole showed, to the end. */
  type Course = { shares: ReadonlyMap<string, number>; moments: { settled: string[]; overall: number }[] }
  const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9

  function breaches({ shares, moments }: Course): string[] {
    let before = 0
    const found = new Set<string>()
    for (const [at, { settled, overall }] of moments.entries()) {
      const weighed = settled.reduce((sum, job) => sum + (shares.get(job) ?? 0), 0)
      const due = at === moments.length - 1 ? 1 : Math.min(0.99, Math.max(before, weighed))
      for (const job of settled) if (!shares.has(job)) found.add(`${job} was not planned`)
      if (overall < before) found.add(`the whole falls from ${before} to ${overall}`)
      else if (!near(overall, due)) found.add(`the whole says ${overall} where the weights say ${due}`)
      before = overall
    }
    return [...found]
  }

  it('is not ours: every job is planned with its weight, and the whole is what the weights say', async () => {
    await startEngine()
    const id = await engine.create()
    await engine.hire().runUntilIdle()
    const log = await factsOf(engine.reader, id)
    const opening = log[0]?.type === 'campaign.created' ? log[0].view : null
    const whole = opening?.jobs.reduce((sum, job) => sum + job.weight, 0) ?? 0
    const settled: string[] = []
    const moments = log.map((fact) => {
      if ('job' in fact && isSettledStatus(fact.job.status)) settled.push(fact.job.id)
      return { settled: [...settled], overall: fact.campaign.progress }
    })
    // Nothing yet, one step for each of the twelve jobs, the end.
    expect(new Set(moments.map((moment) => moment.overall)).size).toBe(14)
    expect(breaches({ shares: new Map(opening?.jobs.map((job) => [job.id, job.weight / whole])), moments })).toEqual([])
  })

  it('is not ours: a plan that grows holds the whole where it was', () => {
    const tally = { open: 1, made: 1, completed: 1, failed: 0, canceled: 0 }
    const before = progressOf(0, { ...tally, settledWeight: 8, plannedWeight: 10 }, 'running')
    const after = progressOf(before, { ...tally, settledWeight: 8, plannedWeight: 20 }, 'running')
    const shares = new Map([
      ['text', 0.8],
      ['image', 0.2],
    ])
    const moments = [before, after, 1].map((overall) => ({ settled: ['text'], overall }))
    expect(breaches({ shares, moments })).toEqual([])
  })

  it('is found where phases are written as numbers and visual jobs join later', () => {
    const table = plantTable()
    table.add('c', 'text')
    const settled: string[] = []
    const moments: Course['moments'] = []
    const say = (type: string, progress: number, ...done: string[]): void => {
      table.update('c', type, progress, progress === 1 ? 'completed' : 'processing')
      settled.push(...done)
      moments.push({ settled: [...settled], overall: recordProgress(table.jobs('c')) })
    }
    say('text', 0.1)
    say('text', 0.2, 'analysis')
    say('text', 0.3)
    say('text', 0.8, 'content')
    table.add('c', 'image')
    say('image', 0.1)
    say('image', 1, 'visuals')
    say('text', 1)
    const shares = new Map([
      ['analysis', 0.2],
      ['content', 0.6],
    ])
    expect(breaches({ shares, moments })).toEqual([
      'the whole says 0.1 where the weights say 0',
      'the whole says 0.3 where the weights say 0.2',
      'the whole falls from 0.8 to 0.45',
      'visuals was not planned',
      'the whole says 0.9 where the weights say 0.8',
    ])
  })
})

describe('defect 11, progress that anyone may write and read,', () => {
  async function breaches(url: string): Promise<string[]> {
    const { campaignId, jobs } = await generate(url)
    await readToEnd(progressUrl(url, campaignId))
    const look = async (): Promise<{ status: string; text: string }> => {
      const text = await (await fetch(`${url}/api/v1/campaigns/${campaignId}`)).text()
      return { text, status: z.object({ status: z.string() }).parse(JSON.parse(text)).status }
    }
    const before = await look()
    const forged = { campaign_id: campaignId, job_type: 'image', progress: 1, status: 'completed', message: 'Done' }
    const doors = ['webhooks/progress', `content/progress/${campaignId}`, `campaigns/${campaignId}/events`, 'events']
    const taken = await Promise.all(
      [...doors, `jobs/${jobs[0]?.id}/progress`].map(async (door) => (await post(`${url}/api/v1/${door}`, forged)).ok),
    )
    const stranger = await fetch(progressUrl(url, campaignId), { headers: { origin: 'http://elsewhere.example' } })
    await stranger.text()
    return broken({
      'a stranger’s progress is taken': taken.some(Boolean),
      'a stranger’s progress is shown': (await look()).text !== before.text,
      'a stranger reads along': stranger.ok,
      'half of a campaign counts as all or nothing': before.status !== 'partial',
    })
  }

  it('is not ours: no address takes progress, strangers are refused, and a half is called partial', async () => {
    expect(await breaches(server.url)).toEqual([])
  })

  it('is found behind an open webhook and an open stream', async () => {
    expect(await breaches(record.url)).toEqual([
      'a stranger’s progress is taken',
      'a stranger’s progress is shown',
      'a stranger reads along',
      'half of a campaign counts as all or nothing',
    ])
  })
})

describe('defect 12, many writers on one SQLite file without WAL or patience,', () => {
  const twelve = Array.from({ length: 12 }, (_, at) => at)
  type Writers = { file: string; writers: (() => Promise<unknown>)[]; count(): number }

  async function breaches({ file, writers, count }: Writers): Promise<string[]> {
    const other = new Database(file, { timeout: 0 })
    closing.push(() => other.close())
    other.exec('BEGIN IMMEDIATE')
    const writing = Promise.allSettled(writers.map((write) => write()))
    await settle(3)
    other.exec('COMMIT')
    const done = (await writing).filter((result) => result.status === 'fulfilled').length
    const kept = count()
    // A reader in the middle of its rows.
    const rows = other.prepare('SELECT name FROM sqlite_master').iterate()
    rows.next()
    const [late] = await Promise.allSettled(writers.slice(0, 1).map((write) => write()))
    rows.return?.()
    return broken({
      [`${writers.length - done} of ${writers.length} writers are turned away`]: done < writers.length,
      [`${done} writes were acknowledged and ${kept} are there`]: done !== kept,
      'a reader keeps a writer out': late?.status !== 'fulfilled',
    })
  }

  it('is not ours: twelve writers wait for their turn, and nobody waits for a reader', async () => {
    await startEngine()
    const stores = await Promise.all(twelve.map(() => engine.another()))
    closing.push(() => Promise.all(stores.map((store) => store.close())))
    const writers = stores.map((store) => () => store.create(newCampaign(engine.ids)))
    expect(await breaches({ file: engine.file, writers, count: () => engine.count('campaigns') })).toEqual([])
  })

  it('is found where each writer opens the file as SQLite comes', async () => {
    const { folder, remove } = await createFolder()
    closing.push(remove)
    const file = path.join(folder, 'record.db')
    const databases = twelve.map(() => new Database(file, { timeout: 0 }))
    closing.push(() => databases.forEach((database) => database.close()))
    databases[0]?.exec('CREATE TABLE generation_jobs (progress REAL)')
    const writers = databases.map((database) => async () => database.exec('INSERT INTO generation_jobs VALUES (0.5)'))
    const count = (): number => Number(databases[0]?.prepare('SELECT count(*) FROM generation_jobs').pluck().get())
    expect(await breaches({ file, writers, count })).toEqual([
      '12 of 12 writers are turned away',
      'a reader keeps a writer out',
    ])
  })
})
