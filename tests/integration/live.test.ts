import { afterEach, describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { JobEventSchema } from '../../lib/domain/event.ts'
import { applyEvent, openView } from '../../lib/domain/fold.ts'
import { ProviderError } from '../../lib/domain/errors.ts'
import type { LiveMessage, Viewer } from '../../lib/domain/room.ts'
import { createEngine, settle } from '../support/engine.ts'

type Engine = Awaited<ReturnType<typeof createEngine>>
let engine: Engine
afterEach(() => engine.close())

async function follow(
  id: Parameters<Engine['live']['follow']>[1],
  cursor: number | null,
  stays = false,
): Promise<Viewer> {
  const viewer = await engine.live.follow(local, id, { cursor, follow: stays })
  return viewer ?? Promise.reject(new Error('nothing to follow'))
}

/** Reads until the stream ends or says `until`. */
async function readAll(viewer: Viewer, until?: string): Promise<LiveMessage[]> {
  const all: LiveMessage[] = []
  for (let batch = await viewer.next(); batch; batch = await viewer.next()) {
    all.push(...batch)
    if (until && batch.some((message) => message.type === 'control' && message.state === until)) break
  }
  return all
}

function foldMessages(messages: readonly LiveMessage[]): CampaignView | null {
  let view: CampaignView | null = null
  for (const message of messages) {
    if (message.type === 'snapshot') view = message.view
    if (message.type === 'fact') {
      const fact = JobEventSchema.parse(JSON.parse(message.row.json))
      view = view ? applyEvent(view, fact) : openView(fact)
    }
  }
  return view
}

const seqs = (messages: readonly LiveMessage[]): number[] =>
  messages.flatMap((message) => (message.type === 'fact' ? [message.row.seq] : []))

describe('a live stream', () => {
  it('replays from the first fact, follows, and closes when the campaign is settled', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const reading = readAll(await follow(id, 0))
    await engine.hire().runUntilIdle()
    const messages = await reading
    expect(seqs(messages)).toEqual(seqs(messages).map((_, at) => at + 1))
    expect(messages.at(-1)).toEqual({ type: 'control', state: 'closed' })
    expect(foldMessages(messages)).toEqual(await engine.reader.view(local, id))
  })

  it('begins with a snapshot when no cursor is given or the cursor is unknown', async () => {
    engine = await createEngine()
    const id = await engine.create()
    for (const cursor of [null, 999]) {
      const viewer = await follow(id, cursor)
      const first = await viewer.next()
      expect(first?.map((message) => message.type)).toEqual(['snapshot', 'control'])
      viewer.close()
    }
  })

  it('gives every joiner the same end, wherever it joins', async () => {
    engine = await createEngine()
    const id = await engine.create()
    await engine.hire().runUntilIdle()
    const view = await engine.reader.view(local, id)
    const all = await readAll(await follow(id, 0))
    for (let cut = 1; cut < (view?.seq ?? 0); cut++) {
      const rest = await readAll(await follow(id, cut))
      expect(seqs(rest)[0]).toBe(cut + 1)
      expect(
        foldMessages([...all.filter((message) => message.type === 'fact' && message.row.seq <= cut), ...rest]),
      ).toEqual(view)
    }
  })

  it('has nothing to say to a reader that has seen a settled campaign to its end', async () => {
    engine = await createEngine()
    const id = await engine.create()
    await engine.hire().runUntilIdle()
    const { seq } = (await engine.reader.view(local, id)) ?? { seq: 0 }
    expect(await engine.live.follow(local, id, { cursor: seq, follow: false })).toBeNull()
  })

  it('stays open with follow: says settled, then tells of the next round', async () => {
    let refuse = true
    engine = await createEngine({
      video: async (context) => {
        if (refuse) throw new ProviderError({ code: 'refused', message: 'No.' })
        return engine.plain(context)
      },
    })
    const id = await engine.create()
    const viewer = await follow(id, 0, true)
    await engine.hire().runUntilIdle()
    const first = await readAll(viewer, 'settled')
    expect(foldMessages(first)?.status).toBe('partial')
    refuse = false
    const failed = foldMessages(first)?.jobs.find((job) => job.status === 'failed')
    if (!failed) throw new Error('no failed job')
    await engine.store.retryJob(local, failed.id)
    await engine.hire(2).runUntilIdle()
    const second = await readAll(viewer, 'settled')
    expect(foldMessages([...first, ...second])).toEqual(await engine.reader.view(local, id))
    expect(foldMessages([...first, ...second])?.status).toBe('completed')
    viewer.close()
  })

  it('gives a reader that is far behind a snapshot, not a queue', async () => {
    engine = await createEngine({
      text: async (context) => {
        for (const part of ['x.text', 'linkedin.text']) context.say(part, 'A long sentence. '.repeat(100))
        return engine.plain(context)
      },
    })
    const id = await engine.create({ postCount: 30 })
    const viewer = await follow(id, 1)
    await viewer.next()
    await engine.hire().runUntilIdle()
    const held = (await engine.reader.events(id, 0, 10_000)).reduce((sum, row) => sum + row.json.length, 0)
    expect(held).toBeGreaterThan(256 * 1024)
    const late = await readAll(viewer)
    expect(late[0]?.type).toBe('snapshot')
    expect(foldMessages(late)).toEqual(await engine.reader.view(local, id))
  })

  it('reads each row of the log once for all viewers, and shares it', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const viewers = await Promise.all(Array.from({ length: 50 }, () => follow(id, 1)))
    for (const viewer of viewers) await viewer.next()
    const before = { ...engine.asked }
    const claimed = await engine.store.claim({
      owner: { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' },
      kinds: ['analysis'],
    })
    expect(claimed).not.toBeNull()
    const batches = await Promise.all(viewers.map((viewer) => viewer.next()))
    const rows = batches.map((batch) => batch?.[0])
    expect(rows.every((one) => one?.type === 'fact' && rows[0]?.type === 'fact' && one.row === rows[0].row)).toBe(true)
    expect(new Set(batches).size, 'one array, to be encoded once').toBe(1)
    expect(engine.asked.events - before.events).toBe(1)
    for (const viewer of viewers) viewer.close()
  })

  it('has the news of a viewer that kept pace ready in the turn in which they came', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const viewer = await follow(id, 1)
    await viewer.next()
    expect(viewer.take()).toBeUndefined()
    const heard: unknown[] = []
    viewer.onNews(() => heard.push(viewer.take()))
    await engine.store.claim({ owner: { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' }, kinds: ['analysis'] })
    await settle()
    expect(heard).toEqual([[{ type: 'fact', row: expect.objectContaining({ seq: 2, type: 'job.started' }) }]])
    viewer.close()
    expect(viewer.take()).toBeNull()
  })

  it('costs no database statement while nothing happens', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const viewers = await Promise.all(Array.from({ length: 20 }, () => follow(id, 1)))
    for (const viewer of viewers) await viewer.next()
    const waiting = viewers.map((viewer) => viewer.next())
    await settle()
    const before = { ...engine.asked }
    engine.clock.advance(60_000)
    await settle()
    expect(engine.asked).toEqual(before)
    for (const viewer of viewers) viewer.close()
    expect(await Promise.all(waiting)).toEqual(viewers.map(() => null))
  })

  it('says goodbye when the server goes down', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const viewer = await follow(id, 1)
    await viewer.next()
    const goodbye = viewer.next()
    await settle()
    engine.live.close()
    expect(await goodbye).toEqual([{ type: 'control', state: 'reconnect' }])
    expect(await viewer.next()).toBeNull()
  })

  it('refuses campaigns that are not there', async () => {
    engine = await createEngine()
    await expect(
      engine.live.follow(local, 'cmp_00000000000000000099', { cursor: null, follow: false }),
    ).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('hears what another process wrote', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const viewer = await follow(id, 1)
    await viewer.next()
    engine.clock.advance(20)
    await settle()
    const other = await engine.another()
    await other.claim({ owner: { machineId: 'm', bootId: 'b', pid: 2, processStart: '1' }, kinds: ['analysis'] })
    const heard = viewer.next()
    engine.clock.advance(20)
    expect((await heard)?.[0]).toMatchObject({ type: 'fact', row: { type: 'job.started' } })
    viewer.close()
    await other.close()
  })

  it('shows the dashboard a head for each campaign that changes, and the facts of those it asked for', async () => {
    engine = await createEngine()
    const watched = await engine.create()
    const other = await engine.create()
    const board = await engine.live.board(local, new Map([[watched, 1]]))
    const first = (await board.next()) ?? []
    expect(first.flatMap((message) => (message.type === 'head' ? [message.summary.id] : [])).sort()).toEqual(
      [watched, other].sort(),
    )
    await engine.hire().runUntilIdle()
    const heads = new Map<string, string>()
    let facts = 1
    for (let round = 0; round < 60; round++) {
      engine.clock.advance(250)
      const batch = await Promise.race([board.next(), settle(30).then(() => null)])
      if (!batch) break
      for (const message of batch) {
        if (message.type === 'head') heads.set(message.summary.id, message.summary.status)
        if (message.type === 'fact') {
          expect(message.campaignId).toBe(watched)
          facts = message.row.seq
        }
      }
    }
    expect(heads).toEqual(
      new Map([
        [watched, 'completed'],
        [other, 'completed'],
      ]),
    )
    expect(facts).toBe((await engine.reader.position(local, watched))?.seq)
    board.close()
  })

  it('spares the heads of a reader who wants facts alone', async () => {
    engine = await createEngine()
    const watched = await engine.create()
    await engine.create()
    const board = await engine.live.board(local, new Map([[watched, 1]]), false)
    await engine.hire().runUntilIdle()
    const types = new Set<string>()
    for (;;) {
      engine.clock.advance(250)
      const batch = await Promise.race([board.next(), settle(30).then(() => null)])
      if (!batch) break
      for (const message of batch) types.add(message.type)
    }
    expect([...types].sort()).toEqual(['control', 'fact'])
    board.close()
  })
})
