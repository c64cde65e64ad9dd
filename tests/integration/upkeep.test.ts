import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createCampaigns } from '../../lib/campaigns/campaigns.ts'
import { local } from '../../lib/domain/caller.ts'
import { iso } from '../../lib/domain/clock.ts'
import type { CampaignId, UploadId } from '../../lib/domain/ids.ts'
import { createUpkeep } from '../../lib/engine/upkeep.ts'
import { countText } from '../../lib/providers/count-characters.ts'
import { createStudio } from '../../lib/providers/studio/studio.ts'
import { createFileStorage } from '../../lib/storage/files.ts'
import { assetFor, capacity } from '../support/campaigns.ts'
import { createManualClock } from '../support/clock.ts'
import { createEngine, settle } from '../support/engine.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** An engine whose images are files, a different one per post, the same in every campaign. */
async function open(logDays: number | null = null) {
  const engine = await createEngine({
    async image({ claim, beginCall }) {
      await beginCall()
      const { sha256, bytes } = await storage.put(new TextEncoder().encode(`post ${claim.post?.index}`))
      return { kind: 'image', asset: { ...assetFor('image', engine.ids), sha256, bytes } }
    },
  })
  const folder = path.join(engine.folder, 'assets')
  const storage = createFileStorage(folder, engine.clock)
  const slow = createManualClock()
  const hire = () => {
    const onTrouble = (error: unknown): void => void engine.troubles.push(error)
    const clock = { ...slow, now: () => engine.clock.now() }
    return createUpkeep({ store: engine.store, storage, clock, logDays, onTrouble })
  }
  const { now } = engine.clock
  let jumped = 0
  engine.clock.now = () => now() + jumped
  return {
    engine,
    storage,
    upkeep: hire(),
    hire,
    /** Days pass for the upkeep alone: the engine has timers that fall due every few milliseconds of them. */
    later(ms: number): void {
      jumped += ms
      slow.advance(ms)
    },
    async make(): Promise<CampaignId> {
      const id = await engine.create()
      await engine.hire().runUntilIdle()
      return id
    },
    async files(): Promise<number> {
      const found = await readdir(folder, { recursive: true, withFileTypes: true })
      return found.filter((one) => one.isFile()).length
    },
  }
}

let house: Awaited<ReturnType<typeof open>>
afterEach(async () => {
  await house.upkeep.stop()
  await house.engine.close()
})

