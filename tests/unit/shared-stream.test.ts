import { describe, expect, it } from 'vitest'
import { createCampaignFeed, type CampaignFeed } from '../../hooks/campaign-feed.ts'
import { createHeadsFeed, type HeadsFeed } from '../../hooks/heads-feed.ts'
import { createSharedStream, type SharedStream } from '../../hooks/shared-stream.ts'
import type { CampaignSummary, CampaignView } from '../../lib/domain/campaign.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import { createScene, makeAllBut, type Scene } from '../fixtures/views.ts'
import { createBoardServer } from '../support/board-server.ts'
import { createCountingIds } from '../support/campaigns.ts'
import { createChance } from '../support/chance.ts'
import { createFakeBrowser } from '../support/fake-browser.ts'
import { settled } from '../support/scripted-fetch.ts'

function createScenes(count: number): Scene[] {
  const ids = createCountingIds()
  return Array.from({ length: count }, () => createScene({}, ids))
}

/** A browser with tabs that show scenes, and the server they are on. */
function openBrowser(scenes: readonly Scene[], leavesOut?: (fact: JobEvent) => boolean) {
  const browser = createFakeBrowser()
  const server = createBoardServer(scenes, leavesOut)
  let opened = 0
  const page = (shares: boolean) => {
    const tab = browser.open(`tab ${(opened += 1)}`)
    const stream = createSharedStream({
      id: tab.id,
      tabs: shares ? tab : null,
      fetch: server.fetch,
      random: () => 0,
      clock: tab.clock,
    })
    const deps = { stream: (): SharedStream => stream, frame: (call: () => void): void => call() }
    return { tab, stream, deps }
  }
  const watch = (scene: Scene, shares = true, initial: CampaignView = scene.view()) => {
    const { tab, stream, deps } = page(shares)
    const feed = createCampaignFeed(deps, initial.id, initial)
    const leave = feed.subscribe(() => {})
    const view = (): CampaignView => feed.getSnapshot().view
    const state = (): string => feed.getSnapshot().connection.state
    return { tab, stream, feed, leave, view, state, first: initial.seq, scene }
  }
  const watchAll = () => {
    const { tab, stream, deps } = page(true)
    const feed = createHeadsFeed(deps, [] as CampaignSummary[])
    feed.subscribe(() => {})
    return { tab, stream, feed }
  }
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= 50) {
      browser.clock.advance(Math.min(50, left))
      await settled()
    }
  }
  return { server, watch, watchAll, pass, clock: browser.clock }
}

/** What a page heard, and what there was to hear after a fact: each fact once, in order. */
const heardBy = ({ feed }: { feed: CampaignFeed }): number[] => feed.getSnapshot().heard.map(({ seq }) => seq)
const toHear = (scene: Scene, after: number): number[] =>
  scene
    .facts()
    .flatMap(({ seq, type }) => (seq > after && type !== 'job.output' && type !== 'job.progress' ? [seq] : []))
const namesOf = (feed: HeadsFeed): (number | undefined)[] =>
  feed.getSnapshot().campaigns.map(({ progress }) => progress)
const isLive = (feed: CampaignFeed): boolean => feed.getSnapshot().connection.state === 'live'

