import os from 'node:os'
import { parseArgs } from 'node:util'
import { numberFlag, print } from '../support/bench.ts'
import { crashPoints, notPlayed, type CrashPoint } from '../support/simulation/crash-points.ts'
import { sabotageOf } from '../support/simulation/plans.ts'
import { histories, openPlayers, type Order } from '../support/simulation/players.ts'
import type { Outcome } from '../support/simulation/simulate.ts'

/**
 * The engine, the store on a real file, the streams and a vendor of its own on a virtual clock, over histories made from seeds. `--seeds N`
 * histories (100,000) from `--seed S` (1) on, `--seed S` alone is one; `--threads N` (as many as there are cores); `--sabotage NAME` plants a
 * fault, stops where it is found (1,000 seeds at most), and must then exit 1. `--sweep all` (or K) plays the first history again and again, with
 * a crash at its 1st, 2nd, … K-th boundary; `--crash K` one of these. Fails on a broken promise, and when one of the kinds of crash point was not
 * reached by 1,000 seeds or more. A breach prints the command that shows it again.
 */
const budget = 1_000
const { values } = parseArgs({
  options: {
    sabotage: { type: 'string' },
    seed: { type: 'string' },
    seeds: { type: 'string' },
    sweep: { type: 'string' },
    crash: { type: 'string' },
  },
  strict: false,
})
const sabotage = sabotageOf(values.sabotage)
const first = numberFlag('seed', 1)
const one = values.crash !== undefined || values.sweep !== undefined || (values.seed !== undefined && sabotage === null)
const seeds = numberFlag('seeds', one ? 1 : sabotage === null ? 100_000 : budget)
const threads = Math.min(seeds, numberFlag('threads', os.availableParallelism()))
const crashAt = values.crash === undefined ? null : numberFlag('crash', 1)
const tellEvery = 5_000
/** The boundary that no history passes. */
const nowhere = 0

const totals = { histories: 0, steps: 0, facts: 0, paidCalls: 0, crashes: 0, boundaries: 0, virtualMs: 0 }
const struck = new Map<CrashPoint, number>()
let breaches = 0
const started = performance.now()

function hear(outcome: Outcome, { seed, boundary }: Order): 'go on' | 'stop' {
  for (const [point, times] of outcome.struck) struck.set(point, (struck.get(point) ?? 0) + times)
  totals.histories += 1
  for (const name of ['steps', 'facts', 'paidCalls', 'crashes', 'boundaries', 'virtualMs'] as const)
    totals[name] += outcome[name]
  if (totals.histories % tellEvery === 0) tell('so far')
  if (outcome.breach === null) return 'go on'
  breaches += 1
  const more = `${boundary === null ? '' : ` --crash ${boundary}`}${sabotage === null ? '' : ` --sabotage ${sabotage} --seeds 1`}`
  const again = `npm run proof sim -- --seed ${seed}${more}`
  print({ proof: 'sim', what: 'breach', seed, breach: outcome.breach, again })
  return sabotage === null ? 'go on' : 'stop'
}

function tell(what: string): void {
  const missed = crashPoints.filter((point) => !struck.has(point))
  const covered = crashPoints.length - missed.length
  const seconds = Math.round((performance.now() - started) / 1_000)
  const crashPointsSoFar = { covered, total: crashPoints.length, missed, notPlayed }
  print({
    proof: 'sim',
    what,
    from: first,
    sabotage,
    breaches,
    ...totals,
    crashPoints: crashPointsSoFar,
    threads,
    seconds,
  })
}

const players = await openPlayers(threads)
try {
  if (values.sweep === undefined) {
    const orders = crashAt === null ? histories(first, seeds, sabotage) : [{ seed: first, boundary: crashAt, sabotage }]
    await players.play(orders, hear)
    tell('histories on a virtual clock')
  } else {
    let total = 0
    await players.play([{ seed: first, boundary: nowhere, sabotage }], (outcome, order) => {
      total = values.sweep === 'all' ? outcome.boundaries : Math.min(outcome.boundaries, numberFlag('sweep', 1))
      return hear(outcome, order)
    })
    const sweep = Array.from({ length: total }, (_, at): Order => ({ seed: first, boundary: at + 1, sabotage }))
    await players.play(sweep, hear)
    const covered = totals.crashes
    const what = 'one history, a crash at each boundary'
    print({ proof: 'sim', what, seed: first, crashPoints: { covered, total }, breaches })
  }
} finally {
  await players.close()
}
const unreached = seeds >= budget && sabotage === null && crashPoints.some((point) => !struck.has(point))
process.exitCode = breaches > 0 || unreached ? 1 : 0
