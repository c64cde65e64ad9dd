import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planOf } from '../support/simulation/plans.ts'
import { sabotageNames } from '../support/simulation/sabotages.ts'
import { prepareGround, simulate, type Ground, type Outcome } from '../support/simulation/simulate.ts'

/** `npm run proof sim` plays more of them. */
const seeds = 12
/** Histories within which a planted fault must be found. */
const budget = 60

let ground: Ground
beforeAll(async () => {
  ground = await prepareGround()
})
afterAll(() => ground.remove())

const play = (seed: number, sabotage: (typeof sabotageNames)[number] | null = null): Promise<Outcome> =>
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

  it.each(sabotageNames)('find the planted fault %s', async (name) => {
    let breach: string | null = null
    for (let seed = 1; seed <= budget && breach === null; seed++) breach = (await play(seed, name)).breach
    expect(breach).not.toBeNull()
  })
})
