import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { EventStreamDeps } from '../../../hooks/event-stream.ts'
import { CampaignViewSchema, isSettledCampaign, type CampaignView } from '../../../lib/domain/campaign.ts'
import { createChance } from '../chance.ts'
import { sampleBrief } from '../sample.ts'
import { startReader, type Reader } from './reader.ts'
import { startRestartingServer, type RestartingServer } from './restarting-server.ts'
import { startRoughProxy, type Disconnect, type RoughProxy } from './rough-proxy.ts'

export type RideOrder = {
  /** Goes on with new campaigns until so many disconnects were forced. */
  disconnects: number
  seed: number
  /** Campaigns at a time. */
  lanes: number
  restartEveryMs: number
  /** `skip-replay`: who comes again is told only what is new from then on. */
  sabotage: 'skip-replay' | null
}

export type RideReport = {
  disconnects: Readonly<Record<Disconnect, number>>
  restarts: number
  campaigns: number
  readers: number
  connections: number
  facts: number
  snapshots: number
  /** Views of a reader that were compared with the server's at the same seq. */
  compared: number
  breaches: string[]
}

/** A reader's waits are shorter by this factor: they are made for people and machines far away. */
const haste = 20
/** When after the end no reader has got on while the server was there for so long, who has not arrived counts as stuck, ms. */
const patienceMs = 20_000

type Fare = { server: RestartingServer; proxy: RoughProxy; deps: EventStreamDeps; chance(): number; report: RideReport }
/** `stays`: with `follow`, to be told of what comes after the end. */
type Passenger = { reader: Reader; stays: boolean }

/** Campaigns on a real server, each watched by readers of all kinds through a rough proxy, while the server is restarted now and then. */
export async function ride({ disconnects, seed, lanes, restartEveryMs, sabotage }: RideOrder): Promise<RideReport> {
  const chance = createChance(seed)
  const server = await startRestartingServer({ STUDIO_LATENCY_MS: '1500', WORKER_CONCURRENCY: '12' })
  const proxy = await startRoughProxy(chance, server.port)
  const report: RideReport = {
    disconnects: proxy.counts,
    restarts: 0,
    campaigns: 0,
    readers: 0,
    connections: 0,
    facts: 0,
    snapshots: 0,
    compared: 0,
    breaches: [],
  }
  const deps = createDeps(server, chance, report, sabotage)
  const over = new AbortController()
  const restarts = async (): Promise<void> => {
    for (let hard = true; ; hard = !hard) {
      await pause(restartEveryMs, null, { signal: over.signal })
      await server.restart(hard)
      report.restarts += 1
    }
  }
  const restarting = restarts().catch((error: unknown) => {
    if (!over.signal.aborted) throw error
  })
  const lane = async (): Promise<void> => {
    while (proxy.forced() < disconnects && report.breaches.length === 0)
      await watchOne({ server, proxy, deps, chance, report })
  }
  try {
    await Promise.all(Array.from({ length: lanes }, lane))
    over.abort()
    await restarting
  } finally {
    over.abort()
    await proxy.close()
    await server.stop()
  }
  return report
}

function createDeps(
  server: RestartingServer,
  random: () => number,
  report: RideReport,
  sabotage: RideOrder['sabotage'],
): EventStreamDeps {
  return {
    random,
    clock: {
      now: () => Date.now(),
      monotonic: () => performance.now() * haste,
      after(ms, call) {
        const timer = setTimeout(call, ms / haste)
        return () => clearTimeout(timer)
      },
    },
    async fetch(url, { headers, ...init }) {
      report.connections += 1
      const heard = Number(new URL(url).searchParams.get('after') ?? 0)
      if (sabotage === null || heard <= 1) return fetch(url, { ...init, headers })
      const [id = ''] = /cmp_[a-z0-9]+/i.exec(url) ?? []
      const { seq } = await viewOf(server, id)
      return fetch(url, { ...init, headers: { ...headers, 'last-event-id': String(seq) } })
    },
  }
}

const viewOf = async (server: RestartingServer, id: string): Promise<CampaignView> =>
  CampaignViewSchema.parse((await server.ask(`/api/v1/campaigns/${id}`)).body)

/** One campaign from its creation to its end, and an edit after it. Each reader must come to what the server shows. */
async function watchOne({ server, proxy, deps, chance, report }: Fare): Promise<void> {
  const { body } = await server.ask('/api/v1/campaigns', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ ...sampleBrief, postCount: 6, visuals: { images: false, videos: false } }),
  })
  const opening = CampaignViewSchema.parse(body)
  const { id } = opening
  const shown = new Map([[opening.seq, opening]])
  const passengers: Passenger[] = []
  const enter = (name: string, query: string, from: CampaignView | null): void => {
    const url = `${proxy.url}/api/v1/campaigns/${id}/events${query}`
    const blame = (breach: string): void => void report.breaches.push(`${id}, ${name}: ${breach}`)
    passengers.push({ reader: startReader(deps, { url, opening: from, blame }), stays: query.includes('follow=1') })
  }
  const look = async (): Promise<CampaignView> => {
    const view = await viewOf(server, id)
    shown.set(view.seq, view)
    return view
  }
  enter('a page', `?follow=1&after=${opening.seq}`, opening)
  enter('a page', `?follow=1&after=${opening.seq}`, opening)
  enter('one from the first fact', '?after=0', null)
  enter('one without a cursor', '', null)
  for (let view = opening; !isSettledCampaign(view.status); view = await look()) {
    await pause(100 + chance() * 400)
    if (chance() < 0.3) enter('a late page', `?follow=1&after=${view.seq}`, view)
    if (chance() < 0.3) enter('a late joiner', '', null)
  }
  await lockFirstPost(server, await look())
  const last = await look()

  const arrived = ({ reader, stays }: Passenger): boolean =>
    stays ? reader.view()?.seq === last.seq && reader.state() === '{"state":"settled"}' : reader.ended()
  const heard = (): number =>
    passengers.reduce((sum, { reader }) => sum + reader.counts().facts + reader.counts().snapshots, 0)
  for (let [before, since] = [heard(), server.upMs()]; !passengers.every(arrived); await pause(20)) {
    if (heard() !== before) [before, since] = [heard(), server.upMs()]
    if (server.upMs() - since > patienceMs) break
  }
  for (const { reader, stays } of passengers) {
    reader.stop()
    const seq = reader.view()?.seq
    if (!arrived({ reader, stays })) report.breaches.push(`${id}: stuck at ${seq} of ${last.seq}, ${reader.state()}`)
    else if (seq === undefined || !shown.has(seq)) report.breaches.push(`${id}: an end at ${seq} that was never shown`)
    for (const view of shown.values()) {
      const mine = reader.viewAt(view.seq)
      if (mine === undefined) continue
      report.compared += 1
      if (!isDeepStrictEqual(mine, view)) report.breaches.push(`${id}: the view at ${view.seq} differs`)
    }
    const { facts, snapshots } = reader.counts()
    report.facts += facts
    report.snapshots += snapshots
  }
  report.campaigns += 1
  report.readers += passengers.length
}

async function lockFirstPost(server: RestartingServer, { posts: [post] }: CampaignView): Promise<void> {
  const { status } = await server.ask(`/api/v1/posts/${post?.id}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', 'if-match': `"${post?.version}"` },
    body: '{"locked":true}',
  })
  // 412: it was locked by a first try whose answer was lost.
  if (status !== 200 && status !== 412) throw new Error(`Lock answered ${status}.`)
}
