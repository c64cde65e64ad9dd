import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planOf } from '../support/simulation/plans.ts'
import { sabotageNames, type SabotageName } from '../support/simulation/sabotages.ts'
import { prepareGround, simulate, type Ground, type Outcome } from '../support/simulation/simulate.ts'

/** `npm run proof sim` plays more of them. */
const seeds = 20
/** Histories within which a planted fault must be found. */
const budget = 60

/** The promise each planted fault breaks. */
const broken = {
  'no-fence': /^the fence: /,
  'event-outside-transaction': /^(the fold equals the rows|append-only): /,
  'ack-before-write': /^acknowledged means kept: /,
  'double-complete': /^life of a job: /,
  'progress-not-max': /^progress never falls within a round: /,
  'takeover-without-cas': /^takeover compares and swaps: /,
  'hasty-takeover': /^a living worker keeps its job: /,
  'no-takeover': /^nothing is stuck: /,
  'unbooked-call': /^booked before the call: /,
  'call-before-booking': /^booked before the call: /,
  'deaf-to-cancel': /^cancel reaches the call: /,
  'forgotten-key': /^one key, one campaign: /,
  'lost-wake': /^a reader is told in time: /,
  'skip-replay': /^no gap and no repeat: /,
} as const satisfies Record<SabotageName, RegExp>

let ground: Ground
beforeAll(async () => {
  ground = await prepareGround()
})
afterAll(() => ground.remove())

const play = (seed: number, sabotage: SabotageName | null = null): Promise<Outcome> =>
  simulate(ground, { seed, crash: planOf(seed), sabotage })

describe('simulated histories', () => {
  it('keep every promise through crashes, stops, sleep and a file in trouble', async () => {
    for (let seed = 1; seed <= seeds; seed++) {
      const { breach, crashes, facts } = await play(seed)
      expect({ seed, breach }).toEqual({ seed, breach: null })
      expect(crashes).toBeGreaterThan(0)
      expect(facts).toBeGreaterThan(20)
    }
  })

  it('are the same for the same seed', async () => {
    expect(await play(3)).toEqual(await play(3))
  })

  for (const name of sabotageNames) {
    it(`find the planted fault ${name}`, async () => {
      let breach: string | null = null
      for (let seed = 1; seed <= budget && breach === null; seed++) breach = (await play(seed, name)).breach
      expect(breach).toMatch(broken[name])
    })
  }
})
