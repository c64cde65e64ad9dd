import { numberFlag, print } from '../support/bench.ts'
import { createChance } from '../support/chance.ts'
import { createTally } from '../support/chaos/tally.ts'
import { playWorld, worldNames } from '../support/chaos/world.ts'

/**
 * The attack of `npm run chaos` until the real server and its worker were killed `--kills N` (200) times, from `--seed S` (1) on: the studio and
 * the vendor take turns, two minutes each. Exit code 1 on any breach.
 */
const wanted = numberFlag('kills', 200)
const seed = numberFlag('seed', 1)
const turnMs = 120_000

const chance = createChance(seed)
const tally = createTally()
for (let turn = 0; tally.totals.kills < wanted; turn++) {
  const name = worldNames[turn % worldNames.length] ?? 'studio'
  const played = await playWorld({ name, ms: turnMs, sabotage: null, chance })
  for (const breach of played.breaches) print({ proof: 'crashes', fault: 'breach', turn: turn + 1, ...breach })
  tally.add(played)
  print({ proof: 'crashes', turn: turn + 1, world: name, ...tally.totals, breaches: tally.breaches.length })
}
for (const line of tally.lines()) print({ proof: 'crashes', ...line })
process.exitCode = tally.breaches.length > 0 ? 1 : 0
