import { parseArgs } from 'node:util'
import { numberFlag, print } from '../support/bench.ts'
import { createChance } from '../support/chance.ts'
import { sabotages } from '../support/chaos/planted.ts'
import { playWorld, type WorldName } from '../support/chaos/world.ts'

/**
 * The real server and a real worker on one folder, killed (SIGKILL), stopped (SIGSTOP) and restarted at random moments while people use them
 * over REST and clients follow over streams that are cut; half of the time with the studio, half with a vendor that keeps its own books. Then
 * all is looked at from outside. `--minutes N` (1) of faults, `--seed S` (1), `--world studio|google` plays one alone, `--sabotage NAME` plants
 * a fault in the product and must then exit 1. Fails when too few faults happened.
 */
const minutes = numberFlag('minutes', 1)
const seed = numberFlag('seed', 1)
const { values } = parseArgs({ options: { sabotage: { type: 'string' }, world: { type: 'string' } }, strict: false })
const sabotage = typeof values.sabotage === 'string' ? values.sabotage : null
if (sabotage !== null && !sabotages.includes(sabotage))
  throw new RangeError(`--sabotage: write one of ${sabotages.join(', ')}.`)
const worlds = (['studio', 'google'] satisfies WorldName[]).filter((name) =>
  [undefined, name].includes(values.world as WorldName),
)
if (worlds.length === 0) throw new RangeError('--world: write studio or google.')
const killsPerMinute = 5
/** A stopped worker stands still for longer than a lease: less time than this would see none. */
const leastMs = 45_000

const chance = createChance(seed)
const totals = { kills: 0, restarts: 0, stops: 0, cuts: 0, facts: 0, campaigns: 0, paid: 0, repeats: 0 }
const breaches: { promise: string; what: string }[] = []
for (const name of worlds) {
  const ms = Math.max(leastMs, (minutes * 60_000) / worlds.length)
  const played = await playWorld({ name, ms, sabotage, chance })
  for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += played[key]
  breaches.push(...played.breaches)
}
const count = (...promises: string[]): number => breaches.filter(({ promise }) => promises.includes(promise)).length
const { kills, restarts, stops, cuts, facts, campaigns, paid, repeats } = totals
for (const breach of breaches.slice(0, 20)) print({ chaos: 'breach', ...breach })
const lost = count(
  'what was told stays true',
  'the sequence has no gap',
  'the fold of all facts is the view',
  'everything settles',
)
print({ chaos: 'kills', kills, restarts, lost })
print({ chaos: 'stops', stops, unfenced: count('nobody writes without the lease') })
print({
  chaos: 'cuts',
  cuts,
  facts,
  repeated: count('no frame comes twice'),
  behind: count('a client that was cut off sees what the server sees'),
})
const doubleCharges = count(
  'nothing is paid twice',
  'what is paid is booked',
  'the handle stands before the first question',
)
print({
  chaos: 'money',
  paidCalls: paid,
  lostAndRepeated: repeats,
  doubleCharges,
  unbooked: count('what is paid is booked'),
})
const enough = kills >= killsPerMinute * minutes && stops > 0 && cuts > 0
print({ chaos: 'verdict', minutes, seed, worlds, sabotage, campaigns, breaches: breaches.length, enough })
process.exitCode = breaches.length > 0 || !enough ? 1 : 0
