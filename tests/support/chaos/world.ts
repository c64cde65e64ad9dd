import { setTimeout as pause } from 'node:timers/promises'
import { isSettledCampaign } from '../../../lib/domain/campaign.ts'
import { vertexEnvironment } from '../google-stage.ts'
import { createFolder } from '../sqlite.ts'
import { startVendorProcess } from '../vendor/start-vendor.ts'
import { audit } from './books.ts'
import { createFleet } from './fleet.ts'
import { follow } from './follower.ts'
import { createPeople } from './people.ts'
import { createService } from './service.ts'
import { judge, type Breach } from './verdict.ts'

/**
 * `studio`: the drafts of this machine, spread over time. `google`: the real SDK against a vendor that keeps its own books; `vertex`: the same as
 * Vertex AI, where Veo films.
 */
export const worldNames = ['studio', 'google', 'vertex'] as const
type WorldName = (typeof worldNames)[number]
type WorldOptions = { name: WorldName; ms: number; sabotage: string | null; chance(): number }

/** A campaign that is open and says nothing for this long, while nothing happens to the processes any more, is stuck, ms. */
const stuckMs = 60_000

/** One installation under attack for `ms`, then looked at from outside. */
export async function playWorld({ name, ms, sabotage, chance }: WorldOptions) {
  const { folder, remove } = await createFolder()
  const vendor =
    name !== 'studio'
      ? await startVendorProcess({
          script: {
            latency: {
              analysis: 700,
              text: { medianMs: 900, sigma: 0.6 },
              image: { medianMs: 1_200, sigma: 0.6 },
              video: 300,
              poll: 150,
            },
            next: { text: ['503', null, null], image: [null, '503'] },
            pollsUntilDone: 2,
          },
        })
      : null
  const env: Record<string, string> = vendor
    ? {
        PROVIDER: 'google',
        GOOGLE_GENAI_BASE_URL: vendor.url,
        ...(name === 'vertex' ? vertexEnvironment(folder, vendor.url) : { GEMINI_API_KEY: 'chaos' }),
      }
    : { STUDIO_LATENCY_MS: '3000', STUDIO_FAULTS: 'image:unavailable:1' }
  const fleet = await createFleet({ dataDir: folder, env, sabotage, chance })
  const service = createService(fleet.url)
  const people = createPeople(service, chance)
  const followers = new Map<string, ReturnType<typeof follow>>()
  const breaches: Breach[] = []
  let paid = 0
  let repeats = 0
  const end = performance.now() + ms
  const isOver = (): boolean => performance.now() > end

  const keep = async (doing: () => Promise<void>, everyMs: number): Promise<void> => {
    while (!isOver()) {
      await pause(everyMs * (0.5 + chance()))
      if (!isOver()) await doing()
    }
  }
  let turns = 0
  const serverTrouble = (): Promise<void> => (chance() < 0.85 ? fleet.killServer() : fleet.restartServer())
  const workerTrouble = (): Promise<void> => ((turns += 1) % 4 === 2 ? fleet.stopWorker() : fleet.killWorker())
  const create = async (): Promise<void> => {
    // A film of the studio takes seconds of this machine; the vendor's is made elsewhere.
    const id = await people.create({ visuals: { images: true, videos: name !== 'studio' || chance() < 0.3 } })
    followers.set(id, follow(fleet.url, id, chance))
  }
  const settle = async (): Promise<void> => {
    for (const id of people.ids) {
      let last = { seq: 0, at: performance.now() }
      for (;;) {
        const { status, seq } = await service.view(id)
        if (seq !== last.seq) last = { seq, at: performance.now() }
        if (isSettledCampaign(status) || performance.now() - last.at > stuckMs) break
        await pause(250)
      }
    }
    await pause(1_000)
  }
  const look = async (): Promise<void> => {
    const calls = (await vendor?.calls()) ?? []
    const patience = performance.now() + 30_000
    for (const id of people.ids) {
      const follower = followers.get(id)
      const view = await service.view(id)
      while (follower && (follower.seen.view?.seq ?? 0) < view.seq && performance.now() < patience) await pause(50)
      await follower?.leave()
      breaches.push(...(await judge(service, id, follower?.seen)))
      if (!vendor) continue
      const audited = audit(view, (await service.log(id)).facts, calls, people.retriesOf)
      breaches.push(...audited.breaches)
      paid += audited.paid
      repeats += audited.repeated
    }
    const names = await service.names()
    for (const [at] of people.ids.entries()) {
      const copies = names.filter((one) => one === `Chaos ${at + 1}`).length
      if (copies !== 1)
        breaches.push({ promise: 'one intent, one effect', what: `Chaos ${at + 1} stands ${copies} times` })
    }
    breaches.push(...people.doubled.map((what) => ({ promise: 'one intent, one effect', what })))
  }
  try {
    await Promise.all([
      keep(serverTrouble, 6_000),
      keep(workerTrouble, 5_000),
      keep(create, 3_000),
      keep(people.meddle, 1_500),
    ])
    await settle()
    await look()
  } catch (error) {
    console.error(fleet.lastWords())
    throw error
  } finally {
    await Promise.all([...followers.values()].map((follower) => follower.leave()))
    await fleet.close()
    await vendor?.stop()
    await remove()
  }
  const seen = [...followers.values()].map((follower) => follower.seen)
  return {
    ...fleet.counts,
    cuts: seen.reduce((sum, one) => sum + one.cuts, 0),
    facts: seen.reduce((sum, one) => sum + one.told.size, 0),
    campaigns: people.ids.length,
    paid,
    repeats,
    breaches,
  }
}
