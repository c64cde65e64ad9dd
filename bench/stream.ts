import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { CampaignViewSchema } from '../lib/domain/campaign.ts'
import { median, numberFlag, print, quantile, round } from '../tests/support/bench.ts'
import { commitTimes, hostNow, noteCommits } from '../tests/support/commit-times.ts'
import { openStream } from '../tests/support/read-stream.ts'
import { sampleBrief } from '../tests/support/sample.ts'
import { createFolder } from '../tests/support/sqlite.ts'
import { startServer } from '../tests/support/start-server.ts'
import { startWorker } from '../tests/support/start-worker.ts'
import { mostViewers, startCrowd, summaryOf, type Crowd, type Result } from './crowds/perform.ts'
import { mostRounds, performOurs, performPeer } from './crowds/servers.ts'

/**
 * How old a fact is when its one viewer has it: from the return of COMMIT in the process that wrote it (noted at the driver, by the clock that
 * all processes of the host share) to the chunk in the client. On the path where the server writes itself, and where a worker process writes
 * and the server must notice. Beside it, in the same run and of the same facts: a client that asks for the view every two seconds.
 * `--runs N` (5 campaigns of texts per path), `--latency N` (each job takes 2,000 ms and speaks in steps).
 *
 * Then crowds of 100, 1,000 and 5,000 viewers over 1 and 100 campaigns, beside bare node:http and better-sse, which send the same bytes:
 * age of an event, CPU and bytes per event and viewer, memory per viewer. `--viewers N` tries one size alone, `--rounds N` (20) events for each
 * viewer, `--crowds N` (1) interleaved runs.
 */
const runs = numberFlag('runs', 5)
const latencyMs = numberFlag('latency', 2_000)
const pollEveryMs = 2_000
const brief = { ...sampleBrief, postCount: 30, visuals: { images: false, videos: false } }

type Seen = { id: string; streamed: Map<number, number>; polled: Map<number, number> }

/** Makes one campaign, watched by a stream and by a poll; when each seq was first seen by either. */
async function watch(url: string): Promise<Seen> {
  const response = await fetch(`${url}/api/v1/campaigns`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(brief),
  })
  const { id } = CampaignViewSchema.parse(await response.json())
  const streamed = new Map<number, number>()
  const polled = new Map<number, number>()
  let known = 1
  const poll = async (): Promise<void> => {
    const { seq } = CampaignViewSchema.parse(await (await fetch(`${url}/api/v1/campaigns/${id}`)).json())
    const now = hostNow()
    while (known < seq) polled.set((known += 1), now)
  }
  let polling = Promise.resolve()
  // The first question comes anywhere in the two seconds, as it does when a page happens to be opened.
  let timer = setTimeout(function ask() {
    polling = polling.then(poll)
    timer = setTimeout(ask, pollEveryMs)
  }, Math.random() * pollEveryMs)
  for await (const { event, id: seq } of await openStream(`${url}/api/v1/campaigns/${id}/events?after=1`)) {
    if (event === undefined) streamed.set(Number(seq), hostNow())
  }
  await new Promise((resolve) => setTimeout(resolve, pollEveryMs))
  clearTimeout(timer)
  await polling
  return { id, streamed, polled }
}

function ages(seen: ReadonlyMap<number, number>, committed: ReadonlyMap<number, number>): number[] {
  return [...seen].flatMap(([seq, at]) => {
    const wrote = committed.get(seq)
    return wrote === undefined ? [] : [at - wrote]
  })
}

const spread = (values: readonly number[]) => ({
  p50Ms: round(median(values)),
  p99Ms: round(quantile(values, 0.99)),
  facts: values.length,
})

async function measure(written: 'by the server itself' | 'by a worker process'): Promise<void> {
  const { folder, remove } = await createFolder()
  const file = path.join(folder, `commits-${randomUUID()}`)
  const writer = { STUDIO_LATENCY_MS: String(latencyMs), WORKER_CONCURRENCY: '16', ...noteCommits(file) }
  const apart = written === 'by a worker process'
  const server = await startServer({ dataDir: folder, env: apart ? { ROLE: 'web' } : writer })
  const worker = apart ? await startWorker({ dataDir: folder, env: writer }) : null
  const seen: Seen[] = []
  try {
    for (let run = 0; run < runs; run++) seen.push(await watch(server.url))
  } finally {
    await worker?.stop()
    await server.stop()
  }
  const streamed: number[] = []
  const polled: number[] = []
  for (const one of seen) {
    const committed = await commitTimes(file, one.id)
    streamed.push(...ages(one.streamed, committed))
    polled.push(...ages(one.polled, committed))
  }
  await remove()
  print({
    bench: 'stream',
    what: `age of a fact at its viewer, written ${written}`,
    ours: spread(streamed),
    'asking every 2 s': spread(polled),
    runs,
    aim: { p50Ms: 10, p99Ms: 50 },
  })
}

const crowdRuns = numberFlag('crowds', 1)
const rounds = Math.min(mostRounds, numberFlag('rounds', 20))
const only = numberFlag('viewers', 0)
const sizes = only > 0 ? [only] : [100, 1_000, 5_000]

async function gather(crowd: Crowd, asked: number, campaigns: number): Promise<void> {
  const viewers = Math.min(asked, mostViewers())
  const programme = { viewers, rounds, everyMs: 500 }
  const results: Record<'ours' | 'bare' | 'better', Result[]> = { ours: [], bare: [], better: [] }
  for (let run = 0; run < crowdRuns; run++) {
    const { result, sample } = await performOurs(crowd, campaigns, programme)
    results.ours.push(result)
    results.bare.push(await performPeer('bare', crowd, campaigns, sample, programme))
    results.better.push(await performPeer('better-sse', crowd, campaigns, sample, programme))
  }
  print({
    bench: 'stream',
    what: `${viewers} viewers of ${campaigns === 1 ? 'one campaign' : `${campaigns} campaigns`}`,
    ours: summaryOf(results.ours),
    'bare node:http': summaryOf(results.bare),
    'better-sse': summaryOf(results.better),
    ...(viewers < asked && { note: `${asked} viewers were to come: each needs an open file, and ${viewers} are left` }),
    rounds,
    runs: crowdRuns,
  })
}

await measure('by the server itself')
await measure('by a worker process')
const crowd = startCrowd()
try {
  for (const campaigns of [1, 100]) for (const viewers of sizes) await gather(crowd, viewers, campaigns)
} finally {
  await crowd.stop()
}
