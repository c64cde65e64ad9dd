import { afterEach, describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import { campaignFrames } from '../../lib/http/frames.ts'
import { eventStream } from '../../lib/http/sse.ts'
import { createEngine, settle } from '../support/engine.ts'
import { cutEverywhere, type Recording } from '../support/streams/cuts.ts'

let engine: Awaited<ReturnType<typeof createEngine>>
afterEach(() => engine.close())

/** The answer of the route to a reader at this cursor, as it goes on the wire; null is 204. */
async function answer(id: CampaignId, cursor: number | null): Promise<ReadableStream<Uint8Array> | null> {
  const viewer = await engine.live.follow(local, id, { cursor, follow: false })
  return viewer && eventStream(viewer, campaignFrames, { signal: new AbortController().signal }).body
}
const bytesOf = async (body: ReadableStream<Uint8Array> | null): Promise<Uint8Array | null> =>
  body && new Response(body).bytes()

/** A small campaign whose letters take one to four bytes, told to a reader that joined when it was under way. */
async function record(): Promise<Recording & { text: string }> {
  engine = await createEngine({
    text: async (context) => {
      context.say('x.text', 'Świeży chleb · 新鮮 🥐. ')
      return engine.plain(context)
    },
  })
  const id = await engine.create({
    business: 'Piekarnia Żółw 🐢, „bułki” od 6:00, ściśle według przepisu babci; 日本語も少し。',
    postCount: 1,
    platforms: ['x'],
    visuals: { images: false, videos: false },
  })
  const opened = await answer(id, null)
  await settle()
  const worker = engine.hire()
  const live = bytesOf(opened)
  await worker.runUntilIdle()
  const body = await live
  const final = await engine.reader.view(local, id)
  if (!body || !final) throw new Error('Nothing was told.')
  const later = new Map<string | null, Uint8Array | null>([[null, await bytesOf(await answer(id, null))]])
  for (let seq = 0; seq <= final.seq; seq++) later.set(String(seq), await bytesOf(await answer(id, seq)))
  const again = (cursor: string | null): Uint8Array | null => {
    const bytes = later.get(cursor)
    if (bytes === undefined) throw new Error(`No reader can have heard ${cursor}.`)
    return bytes
  }
  return { body, again, opening: null, final, text: new TextDecoder().decode(body) }
}

describe('a stream that is cut at any byte', () => {
  it('comes to the same view, with nothing lost and nothing repeated', async () => {
    const recording = await record()
    expect(recording.text).toMatch(/^event: snapshot$/m)
    expect(recording.text).toMatch(/"type":"job.output".*🥐/)
    expect(recording.text).toMatch(/\{"state":"live"\}[^]*\{"state":"closed"\}\n\n$/)
    expect((await cutEverywhere(recording, { inTurn: true })).breaches).toEqual([])
  })

  it('is found wanting where the facts between the cut and the return are skipped', async () => {
    const recording = await record()
    const { seq } = recording.final
    const skips = { ...recording, again: (heard: string | null) => recording.again(heard && String(seq)) }
    const { cuts, breaches } = await cutEverywhere(skips, { every: 100 })
    expect(breaches.length).toBeGreaterThan(cuts / 4)
  })
})
