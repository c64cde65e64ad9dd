import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { isSettledCampaign } from '../../lib/domain/campaign.ts'
import { numberFlag, print } from '../support/bench.ts'
import { createChance } from '../support/chance.ts'
import { createFleet } from '../support/chaos/fleet.ts'
import { follow } from '../support/chaos/follower.ts'
import { createPeople } from '../support/chaos/people.ts'
import { sabotages } from '../support/chaos/planted.ts'
import { createService } from '../support/chaos/service.ts'
import { judge, type Breach } from '../support/chaos/verdict.ts'
import { createFolder } from '../support/sqlite.ts'

/**
 * The real server and a real worker on one folder, killed (SIGKILL), stopped (SIGSTOP) and restarted at random moments while people use them
 * over REST and clients follow over streams that are cut. At the end all is looked at from outside. `--minutes N` (1) of faults, `--seed S` (1),
 * `--sabotage NAME` plants a fault in the product, and must then exit 1. Fails when too few faults happened.
 */
const minutes = numberFlag('minutes', 1)
const seed = numberFlag('seed', 1)
const { values } = parseArgs({ options: { sabotage: { type: 'string' } }, strict: false })
const sabotage = typeof values.sabotage === 'string' ? values.sabotage : null
if (sabotage !== null && !sabotages.includes(sabotage))
  throw new RangeError(`--sabotage: write one of ${sabotages.join(', ')}.`)
const killsPerMinute = 5
const calmMs = 60_000

const chance = createChance(seed)
const { folder, remove } = await createFolder()
const env = { STUDIO_LATENCY_MS: '3000', STUDIO_FAULTS: 'image:unavailable:1' }
const fleet = await createFleet({ dataDir: folder, env, sabotage, chance })
const service = createService(fleet.url)
const people = createPeople(service, chance)
const followers = new Map<string, ReturnType<typeof follow>>()
const breaches: Breach[] = []
const end = performance.now() + minutes * 60_000
const isOver = (): boolean => performance.now() > end

/** One at a time per process, all over at the end of the time. */
async function keep(doing: () => Promise<void>, everyMs: number): Promise<void> {
  while (!isOver()) {
    await pause(everyMs * (0.5 + chance()))
    if (!isOver()) await doing()
  }
}
const serverTrouble = (): Promise<void> => (chance() < 0.85 ? fleet.killServer() : fleet.restartServer())
let workerTurns = 0
const workerTrouble = (): Promise<void> => ((workerTurns += 1) % 3 === 1 ? fleet.stopWorker() : fleet.killWorker())
const create = async (): Promise<void> => {
  const id = await people.create({ visuals: { images: true, videos: chance() < 0.3 } })
  followers.set(id, follow(fleet.url, id, chance))
}

try {
  await Promise.all([
    keep(serverTrouble, 6_000),
    keep(workerTrouble, 5_000),
    keep(create, 3_000),
    keep(people.meddle, 1_500),
  ])
  const calmUntil = performance.now() + calmMs
  for (const id of people.ids) {
    while (performance.now() < calmUntil && !isSettledCampaign((await service.view(id)).status)) await pause(250)
  }
  await pause(1_000)
  for (const id of people.ids) {
    const follower = followers.get(id)
    const { seq } = await service.view(id)
    const patience = Math.min(performance.now() + 5_000, calmUntil + 5_000)
    while (follower && (follower.seen.view?.seq ?? 0) < seq && performance.now() < patience) await pause(50)
    await follower?.leave()
    breaches.push(...(await judge(service, id, follower?.seen)))
  }
  const names = await service.names()
  for (const [at] of people.ids.entries()) {
    const copies = names.filter((name) => name === `Chaos ${at + 1}`).length
    if (copies !== 1)
      breaches.push({ promise: 'one intent, one effect', what: `Chaos ${at + 1} stands ${copies} times` })
  }
} catch (error) {
  console.error(fleet.lastWords())
  throw error
} finally {
  await Promise.all([...followers.values()].map((follower) => follower.leave()))
  await fleet.close()
  await remove()
}

const seen = [...followers.values()].map((follower) => follower.seen)
const cuts = seen.reduce((sum, one) => sum + one.cuts, 0)
const count = (...promises: string[]): number => breaches.filter(({ promise }) => promises.includes(promise)).length
for (const breach of breaches.slice(0, 20)) print({ chaos: 'breach', ...breach })
print({
  chaos: 'kills',
  kills: fleet.counts.kills,
  restarts: fleet.counts.restarts,
  lost: count('what was told stays true', 'the sequence has no gap', 'everything settles'),
})
print({ chaos: 'stops', stops: fleet.counts.stops, unfenced: count('nobody writes without the lease') })
print({
  chaos: 'cuts',
  cuts,
  facts: seen.reduce((sum, one) => sum + one.told.size, 0),
  repeated: count('no frame comes twice'),
})
const enough = fleet.counts.kills >= killsPerMinute * minutes && fleet.counts.stops > 0 && cuts > 0
print({ chaos: 'verdict', minutes, seed, sabotage, campaigns: people.ids.length, breaches: breaches.length, enough })
process.exitCode = breaches.length > 0 || people.lost.length > 0 || !enough ? 1 : 0
