import os from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { crashPoints, type CrashPoint } from '../support/simulation/crash-points.ts'
import { histories, openPlayers, type Players } from '../support/simulation/players.ts'
import { sabotageNames, type SabotageName } from '../support/simulation/sabotages.ts'
import type { Outcome } from '../support/simulation/simulate.ts'

/** Histories that must keep every promise, and within which a planted fault must be found. `npm run proof sim` plays 100,000. */
const budget = 1_000
const minutes = 60_000
/** The other half of the cores is for the tests beside this one. */
const threads = Math.max(1, Math.floor(os.availableParallelism() / 2))

/** The promise each planted fault breaks. */
const broken = {
  'no-fence': /^the fence: /,
  'no-fence-on-progress': /^the fence: report /,
  'no-fence-on-complete': /^the fence: complete /,
  'takeover-without-cas': /^takeover compares and swaps: /,
  'hasty-takeover': /^a living worker keeps its job: /,
  'no-takeover': /^nothing is stuck: /,
  'double-complete': /^life of a job: /,
  'not-unblocked': /^what has all it needs is let go: /,
  // While the claim is on its way the campaign's row says that it runs, and whoever writes then sees that.
  'claims-while-paused': /^(what is paused rests|the fold equals the rows): /,
  'deaf-to-cancel': /^cancel reaches the call: /,
  'cancel-keeps-token': /^(the fence|life of a job): /,
  'event-outside-transaction': /^(the fold equals the rows|append-only): /,
  'ack-before-write': /^(acknowledged means kept|only what was asked): /,
  'global-seq': /^gapless seq: /,
  'progress-not-max': /^progress never falls within a round: /,
  'lost-wake': /^a reader is told in time: /,
  'skip-replay': /^no gap and no repeat: /,
  'forgotten-key': /^one key, one effect: /,
  'forgotten-wish': /^one key, one effect: /,
  'retry-leaves-dependents': /^what waited for it comes back too: /,
  'locked-overwritten': /^a locked post stays as it is: /,
  'last-editor-wins': /^the slower of two is told: /,
  'version-lost': /^every version is kept: /,
  'unbooked-call': /^booked before the call: /,
  'planned-price': /^held before the call: /,
  'call-before-booking': /^booked before the call: /,
  'handle-after-poll': /^the handle is kept before the first question: /,
  'handle-forgotten': /^(nothing is paid twice in silence|each call is charged once): /,
  'forget-lost-call': /^(nothing is paid twice in silence|each call is charged once): /,
  'queued-unheld': /^what is queued has its money: /,
  'hold-not-released': /^nothing is held for ever: /,
  'taken-is-charged': /^what is taken costs nothing: /,
  'skip-settle': /^each call is charged once: /,
  'double-settle': /^(the books hold|the ledger is) what the page shows: /,
} as const satisfies Record<SabotageName, RegExp>

let players: Players
beforeAll(async () => {
  players = await openPlayers(threads)
})
afterAll(() => players.close())

const play = async (seed: number): Promise<Outcome[]> => {
  const outcomes: Outcome[] = []
  await players.play(histories(seed, 1), (outcome) => {
    outcomes.push(outcome)
    return 'go on'
  })
  return outcomes
}

describe('simulated histories', () => {
  it(
    'keep every promise, wherever a process dies',
    async () => {
      const struck = new Set<CrashPoint>()
      const breaches: string[] = []
      let facts = 0
      await players.play(histories(1, budget), (outcome, { seed }) => {
        for (const point of outcome.struck.keys()) struck.add(point)
        facts += outcome.facts
        if (outcome.breach !== null) breaches.push(`${outcome.breach} (npm run proof sim -- --seed ${seed})`)
        return breaches.length < 5 ? 'go on' : 'stop'
      })
      expect(breaches).toEqual([])
      expect(crashPoints.filter((point) => !struck.has(point))).toEqual([])
      expect(facts).toBeGreaterThan(50 * budget)
    },
    6 * minutes,
  )

  it('are the same for the same seed', async () => {
    expect(await play(3)).toEqual(await play(3))
  })

  for (const name of sabotageNames) {
    it(
      `find the planted fault ${name}`,
      async () => {
        let breach: string | null = null
        await players.play(histories(1, budget, name), (outcome) => {
          breach ??= outcome.breach
          return breach === null ? 'go on' : 'stop'
        })
        expect(breach).toMatch(broken[name])
      },
      2 * minutes,
    )
  }
})
