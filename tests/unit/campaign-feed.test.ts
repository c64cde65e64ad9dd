import { describe, expect, it } from 'vitest'
import { createCampaignFeed, type CampaignFeedState } from '../../hooks/campaign-feed.ts'
import { createHeadsFeed } from '../../hooks/heads-feed.ts'
import { createSharedStream, type SharedStream } from '../../hooks/shared-stream.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import { createScriptedFetch, type OpenStream, type ScriptedFetch } from '../support/scripted-fetch.ts'
import { createScene, makeAllBut } from '../fixtures/views.ts'

const frame = (fact: JobEvent): string => `id: ${fact.seq}\ndata: ${JSON.stringify(fact)}\n\n`

/** The stream of a browser that shares nothing between its tabs. */
function alone(network: ScriptedFetch): () => SharedStream {
  const stream = createSharedStream({ ...network.deps, id: 'tab', tabs: null })
  return () => stream
}

function watch(scene = createScene()) {
  const network = createScriptedFetch()
  const frames: (() => void)[] = []
  const initialView = scene.view()
  const deps = { stream: alone(network), frame: (call: () => void) => void frames.push(call) }
  const feed = createCampaignFeed(deps, initialView.id, initialView)
  let renders = 0
  const leave = feed.subscribe(() => (renders += 1))
  const draw = (): CampaignFeedState => {
    for (const call of frames.splice(0)) call()
    return feed.getSnapshot()
  }
  const send = async (server: OpenStream, ...texts: string[]): Promise<void> => server.send(texts.join(''))
  const control = (state: string): string =>
    `event: control\ndata: ${JSON.stringify({ campaignId: initialView.id, state })}\n\n`
  return { ...network, scene, feed, draw, send, control, leave, renders: () => renders }
}

describe('the feed of a campaign', () => {
  it('asks for the facts after the view it was given', async () => {
    const { open, draw } = watch()
    const server = await open()
    expect(server.url).toMatch(/^\/api\/v1\/events\?campaigns=cmp_\d+:1&heads=0$/)
    expect(draw().connection.state).toBe('catching-up')
  })

  it('reaches the same view as the server, fact by fact', async () => {
    const { scene, open, send, draw, control } = watch()
    const server = await open()
    makeAllBut(scene)
    await send(server, ...scene.facts().slice(1).map(frame), control('settled'))
    expect(draw().view).toEqual(scene.view())
    expect(draw().connection.state).toBe('done')
  })

  it('draws a burst of facts once', async () => {
    const { scene, open, send, draw, renders } = watch()
    const server = await open()
    draw()
    const before = renders()
    makeAllBut(scene)
    await send(server, ...scene.facts().slice(1).map(frame))
    draw()
    expect(renders() - before).toBe(1)
  })

  it('takes a fact that came twice once', async () => {
    const { scene, open, send, draw } = watch()
    const server = await open()
    scene.make('analysis')
    const facts = scene.facts().slice(1)
    await send(server, ...facts.map(frame), ...facts.map(frame))
    const { view, heard } = draw()
    expect(view).toEqual(scene.view())
    expect(heard).toEqual(facts.filter(({ type }) => type !== 'job.output' && type !== 'job.progress'))
  })

  it('starts over from a snapshot and goes on with the facts after it', async () => {
    const { scene, open, send, draw } = watch()
    const server = await open()
    makeAllBut(scene, 'video 6')
    const snapshot = scene.view()
    scene.make('video', 6)
    await send(
      server,
      `event: snapshot\nid: ${snapshot.seq}\ndata: ${JSON.stringify(snapshot)}\n\n`,
      ...scene
        .facts()
        .filter((fact) => fact.seq > snapshot.seq)
        .map(frame),
    )
    expect(draw().view).toEqual(scene.view())
  })

  it('tells what happened before somebody watched from what arrives live', async () => {
    const { scene, open, send, draw, control } = watch()
    const server = await open()
    scene.make('analysis')
    await send(server, ...scene.facts().slice(1).map(frame))
    expect(draw()).toMatchObject({ heard: { length: expect.any(Number) }, news: [] })
    await send(server, control('live'))
    expect(draw().connection.state).toBe('live')
    const before = scene.facts().length
    scene.make('image', 1)
    await send(server, ...scene.facts().slice(before).map(frame))
    expect(draw().news.map((fact) => fact.type)).toContain('asset.ready')
  })

  it('still holds the news of a burst whose picture nobody looked at', async () => {
    const { scene, open, send, draw, control } = watch()
    const server = await open()
    await send(server, control('live'))
    for (const make of [() => scene.make('analysis'), () => scene.make('image', 1)]) {
      const before = scene.facts().length
      make()
      await send(server, ...scene.facts().slice(before).map(frame))
      draw()
    }
    expect(draw().news.filter(({ type }) => type === 'job.completed')).toHaveLength(2)
  })

  it('is offline with the view it has, then catches up where it stopped', async () => {
    const { scene, open, refuse, send, draw, clock, control } = watch()
    const server = await open()
    scene.make('analysis')
    const first = scene.facts().slice(1)
    await send(server, ...first.map(frame), control('live'))
    await server.break()
    expect(draw().connection.state).toBe('catching-up')
    clock.advance(250)
    await refuse()
    expect(draw().connection).toMatchObject({ state: 'offline', gone: false })
    const known = draw().view
    makeRest(scene)
    clock.advance(10_000)
    const again = await open()
    expect(again.url).toContain(`:${known.seq}&`)
    await send(
      again,
      ...scene
        .facts()
        .filter((fact) => fact.seq > known.seq)
        .map(frame),
      control('settled'),
    )
    expect(draw().view).toEqual(scene.view())
    expect(draw().news).toEqual([])
  })

  it('is live again when a settled campaign is opened again', async () => {
    const scene = createScene()
    makeAllBut(scene, 'image 4')
    scene.start('image', 4)
    scene.fail('image', 4, { code: 'refused' })
    const { open, send, draw, control } = watch(scene)
    const server = await open()
    await send(server, control('settled'))
    expect(draw().connection.state).toBe('done')
    const before = scene.facts().length
    scene.retry('image', 4)
    await send(server, ...scene.facts().slice(before).map(frame))
    expect(draw().connection.state).toBe('live')
  })

  it('knows that the campaign is gone', async () => {
    const { open, send, control, draw } = watch()
    await send(await open(), control('closed'))
    expect(draw().connection).toMatchObject({ state: 'done', gone: true })
  })

  it('closes its stream a second after the last one left and goes on when somebody comes back', async () => {
    const { open, leave, feed, tries, clock } = watch()
    const server = await open()
    leave()
    clock.advance(999)
    expect(server.aborted()).toBe(false)
    clock.advance(1)
    expect(server.aborted()).toBe(true)
    feed.subscribe(() => {})
    expect(tries()).toBe(2)
  })
})

