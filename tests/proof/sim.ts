import { parseArgs } from 'node:util'
import { numberFlag, print } from '../support/bench.ts'
import { crashPoints } from '../support/simulation/crash-points.ts'
import { planOf, sabotageOf } from '../support/simulation/plans.ts'
import { prepareGround, simulate, type Outcome } from '../support/simulation/simulate.ts'

/**
 * The engine, the store on a real file and the streams on a virtual clock, over histories made from seeds. `--seeds N` histories (250) from
 * `--seed S` (1) on; `--sweep K` (0) plays the first history again K times, with a crash at the 1st, 2nd, … K-th of its boundaries, `all` at
 * every one; `--sabotage NAME` plants a fault, and must then exit 1. A breach prints the command that shows it again.
 */
/** Enough histories to reach every kind of crash point; fewer may leave some out. */
const enough = 250
const seeds = numberFlag('seeds', enough)
const first = numberFlag('seed', 1)
const { values } = parseArgs({
  options: { sabotage: { type: 'string' }, sweep: { type: 'string' }, crash: { type: 'string' } },
  strict: false,
})
const sabotage = sabotageOf(values.sabotage)
const crashAt = values.crash === undefined ? null : numberFlag('crash', 1)

const totals = { steps: 0, facts: 0, crashes: 0, boundaries: 0, virtualMs: 0 }
const struck = new Map<string, number>()
let breaches = 0

function count(outcome: Outcome, seed: number, crash: number | null): void {
  for (const [point, times] of outcome.struck) struck.set(point, (struck.get(point) ?? 0) + times)
  totals.steps += outcome.steps
  totals.facts += outcome.facts
  totals.crashes += outcome.crashes
  totals.boundaries += outcome.boundaries
  totals.virtualMs += outcome.virtualMs
  if (outcome.breach === null) return
  breaches += 1
  const more = `${crash === null ? '' : ` --crash ${crash}`}${sabotage === null ? '' : ` --sabotage ${sabotage}`}`
  print({
    proof: 'sim',
    what: 'breach',
    seed,
    breach: outcome.breach,
    again: `npm run proof sim -- --seeds 1 --seed ${seed}${more}`,
  })
}

const ground = await prepareGround()
try {
  for (let seed = first; seed < first + seeds; seed++) {
    const crash = crashAt === null ? planOf(seed) : { by: 'number' as const, boundary: crashAt }
    count(await simulate(ground, { seed, crash, sabotage }), seed, crashAt)
  }
  const missed = crashPoints.filter((point) => !struck.has(point))
  print({
    proof: 'sim',
    what: 'histories on a virtual clock',
    seeds,
    from: first,
    sabotage,
    breaches,
    ...totals,
    crashPoints: { covered: crashPoints.length - missed.length, total: crashPoints.length, missed },
  })
  if (values.sweep !== undefined) {
    const undisturbed = await simulate(ground, { seed: first, crash: { by: 'nobody' }, sabotage })
    const last = values.sweep === 'all' ? undisturbed.boundaries : numberFlag('sweep', 1)
    let crashed = 0
    for (let boundary = 1; boundary <= Math.min(last, undisturbed.boundaries); boundary++) {
      const outcome = await simulate(ground, { seed: first, crash: { by: 'number', boundary }, sabotage })
      crashed += outcome.crashes
      count(outcome, first, boundary)
    }
    print({
      proof: 'sim',
      what: 'one history, a crash at each of its boundaries',
      seed: first,
      crashPoints: { covered: crashed, total: undisturbed.boundaries },
      breaches,
    })
  }
} finally {
  await ground.remove()
}
const unreached =
  seeds >= enough && sabotage === null && crashAt === null && crashPoints.some((point) => !struck.has(point))
process.exitCode = breaches > 0 || unreached ? 1 : 0
