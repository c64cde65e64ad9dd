import { parseArgs } from 'node:util'
import { numberFlag, print } from '../support/bench.ts'
import { createChance } from '../support/chance.ts'
import { sabotages } from '../support/chaos/planted.ts'
import { createTally } from '../support/chaos/tally.ts'
import { playWorld, worldNames } from '../support/chaos/world.ts'

/**
 * The real server and a real worker on one folder, killed (SIGKILL), stopped (SIGSTOP) and restarted at random moments while people use them
 * over REST and clients follow over streams that are cut; with the studio, and with a vendor that keeps its own books, by key and as Vertex AI. Then
 * all is looked at from outside. `--minutes N` (2) of faults, `--seed S` (1), `--world studio|google|vertex` plays one alone, `--sabotage NAME` plants
 * a fault in the product and must then exit 1. Fails when too few faults happened.
 */
const minutes = numberFlag('minutes', 2)
const seed = numberFlag('seed', 1)
const { values } = parseArgs({ options: { sabotage: { type: 'string' }, world: { type: 'string' } }, strict: false })
const sabotage = typeof values.sabotage === 'string' ? values.sabotage : null
if (sabotage !== null && !sabotages.includes(sabotage))
  throw new RangeError(`--sabotage: write one of ${sabotages.join(', ')}.`)
const worlds = worldNames.filter((name) => values.world === undefined || values.world === name)
if (worlds.length === 0) throw new RangeError(`--world: write one of ${worldNames.join(', ')}.`)
const killsPerMinute = 5
/** A stopped worker stands still for longer than a lease: less time than this would see none. */
const leastMs = 45_000

const chance = createChance(seed)
const tally = createTally()
for (const name of worlds) {
  const ms = Math.max(leastMs, (minutes * 60_000) / worlds.length)
  const played = await playWorld({ name, ms, sabotage, chance })
  for (const breach of played.breaches.slice(0, 20)) print({ chaos: 'breach', world: name, ...breach })
  tally.add(played)
}
const { kills, stops, cuts, campaigns } = tally.totals
const enough = kills >= killsPerMinute * minutes && stops > 0 && cuts > 0
for (const line of tally.lines()) print({ chaos: line['fault'], ...line })
print({ chaos: 'verdict', minutes, seed, worlds, sabotage, campaigns, breaches: tally.breaches.length, enough })
process.exitCode = tally.breaches.length > 0 || !enough ? 1 : 0