describe('the feed of the dashboard', () => {
  const idOf = (number: number): string => `cmp_${String(number).padStart(20, '0')}`
  const summary = (number: number, over: object = {}) => ({
    id: idOf(number),
    createdAt: new Date(Date.UTC(2026, 10, 24) + number).toISOString(),
    status: 'completed',
    seq: 4,
    progress: 0.1,
    jobs: [],
    ...over,
  })
  const head = (number: number, over: object = {}): string =>
    `event: head\ndata: ${JSON.stringify(summary(number, over))}\n\n`
  const closed = (number: number): string =>
    `event: control\ndata: ${JSON.stringify({ campaignId: idOf(number), state: 'closed' })}\n\n`
  const live = 'event: control\ndata: {"state":"live"}\n\n'
  const heads = (from: number, to: number): string =>
    Array.from({ length: to - from + 1 }, (_, at) => head(from + at)).join('')

  async function open() {
    const network = createScriptedFetch()
    const feed = createHeadsFeed({ stream: alone(network), frame: (call) => call() }, [])
    feed.subscribe(() => {})
    const server = await network.open()
    const ids = (): string[] => feed.getSnapshot().campaigns.map((one) => one.id)
    return { network, feed, server, ids }
  }

  it('replaces a campaign by a newer head and adds one it did not know', async () => {
    const { feed, server } = await open()
    await server.send(head(1) + head(1, { seq: 9, progress: 0.5 }) + head(1, { seq: 8, progress: 0.4 }))
    await server.send(head(99, { progress: 0 }))
    expect(feed.getSnapshot().campaigns.map(({ progress }) => progress)).toEqual([0, 0.5])
    expect(feed.getSnapshot().connection.state).toBe('live')
  })

  it('drops a campaign that was deleted, and says so of one that it did not know', async () => {
    const { feed, server, ids } = await open()
    await server.send(heads(1, 3) + live)
    await server.send(closed(2) + closed(77))
    expect(ids()).toEqual([idOf(3), idOf(1)])
    expect([...feed.getSnapshot().gone]).toEqual([idOf(2), idOf(77)])
  })

  it('drops what was deleted while it was away, once it has heard all heads', async () => {
    const { network, server, ids } = await open()
    await server.send(heads(1, 3) + live)
    await server.break()
    network.clock.advance(60_000)
    const again = await network.open()
    await again.send(head(3))
    expect(ids()).toEqual([idOf(3), idOf(2), idOf(1)])
    await again.send(head(1) + live)
    expect(ids()).toEqual([idOf(3), idOf(1)])
  })

  it('keeps what is older than the heads reach, unless it seemed to run', async () => {
    const { network, server, ids } = await open()
    await server.send(head(1) + head(2, { status: 'running' }) + heads(3, 60) + live)
    await server.break()
    network.clock.advance(60_000)
    const again = await network.open()
    await again.send(heads(11, 20) + heads(22, 61) + live)
    expect(ids()).toEqual(
      [
        61,
        ...Array.from({ length: 39 }, (_, at) => 60 - at),
        ...Array.from({ length: 10 }, (_, at) => 20 - at),
        10,
        9,
        8,
        7,
        6,
        5,
        4,
        3,
        1,
      ].map(idOf),
    )
  })
})

function makeRest(scene: ReturnType<typeof createScene>): void {
  for (const post of scene.view().posts) {
    scene.make('text', post.index)
    if (post.kind === 'text_image') scene.make('image', post.index)
    if (post.kind === 'text_video') scene.make('video', post.index)
  }
}
