import { setTimeout as pause } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import type { EventStreamDeps } from '../../../hooks/event-stream.ts'
import { CampaignViewSchema, isSettledCampaign, type CampaignView } from '../../../lib/domain/campaign.ts'
import { PostSchema } from '../../../lib/domain/post.ts'
import { round } from '../bench.ts'
import { createManualClock } from '../clock.ts'
import { memoryOf } from '../process-memory.ts'
import { sampleBrief } from '../sample.ts'
import { startServer } from '../start-server.ts'
import { startReader } from './reader.ts'

/** So many readers stop reading while a post is edited so many times, with 40 KB in each edit. */
export type StopOrder = { readers: number; edits: number }

export type StopReport = {
  /** What each of them missed, MB: the system keeps 4 MB for a connection. */
  missedMb: number
  /** What the server's memory grew by from before the readers came in until the last edit, MB. */
  grownMb: number
  /** From the moment they read again until all show what the server shows. */
  upToDateMs: number
  facts: number
  snapshots: number
  breaches: string[]
}

const editBytes = 40_000
const patienceMs = 60_000
const headers = { 'content-type': 'application/json' }
const settledState = '{"state":"settled"}'

/** A body that is read on only while the gate is open. */
function gated(body: ReadableStream<Uint8Array>, gate: () => Promise<void>): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  return new ReadableStream(
    {
      async pull(controller) {
        await gate()
        const { done, value } = await reader.read()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}

async function until(all: () => boolean): Promise<boolean> {
  const deadline = performance.now() + patienceMs
  while (!all() && performance.now() < deadline) await pause(20)
  return all()
}

/** A settled campaign of one post on a server, and how to edit it and to look at it. */
async function openSubject(url: string) {
  const address = `${url}/api/v1/campaigns`
  const brief = { ...sampleBrief, postCount: 1, platforms: ['facebook'], visuals: { images: false, videos: false } }
  const made = await fetch(address, { method: 'POST', headers, body: JSON.stringify(brief) })
  const { id } = CampaignViewSchema.parse(await made.json())
  const look = async (): Promise<CampaignView> =>
    CampaignViewSchema.parse(await (await fetch(`${address}/${id}`)).json())
  let view = await look()
  for (; !isSettledCampaign(view.status); view = await look()) await pause(50)
  const post = PostSchema.parse(view.posts[0])
  let { version } = post
  return {
    stream: `${address}/${id}/events?follow=1`,
    look,
    async edit(times: number): Promise<void> {
      for (let done = 0; done < times; done++) {
        const text = `Edit ${version}. ${'Proved 36 hours. '.repeat(editBytes / 17)}`
        const response = await fetch(`${url}/api/v1/posts/${post.id}`, {
          method: 'PATCH',
          headers: { ...headers, 'if-match': `"${version}"` },
          body: JSON.stringify({ texts: { facebook: { text } } }),
        })
        ;({ version } = PostSchema.parse(await response.json()))
      }
    },
  }
}

/**
 * Readers that stop reading in mid-stream, on a real server, and read again. What one costs is seen beside the same edits without readers:
 * they take memory themselves.
 */
export async function stopReaders({ readers: count, edits }: StopOrder): Promise<StopReport> {
  const server = await startServer()
  const breaches: string[] = []
  try {
    const subject = await openSubject(server.url)
    let gate = Promise.withResolvers<void>()
    gate.resolve()
    // The clock stands still: who is silent is not given up, and who is cut off does not come again.
    const deps: EventStreamDeps = {
      clock: createManualClock(),
      random: () => 0,
      async fetch(url, init) {
        const response = await fetch(url, init)
        return new Response(response.body && gated(response.body, () => gate.promise), { status: response.status })
      },
    }
    const opening = await subject.look()
    const before = memoryOf(server.pid).now
    const readers = Array.from({ length: count }, () =>
      startReader(deps, {
        url: `${subject.stream}&after=${opening.seq}`,
        opening,
        blame: (breach) => breaches.push(breach),
      }),
    )
    const showing = (seq: number) => (): boolean =>
      readers.every((reader) => reader.view()?.seq === seq && reader.state() === settledState)
    if (!(await until(showing(opening.seq)))) breaches.push('not all readers came in')

    gate = Promise.withResolvers()
    await subject.edit(edits)
    const grownMb = memoryOf(server.pid).now - before
    const last = await subject.look()
    const start = performance.now()
    gate.resolve()
    if (!(await until(showing(last.seq)))) breaches.push('not all readers were brought up to date')
    const upToDateMs = performance.now() - start

    for (const reader of readers) {
      reader.stop()
      if (!isDeepStrictEqual(reader.view(), last)) breaches.push('a view differs')
      if (reader.counts().snapshots === 0) breaches.push('facts were queued for a reader that did not read')
    }
    return {
      missedMb: round((edits * editBytes) / 1_024 / 1_024, 1),
      grownMb: round(grownMb, 1),
      upToDateMs: round(upToDateMs, 0),
      facts: readers.reduce((sum, reader) => sum + reader.counts().facts, 0),
      snapshots: readers.reduce((sum, reader) => sum + reader.counts().snapshots, 0),
      breaches,
    }
  } finally {
    await server.stop()
  }
}
