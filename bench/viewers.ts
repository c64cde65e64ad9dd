import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { CampaignViewSchema } from '../lib/domain/campaign.ts'
import { median, numberFlag, print, quantile, round } from '../tests/support/bench.ts'
import { commitTimes, noteCommits } from '../tests/support/commit-times.ts'
import { memoryOf } from '../tests/support/process-memory.ts'
import { sampleBrief } from '../tests/support/sample.ts'
import { createFolder } from '../tests/support/sqlite.ts'
import { startServer } from '../tests/support/start-server.ts'
import { startChild } from './programs/child.ts'
import {
  CrowdAnswerSchema,
  PeerAnswerSchema,
  type CrowdAnswer,
  type CrowdOrder,
  type PeerAnswer,
  type PeerOrder,
} from './programs/crowd-protocol.ts'

/**
 * Many viewers of one campaign, all in one other process on the same machine: how old an event is when a viewer has it, and what a viewer costs
 * the server in memory. Ours is the real server: an event is the cancellation of a job by REST, and its age counts from the return of COMMIT.
 * Beside it the two peers of `programs/peer-server.ts` send the same bytes; there the age counts from the moment before the first write.
 * `--viewers N` (1000), `--events N` (50, at most 50), `--every N` (100 ms between events), `--runs N` (5, interleaved, medians).
 */
const asked = numberFlag('viewers', 1_000)
const events = Math.min(50, numberFlag('events', 50))
const everyMs = numberFlag('every', 100)
const runs = numberFlag('runs', 5)
const warmUp = 20
const openFiles = Number(/^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 1_024)
const viewers = Math.min(asked, openFiles - 200)

const startCrowd = () => startChild<CrowdOrder, CrowdAnswer>('crowd.ts', [], CrowdAnswerSchema)
type Crowd = ReturnType<typeof startCrowd>
type Stage = {
  port: number
  path: string
  mark: string
  pid: number
  firstSeq: number
  send(seq: number): Promise<unknown>
}
type Told = { pairs: Float64Array; openMs: number; idleMb: number; peakMb: number }
type Result = { ages: number[]; missing: number; openMs: number; idleKb: number; peakKb: number }

/** Lets the crowd in, sends all events on a beat, and answers what was seen when. Memory is over what a warm server without viewers takes. */
async function perform(crowd: Crowd, stage: Stage): Promise<Told> {
  const { port, path: address, mark, pid } = stage
  await crowd.ask({ type: 'open', port, path: address, count: warmUp, mark })
  await crowd.ask({ type: 'close' })
  await pause(300)
  const empty = memoryOf(pid).now
  const begin = performance.now()
  await crowd.ask({ type: 'open', port, path: address, count: viewers, mark })
  const openMs = performance.now() - begin
  await pause(1_000)
  const idleMb = memoryOf(pid).now - empty
  let peakMb = idleMb
  const start = performance.now()
  for (let event = 0; event < events; event++) {
    await pause(start + event * everyMs - performance.now())
    await stage.send(stage.firstSeq + event)
    peakMb = Math.max(peakMb, memoryOf(pid).now - empty)
  }
  const told = await crowd.ask({ type: 'await', seq: stage.firstSeq + events - 1, withinMs: 10_000 })
  await crowd.ask({ type: 'close' })
  return { pairs: told.type === 'seen' ? told.pairs : new Float64Array(), openMs, idleMb, peakMb }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))

function resultOf(
  { pairs, openMs, idleMb, peakMb }: Told,
  born: ReadonlyMap<number, number>,
  firstSeq: number,
): Result {
  const ages: number[] = []
  for (let at = 0; at < pairs.length; at += 2) {
    const [seq = 0, seen = 0] = pairs.subarray(at, at + 2)
    const wrote = born.get(seq)
    if (seq >= firstSeq && wrote !== undefined) ages.push(seen - wrote)
  }
  const kb = (mb: number): number => (mb * 1_024) / viewers
  return { ages, missing: viewers * events - ages.length, openMs, idleKb: kb(idleMb), peakKb: kb(peakMb) }
}

/** One fact of ours as it goes over the wire, for the peers to send. */
let sample = ''