describe('the upkeep of a store', () => {
  it('empties the bin after 30 days, and removes the files that nobody else names', async () => {
    house = await open()
    const { engine, upkeep, files } = house
    const id = await house.make()
    await engine.store.deleteCampaign(local, id, false)
    house.later(30 * dayMs)
    expect(await upkeep.round()).toEqual({ campaigns: 0, files: 0, bytes: 0 })
    expect(await files()).toBe(4)
    house.later(1)
    expect(await upkeep.round()).toEqual({ campaigns: 1, files: 4, bytes: 24 })
    expect(await files()).toBe(0)
    expect(engine.count('campaigns')).toBe(0)
  })

  it('keeps a shared file as long as one row names it', async () => {
    house = await open()
    const { engine, upkeep, files } = house
    const [first, second] = [await house.make(), await house.make()]
    house.later(2 * dayMs)
    await engine.store.deleteCampaign(local, first, true)
    expect(await upkeep.round()).toMatchObject({ files: 0 })
    expect(await files()).toBe(4)
    await engine.store.deleteCampaign(local, second, true)
    expect(await upkeep.round()).toMatchObject({ files: 4 })
  })

  it('keeps the bytes of an upload as long as somebody may use it', async () => {
    house = await open()
    const { engine, storage, upkeep, files } = house
    const handIn = async (words: string): Promise<UploadId> => {
      const id = engine.ids.upload()
      const put = await storage.put(new TextEncoder().encode(words))
      const reading = { kind: 'text', characters: words.length, cut: false, colours: [] } as const
      const about = {
        name: 'notes.txt',
        mime: 'text/plain',
        text: words,
        claims: [],
        createdAt: iso(engine.clock.now()),
      } as const
      await engine.store.addUpload(local, { id, ...put, ...about, claims: [], reading: { ...reading, colours: [] } })
      return id
    }
    const used = await handIn('Proved for 36 hours.')
    await handIn('Nobody names this.')
    const campaign = await engine.create({ uploads: [used] })
    house.later(dayMs)
    await upkeep.round()
    expect(await files()).toBe(2)
    house.later(1)
    await upkeep.round()
    expect(await files()).toBe(1)
    house.later(40 * dayMs)
    await upkeep.round()
    expect(await files()).toBe(1)
    await engine.store.deleteCampaign(local, campaign, true)
    await upkeep.round()
    expect(await files()).toBe(0)
    expect(engine.count('uploads')).toBe(0)
  })

  it('never takes a file that a commit in flight names next', async () => {
    house = await open()
    const { engine, storage, upkeep } = house
    await engine.store.deleteCampaign(local, await house.make(), true)
    house.later(2 * dayMs)
    const id = await engine.create()
    const { namedFiles } = engine.store.upkeep
    let made: Promise<void> | null = null
    // The campaign is made after the names were read, of bytes that lie there as orphans.
    engine.store.upkeep.namedFiles = async (after, limit) => {
      const page = await namedFiles(after, limit)
      made ??= engine.hire().runUntilIdle()
      if (page.last === null) await made
      return page
    }
    await upkeep.round()
    const assets = (await engine.reader.view(local, id))?.assets ?? []
    const images = assets.filter((one) => one.kind === 'image')
    expect(images).toHaveLength(4)
    for (const { sha256 } of images) expect(await storage.size(sha256)).toBe(6)
  })

  it('cuts old logs and lets an old cursor have a snapshot', async () => {
    house = await open(7)
    const { engine, upkeep } = house
    const id = await house.make()
    const view = await engine.reader.view(local, id)
    house.later(8 * dayMs)
    await upkeep.round()
    expect(await engine.reader.events(id, 0, 10)).toEqual([])
    for (const cursor of [0, 1, 10]) {
      const viewer = await engine.live.follow(local, id, { cursor, follow: false })
      expect(await viewer?.next()).toEqual([
        { type: 'snapshot', view },
        { type: 'control', state: 'closed' },
      ])
    }
  })

  it('keeps all logs without LOG_DAYS', async () => {
    house = await open()
    const id = await house.make()
    house.later(4_000 * dayMs)
    await house.upkeep.round()
    expect(await house.engine.reader.events(id, 0, 1)).toHaveLength(1)
  })

  it('lets a reader of pages come to the end of a log that was cut', async () => {
    house = await open(1)
    const { engine } = house
    const provider = createStudio({ latencyMs: 0, faults: [] })
    const campaigns = createCampaigns({
      ...engine,
      provider,
      free: provider,
      count: countText,
      currency: 'EUR',
      capacity,
    })
    const id = await house.make()
    house.later(2 * dayMs)
    await house.upkeep.round()
    const { signal } = new AbortController()
    const seq = (await engine.reader.position(local, id))?.seq
    const ask = { limit: 500, waitMs: 0, signal }
    expect(await campaigns.events(local, id, { ...ask, after: 0 })).toEqual({ rows: [], seq, done: true })
    await provider.close()
  })
})

describe('the timer of the upkeep', () => {
  const pass = async (ms: number): Promise<void> => {
    house.later(ms)
    await settle(60)
  }
  it('does one round an hour, in one of the processes', async () => {
    house = await open()
    const { engine, upkeep } = house
    const { emptyBin } = engine.store.upkeep
    let rounds = 0
    engine.store.upkeep.emptyBin = (before) => {
      rounds += 1
      return emptyBin(before)
    }
    const others = [house.hire(), house.hire()]
    for (const one of [upkeep, ...others]) one.start()
    await pass(59_000)
    expect(rounds).toBe(0)
    await pass(1_000)
    expect(rounds).toBe(1)
    for (let asked = 0; asked < 12; asked++) await pass(10 * minuteMs)
    expect(rounds).toBe(3)
    for (const one of others) await one.stop()
    await upkeep.stop()
    for (let asked = 0; asked < 12; asked++) await pass(10 * minuteMs)
    expect(rounds).toBe(3)
  })

  it('comes again after a round that broke', async () => {
    house = await open()
    const { engine, upkeep } = house
    let asked = 0
    engine.store.upkeep.takeTurn = () => {
      asked += 1
      return Promise.reject(new Error('no disk'))
    }
    upkeep.start()
    await pass(minuteMs)
    await pass(10 * minuteMs)
    expect(asked).toBe(2)
    expect(engine.troubles).toHaveLength(2)
  })

  it('stops in the middle of a round', async () => {
    house = await open()
    const { engine, upkeep } = house
    engine.store.upkeep.emptyBin = () => Promise.resolve(true)
    upkeep.start()
    house.later(minuteMs)
    await settle(3)
    await upkeep.stop()
    expect(engine.troubles).toEqual([])
  })
})
