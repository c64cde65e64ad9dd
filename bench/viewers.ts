import { numberFlag, print, round } from '../tests/support/bench.ts'
import { mostViewers, startCrowd, summaryOf, type Result } from './crowds/perform.ts'
import { mostRounds, performOurs, performPeer } from './crowds/servers.ts'

/**
 * Many viewers of one campaign, all in one other process on the same machine: how old an event is when a viewer has it, and what a viewer costs
 * the server. Ours is the real server; beside it two peers of `programs/peer-server.ts` send the same bytes.
 * `--viewers N` (1000), `--events N` (40, at most 45), `--every N` (100 ms between events), `--runs N` (5, interleaved, medians).
 */
const asked = numberFlag('viewers', 1_000)
const viewers = Math.min(asked, mostViewers())
const events = Math.min(mostRounds, numberFlag('events', 40))
const everyMs = numberFlag('every', 100)
const runs = numberFlag('runs', 5)
const programme = { viewers, rounds: events, everyMs }

const results: Record<'ours' | 'bare' | 'naive', Result[]> = { ours: [], bare: [], naive: [] }
const crowd = startCrowd()
try {
  for (let run = 0; run < runs; run++) {
    const { result, sample } = await performOurs(crowd, 1, programme)
    results.ours.push(result)
    results.bare.push(await performPeer('bare', crowd, 1, sample, programme))
    results.naive.push(await performPeer('naive', crowd, 1, sample, programme))
  }
} finally {
  await crowd.stop()
}
const of = { ours: summaryOf(results.ours), bare: summaryOf(results.bare), naive: summaryOf(results.naive) }
print({
  bench: 'viewers',
  what: `age of an event at each of ${viewers} viewers of one campaign, and what a viewer costs the server`,
  ours: of.ours,
  'bare node:http': of.bare,
  'naive route handler': of.naive,
  oursToBare: { p50: round(of.ours.p50Ms / of.bare.p50Ms), p99: round(of.ours.p99Ms / of.bare.p99Ms) },
  viewers,
  ...(viewers < asked && { note: `${asked} were asked for; no more files may be opened` }),
  events,
  everyMs,
  runs,
  aim: { oursToBare: 3 },
})