describe('the shared stream', () => {
  it('keeps twelve tabs of one campaign live on one connection', async () => {
    const [scene] = createScenes(1) as [Scene]
    const { server, watch, pass } = openBrowser([scene])
    const tabs = Array.from({ length: 12 }, () => watch(scene))
    await pass(100)
    makeAllBut(scene, 'video 6')
    await server.push()
    await pass(100)
    expect(server.open()).toBe(1)
    for (const tab of tabs) {
      expect(tab.view()).toEqual(scene.view())
      expect(heardBy(tab)).toEqual(toHear(scene, 1))
      expect(tab.state()).toBe('live')
    }
  })

  it('keeps twelve tabs of twelve campaigns and a dashboard live on one connection', async () => {
    const scenes = createScenes(12)
    const { server, watch, watchAll, pass } = openBrowser(scenes)
    const tabs = scenes.map((scene) => watch(scene))
    const dashboard = watchAll()
    await pass(100)
    for (const scene of scenes) scene.make('analysis')
    await server.push()
    await pass(100)
    expect(server.open()).toBe(1)
    expect(server.asked().length).toBeLessThan(4)
    for (const tab of tabs) expect(tab.view()).toEqual(tab.scene.view())
    expect(namesOf(dashboard.feed)).toEqual(scenes.map((scene) => scene.view().progress))
  })

  it('asks for heads only when somebody wants them', async () => {
    const scenes = createScenes(2)
    const { server, watch, watchAll, pass } = openBrowser(scenes)
    for (const scene of scenes) watch(scene)
    await pass(100)
    expect(server.asked().at(-1)).toMatch(/heads=0$/)
    watchAll()
    await pass(100)
    expect(server.asked().at(-1)).toMatch(/heads=1$/)
  })

  it('does not ask again for a tab that shows what another one follows', async () => {
    const [scene] = createScenes(1) as [Scene]
    const { server, watch, pass } = openBrowser([scene])
    watch(scene)
    await pass(100)
    const second = watch(scene)
    await pass(100)
    expect(server.asked()).toHaveLength(1)
    expect(second.state()).toBe('live')
  })

  it('goes back for a tab that was rendered before what the others have heard, and leaves nobody a gap', async () => {
    const [scene] = createScenes(1) as [Scene]
    const { server, watch, pass } = openBrowser([scene])
    const old = scene.view()
    const first = watch(scene)
    await pass(100)
    scene.make('analysis')
    await server.push()
    const late = watch(scene, true, old)
    await settled()
    scene.make('text', 1)
    await server.push()
    await pass(100)
    for (const tab of [first, late]) {
      expect(tab.view()).toEqual(scene.view())
      expect(heardBy(tab)).toEqual(toHear(scene, 1))
    }
    expect(first.state()).toBe('live')
    expect(server.open()).toBe(1)
    await server.cut()
    await pass(300)
    expect(server.asked().at(-1)).toContain(`:${scene.view().seq}&`)
  })

  it('takes the facts after one that the server left out', async () => {
    const [scene] = createScenes(1) as [Scene]
    const { server, watch, pass } = openBrowser([scene], (fact) => fact.type === 'job.started')
    const tabs = [watch(scene), watch(scene)]
    await pass(100)
    scene.make('analysis')
    await server.push()
    await pass(100)
    expect(server.asked()).toHaveLength(1)
    for (const tab of tabs) expect(heardBy(tab)).toEqual(toHear(scene, 2))
  })

  it('passes the stream on when the leading tab closes, in the middle of everything', async () => {
    const scenes = createScenes(3)
    const { server, watch, pass } = openBrowser(scenes)
    const tabs = scenes.map((scene) => watch(scene))
    await pass(100)
    for (let lead = 0; lead < 2; lead++) {
      for (const scene of scenes) scene.make(lead === 0 ? 'analysis' : 'text', lead)
      void server.push()
      tabs[lead]?.stream.pause()
      for (const scene of scenes) scene.make('text', 3 + lead)
      await pass(100)
      expect(server.open()).toBe(1)
      for (const tab of tabs.slice(lead + 1)) {
        expect(tab.view()).toEqual(tab.scene.view())
        expect(heardBy(tab)).toEqual(toHear(tab.scene, 1))
        expect(isLive(tab.feed)).toBe(true)
      }
    }
  })

  it('replaces a leading tab that stands still, and closes its connection when it wakes', async () => {
    const [scene] = createScenes(1) as [Scene]
    const { server, watch, pass } = openBrowser([scene])
    const first = watch(scene)
    await pass(100)
    const second = watch(scene)
    await pass(100)
    first.tab.freeze()
    scene.make('analysis')
    await pass(5_100)
    await server.push()
    await pass(100)
    expect(second.view()).toEqual(scene.view())
    first.tab.thaw()
    await pass(200)
    expect(server.open()).toBe(1)
    expect(first.view()).toEqual(scene.view())
    expect(heardBy(first)).toEqual(toHear(scene, 1))
  })

  it('brings a tab up to date that was put aside, without the others noticing', async () => {
    const [scene] = createScenes(1) as [Scene]
    const { server, watch, pass } = openBrowser([scene])
    const first = watch(scene)
    const second = watch(scene)
    await pass(100)
    second.stream.pause()
    scene.make('analysis')
    await server.push()
    expect(second.view().seq).toBe(1)
    second.stream.resume()
    await pass(100)
    expect(heardBy(second)).toEqual(toHear(scene, 1))
    expect(heardBy(first)).toEqual(toHear(scene, 1))
    expect(second.state()).toBe('live')
  })

  it('says in every tab that the network is gone, tries once for all and comes back in all', async () => {
    const scenes = createScenes(4)
    const { server, watch, pass } = openBrowser(scenes)
    const tabs = scenes.map((scene) => watch(scene))
    await pass(100)
    await server.go()
    await pass(300)
    expect(tabs.map((tab) => tab.state())).toEqual(Array(4).fill('offline'))
    for (const scene of scenes) scene.make('analysis')
    server.come()
    await pass(1_100)
    const before = server.asked().length
    for (const tab of tabs) tab.stream.doubt()
    await pass(100)
    expect(server.asked().length - before).toBeLessThan(2)
    expect(tabs.map((tab) => tab.state())).toEqual(Array(4).fill('live'))
    for (const tab of tabs) expect(heardBy(tab)).toEqual(toHear(tab.scene, 1))
  })

  it('streams alone in each tab where a browser has no locks or channels', async () => {
    const [scene] = createScenes(1) as [Scene]
    const { server, watch, pass } = openBrowser([scene])
    const tabs = [watch(scene, false), watch(scene, false)]
    await pass(100)
    scene.make('analysis')
    await server.push()
    expect(server.open()).toBe(2)
    for (const tab of tabs) expect(heardBy(tab)).toEqual(toHear(scene, 1))
  })

  it('keeps one connection while a page gives way to the next one', async () => {
    const scenes = createScenes(2)
    const { server, watch, pass } = openBrowser(scenes)
    const [first, second] = scenes as [Scene, Scene]
    const one = watch(first)
    await pass(100)
    one.leave()
    const feed = createCampaignFeed(
      { stream: () => one.stream, frame: (call) => call() },
      second.view().id,
      second.view(),
    )
    feed.subscribe(() => {})
    await pass(2_000)
    expect(server.open()).toBe(1)
    expect(isLive(feed)).toBe(true)
  })

  it('hears the newest 50 of more campaigns, and the others when somebody looks at them', async () => {
    const scenes = createScenes(52)
    const { server, watch, pass } = openBrowser(scenes)
    const tabs = scenes.map((scene) => watch(scene))
    await pass(100)
    const states = (): string[] => tabs.map((tab) => tab.state())
    expect(states().filter((state) => state !== 'live')).toHaveLength(2)
    expect(tabs[51]?.state()).toBe('live')
    const away = tabs[states().indexOf('catching-up')]
    away?.stream.returned()
    await pass(100)
    expect(away?.state()).toBe('live')
    expect(states().filter((state) => state !== 'live')).toHaveLength(2)
    tabs[40]?.stream.pause()
    tabs[41]?.stream.pause()
    await pass(100)
    expect(states().filter((state) => state === 'live')).toHaveLength(50)
    expect(server.open()).toBe(1)
  })

  it('loses no fact and tells none twice, whatever happens to tabs and network', async () => {
    for (let seed = 1; seed <= 60; seed++) {
      const chance = createChance(seed)
      const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(chance() * list.length)]
      const scenes = createScenes(3)
      const { server, watch, pass } = openBrowser(scenes)
      const steps = scenes.map((scene) => ['analysis' as const, ...scene.view().posts.map((post) => post.index)])
      let tabs: ReturnType<typeof watch>[] = []
      const frozen = new Set<ReturnType<typeof watch>>()
      const aside = new Set<ReturnType<typeof watch>>()
      const old = scenes.map((scene) => scene.view())
      for (let act = 0; act < 60; act++) {
        const at = Math.floor(chance() * scenes.length)
        const scene = scenes[at]
        const tab = pick(tabs)
        const what = Math.floor(chance() * 12)
        if (scene && what < 3) {
          const step = steps[at]?.shift()
          if (step === 'analysis') scene.make('analysis')
          else if (step !== undefined) scene.make('text', step)
          void server.push()
        } else if (scene && what < 5 && tabs.length < 8)
          tabs.push(watch(scene, true, pick([scene.view(), old[at]]) ?? scene.view()))
        else if (tab && what === 5) {
          tab.tab.crash()
          tabs = tabs.filter((one) => one !== tab)
          frozen.delete(tab)
        } else if (tab && what === 6 && !frozen.has(tab)) {
          tab.tab.freeze()
          frozen.add(tab)
        } else if (what === 7) {
          for (const one of frozen) one.tab.thaw()
          frozen.clear()
        } else if (tab && what === 8 && !frozen.has(tab)) {
          tab.stream.pause()
          aside.add(tab)
        } else if (tab && what === 9 && !frozen.has(tab)) {
          tab.stream.resume()
          aside.delete(tab)
        } else if (what === 10) await server.cut()
        await pass(Math.floor(chance() ** 4 * 8_000))
      }
      for (const one of frozen) one.tab.thaw()
      for (const one of aside) one.stream.resume()
      for (let rest = 0; rest < 4; rest++) {
        await pass(5_000)
        await server.push()
      }
      await pass(100)
      for (const tab of tabs) {
        expect(tab.view().seq, `seed ${seed}`).toBe(tab.scene.view().seq)
        expect(heardBy(tab), `seed ${seed}`).toEqual(toHear(tab.scene, tab.first))
        expect(tab.state(), `seed ${seed}`).toBe('live')
      }
    }
  })
})
