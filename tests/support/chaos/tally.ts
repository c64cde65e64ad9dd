import type { playWorld } from './world.ts'

type Played = Awaited<ReturnType<typeof playWorld>>

/** Sums worlds and tells them, one line per kind of fault. */
export function createTally() {
  const totals = { kills: 0, restarts: 0, stops: 0, cuts: 0, facts: 0, campaigns: 0, paid: 0, repeats: 0 }
  const breaches: Played['breaches'] = []
  const count = (...promises: string[]): number => breaches.filter(({ promise }) => promises.includes(promise)).length
  return {
    totals,
    breaches,
    add(played: Played): void {
      for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += played[key]
      breaches.push(...played.breaches)
    },
    lines(): Record<string, unknown>[] {
      const { kills, restarts, stops, cuts, facts, paid, repeats } = totals
      const lost = count(
        'what was told stays true',
        'the sequence has no gap',
        'the fold of all facts is the view',
        'everything settles',
        'one intent, one effect',
      )
      const doubleCharges = count('nothing is paid twice', 'the handle stands before the first question')
      return [
        { fault: 'kills', kills, restarts, lost },
        { fault: 'stops', stops, unfenced: count('nobody writes without the lease') },
        {
          fault: 'cuts',
          cuts,
          facts,
          repeated: count('no frame comes twice'),
          behind: count('a client that was cut off sees what the server sees'),
        },
        {
          fault: 'money',
          paidCalls: paid,
          lostAndRepeated: repeats,
          doubleCharges,
          unbooked: count('what is paid is booked', 'the sum of the jobs is what the campaign shows'),
        },
      ]
    },
  }
}
