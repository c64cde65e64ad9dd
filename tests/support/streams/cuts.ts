import { isDeepStrictEqual } from 'node:util'
import type { EventStreamDeps } from '../../../hooks/event-stream.ts'
import type { CampaignView } from '../../../lib/domain/campaign.ts'
import { createManualClock } from '../clock.ts'
import { startReader } from './reader.ts'

/** What becomes of a body in mid-way: the connection breaks, ends as if all were said, or goes on in a next chunk. */
export type Cut = 'broken' | 'ended' | 'split'
export const everyCut: readonly Cut[] = ['broken', 'ended', 'split']

export type Recording = {
  /** The body of the first answer, as it went over the wire. */
  body: Uint8Array
  /** What the server answers a reader that comes again; null is 204. The cursor is null when it had heard nothing. */
  again(cursor: string | null): Uint8Array | null
  /** What the reader stands on before, and what it must see in the end. */
  opening: CampaignView | null
  final: CampaignView
}

/** Chunks, then the end, or the breakage of the connection. */
function bodyOf(chunks: readonly Uint8Array[], breaks: boolean): ReadableStream<Uint8Array> {
  const left = [...chunks]
  return new ReadableStream({
    pull(controller) {
      const chunk = left.shift()
      if (chunk) controller.enqueue(chunk)
      else if (breaks) controller.error(new TypeError('network error'))
      else controller.close()
    },
  })
}

/** Cuts a recorded body at one byte, lets the reader come again, and answers what went wrong. */
async function cutAt({ body, again, opening, final }: Recording, at: number, cut: Cut): Promise<string[]> {
  const breaches: string[] = []
  const clock = createManualClock()
  let tries = 0
  const deps: EventStreamDeps = {
    clock,
    random: () => 0,
    async fetch(url) {
      tries += 1
      if (tries === 1 && cut === 'split') return new Response(bodyOf([body.subarray(0, at), body.subarray(at)], false))
      if (tries === 1) return new Response(bodyOf([body.subarray(0, at)], cut === 'broken'))
      const rest = again(new URL(url).searchParams.get('after'))
      return rest ? new Response(bodyOf([rest], false)) : new Response(null, { status: 204 })
    },
  }
  const reader = startReader(deps, {
    url: 'http://127.0.0.1/events',
    opening,
    blame: (breach) => breaches.push(breach),
  })
  for (let turn = 0; turn < 6 && !reader.ended(); turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(10_000)
  }
  reader.stop()
  if (!reader.ended()) breaches.push(`not told of the end in ${tries} tries`)
  if (!isDeepStrictEqual(reader.view(), final)) breaches.push('the view differs')
  return breaches.map((breach) => `${cut} at byte ${at} of ${body.length}: ${breach}`)
}

/** Cuts at every byte, or at each of `every` bytes; in each way, or, where that is too much, `inTurn` in one way after the other. */
export async function cutEverywhere(
  recording: Recording,
  { inTurn = false, every = 1 }: { inTurn?: boolean; every?: number } = {},
): Promise<{ cuts: number; breaches: string[] }> {
  let cuts = 0
  const breaches: string[] = []
  for (let at = 1; at < recording.body.length; at += every) {
    for (const [turn, cut] of everyCut.entries()) {
      if (inTurn && at % everyCut.length !== turn) continue
      cuts += 1
      breaches.push(...(await cutAt(recording, at, cut)))
    }
  }
  return { cuts, breaches }
}
