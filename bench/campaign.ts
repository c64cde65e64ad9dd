import { CampaignViewSchema, type CampaignView } from '../lib/domain/campaign.ts'
import { median, numberFlag, print, quantile, round } from '../tests/support/bench.ts'
import { memoryOf } from '../tests/support/process-memory.ts'
import { openStream } from '../tests/support/read-stream.ts'
import { sampleBrief } from '../tests/support/sample.ts'
import { startServer } from '../tests/support/start-server.ts'

/**
 * What a person waits for, on the real server over real HTTP, one connection after the other: the answer to a creation (role web, so that no
 * job runs beside it), the first words, and a whole default campaign, while the health address is asked every 20 ms.
 * `--creations N` (200), `--campaigns N` (3, one after another on one server; the first meets a cold process and is shown apart).
 */
const creations = numberFlag('creations', 200)
const campaigns = numberFlag('campaigns', 3)
const healthEveryMs = 20

async function create(url: string): Promise<CampaignView> {
  const response = await fetch(`${url}/api/v1/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(sampleBrief),
  })
  if (response.status !== 202) throw new Error(`POST /campaigns answered ${response.status}: ${await response.text()}`)
  return CampaignViewSchema.parse(await response.json())
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

async function times(count: number, work: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = []
  for (let at = 0; at < count; at++) taken.push(await timed(work))
  return taken
}

const spread = (values: readonly number[]) => ({
  p50Ms: round(median(values)),
  p99Ms: round(quantile(values, 0.99)),
  maxMs: round(Math.max(...values)),
})

async function measureCreations(): Promise<void> {
  const server = await startServer({ env: { ROLE: 'web' } })
  try {
    const live = async (): Promise<unknown> => (await fetch(`${server.url}/api/health/live`)).text()
    const [first = Number.NaN] = await times(1, () => create(server.url))
    await times(20, live)
    const floor = await times(creations, live)
    const posts = await times(creations, () => create(server.url))
    print({
      bench: 'campaign',
      what: 'POST /campaigns to 202 with the view',
      ...spread(posts),
      firstMs: round(first),
      creations,
      'GET /api/health/live, the floor of a route': spread(floor),
      aim: { p99Ms: 50 },
    })
  } finally {
    await server.stop()
  }
}

/** Asks the health address on a beat, whether the last answer came or not. */
function askHealth(url: string) {
  const taken: Promise<number>[] = []
  const live = async (): Promise<unknown> => (await fetch(`${url}/api/health/live`)).text()
  const timer = setInterval(() => taken.push(timed(live)), healthEveryMs)
  return async (): Promise<number[]> => {
    clearInterval(timer)
    return Promise.all(taken)
  }
}

/** One campaign as its page sees it: ms from the click to the first words, to settled, and how it ended. */
async function watchCampaign(url: string) {
  const begin = performance.now()
  const { id } = await create(url)
  const accepted = performance.now() - begin
  let firstWords = Number.NaN
  const stream = await openStream(`${url}/api/v1/campaigns/${id}/events?after=1`)
  for await (const { data } of stream) {
    const said = typeof data === 'object' && data !== null && 'type' in data && data.type === 'job.output'
    if (said && Number.isNaN(firstWords)) firstWords = performance.now() - begin
  }
  const settled = performance.now() - begin
  const view = CampaignViewSchema.parse(await (await fetch(`${url}/api/v1/campaigns/${id}`)).json())
  return { accepted, firstWords, settled, view }
}

async function measureCampaigns(): Promise<void> {
  const server = await startServer()
  try {
    await times(5, async () => (await fetch(`${server.url}/api/health/live`)).text())
    const started = memoryOf(server.pid).now
    const stopAsking = askHealth(server.url)
    const seen = []
    for (let at = 0; at < campaigns; at++) seen.push(await watchCampaign(server.url))
    const health = await stopAsking()
    const first = seen[0]
    const last = seen.at(-1)
    if (!first || !last) return
    print({
      bench: 'campaign',
      what: 'POST to the first words of the analysis at the client',
      p50Ms: round(median(seen.map((one) => one.firstWords))),
      firstMs: round(first.firstWords),
      campaigns,
      aim: { p50Ms: 300 },
    })
    const { status, assets, jobs, posts, seq } = last.view
    print({
      bench: 'campaign',
      what: 'a default campaign, POST to settled',
      p50S: round(median(seen.map((one) => one.settled)) / 1_000),
      firstS: round(first.settled / 1_000),
      campaigns,
      ended: seen.map(({ view }) => view.status),
      last: {
        status,
        posts: posts.length,
        jobs: jobs.length,
        assets: assets.map(({ kind, mime }) => `${kind} ${mime}`),
        facts: seq,
      },
      aim: { p50S: 20 },
    })
    print({
      bench: 'campaign',
      what: `GET /api/health/live every ${healthEveryMs} ms while the campaigns were made`,
      ...spread(health),
      asked: health.length,
      aim: { p99Ms: 50 },
    })
    print({
      bench: 'campaign',
      what: 'memory of the server process',
      startedMb: round(started, 0),
      peakMb: round(memoryOf(server.pid).peak, 0),
      aim: { peakMb: 500 },
    })
  } finally {
    await server.stop()
  }
}

await measureCreations()
await measureCampaigns()