async function ours(crowd: Crowd): Promise<Result> {
  const { folder, remove } = await createFolder()
  const file = path.join(folder, `commits-${randomUUID()}`)
  const server = await startServer({ dataDir: folder, env: { ROLE: 'web', ...noteCommits(file) } })
  const post = (address: string, body = '{}') =>
    fetch(`${server.url}/api/v1${address}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  let id = ''
  let firstSeq = 2
  let told: Told
  try {
    const view = CampaignViewSchema.parse(
      await (await post('/campaigns', JSON.stringify({ ...sampleBrief, postCount: 30 }))).json(),
    )
    id = view.id
    firstSeq = view.seq + 1
    const jobs = view.jobs.filter((job) => job.kind !== 'analysis').slice(0, events)
    const send = async (seq: number): Promise<void> => {
      const job = jobs[seq - firstSeq]
      const response = await post(`/jobs/${job?.id}/cancel`)
      if (!response.ok) throw new Error(`Cancel answered ${response.status}: ${await response.text()}`)
      await response.text()
    }
    const address = `/api/v1/campaigns/${id}/events?after=${view.seq}&follow=1`
    told = await perform(crowd, {
      port: Number(new URL(server.url).port),
      path: address,
      mark: '"state":"live"',
      pid: server.pid,
      firstSeq,
      send,
    })
    const page = await (await fetch(`${server.url}/api/v1/campaigns/${id}/events?after=${view.seq}&limit=1`)).text()
    sample = page.slice(page.indexOf('[') + 1, page.lastIndexOf(']'))
  } finally {
    await server.stop()
  }
  const born = await commitTimes(file, id)
  await remove()
  return resultOf(told, born, firstSeq)
}

async function peer(kind: 'bare' | 'naive', crowd: Crowd): Promise<Result> {
  const server = startChild<PeerOrder, PeerAnswer>('peer-server.ts', [kind], PeerAnswerSchema)
  const born = new Map<number, number>()
  try {
    const listening = await server.answer()
    if (listening.type !== 'listening') throw new Error('The peer did not listen.')
    const send = async (seq: number): Promise<void> => {
      const sent = await server.ask({ seq, data: sample })
      if (sent.type === 'sent') born.set(seq, sent.at)
    }
    const told = await perform(crowd, {
      port: listening.port,
      path: '/',
      mark: ':\n\n',
      pid: server.pid,
      firstSeq: 1,
      send,
    })
    return resultOf(told, born, 1)
  } finally {
    await server.stop()
  }
}

const ways = { ours, bare: (crowd: Crowd) => peer('bare', crowd), naive: (crowd: Crowd) => peer('naive', crowd) }
const results: Record<keyof typeof ways, Result[]> = { ours: [], bare: [], naive: [] }
const crowd = startCrowd()
try {
  for (let run = 0; run < runs; run++) {
    results.ours.push(await ways.ours(crowd))
    results.bare.push(await ways.bare(crowd))
    results.naive.push(await ways.naive(crowd))
  }
} finally {
  await crowd.stop()
}
const middle = (list: readonly Result[], value: (one: Result) => number): number => round(median(list.map(value)), 1)
const summary = (list: readonly Result[]) => ({
  p50Ms: middle(list, ({ ages }) => median(ages)),
  p99Ms: middle(list, ({ ages }) => quantile(ages, 0.99)),
  idleKbPerViewer: middle(list, ({ idleKb }) => idleKb),
  peakKbPerViewer: middle(list, ({ peakKb }) => peakKb),
  allOpenS: round(median(list.map(({ openMs }) => openMs)) / 1_000),
  missing: list.reduce((sum, { missing }) => sum + missing, 0),
})
const of = { ours: summary(results.ours), bare: summary(results.bare), naive: summary(results.naive) }
print({
  bench: 'viewers',
  what: `age of an event at each of ${viewers} viewers of one campaign, and memory of the server per viewer`,
  ours: of.ours,
  'bare node:http': of.bare,
  'naive route handler': of.naive,
  oursToBare: { p50: round(of.ours.p50Ms / of.bare.p50Ms), p99: round(of.ours.p99Ms / of.bare.p99Ms) },
  viewers,
  ...(viewers < asked && { note: `${asked} were asked for; ${openFiles} open files are allowed` }),
  events,
  everyMs,
  bytesPerEvent: sample.length,
  runs,
  aim: { oursToBare: 3 },
})
