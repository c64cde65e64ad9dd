import { parseArgs } from 'node:util'
import { CampaignViewSchema, type CampaignView } from '../../lib/domain/campaign.ts'
import { numberFlag, print, round } from '../support/bench.ts'
import { startServer } from '../support/start-server.ts'
import { cutEverywhere, type Recording } from '../support/streams/cuts.ts'
import { ride } from '../support/streams/ride.ts'
import { stopReaders } from '../support/streams/stopped.ts'

/**
 * The stream of a real server, read by the page's own reader: cut at every byte of a body; cut, reset, dropped, delayed and kept back by a
 * proxy while the server restarts; and not read at all. `--disconnects N` (1000), `--readers N` that stop reading (100), `--edits N` that they
 * miss (1000), `--seed S` (1). `--sabotage skip-replay` leaves out what was said between a cut and the return, and must then exit 1.
 */
const sabotages = ['skip-replay'] as const
const { values } = parseArgs({ options: { sabotage: { type: 'string' } }, strict: false })
const sabotage = sabotages.find((name) => name === values.sabotage) ?? null
if (values.sabotage !== undefined && sabotage === null) throw new RangeError(`--sabotage: ${sabotages.join(', ')}.`)
const disconnects = numberFlag('disconnects', 1_000)
const seed = numberFlag('seed', 1)
let breaches = 0

/** Prints a result with its first breaches. */
function tell(what: string, found: readonly string[], result: Record<string, unknown>): void {
  breaches += found.length
  print({
    proof: 'stream',
    what,
    sabotage,
    ...result,
    breaches: found.length,
    ...(found.length > 0 && { first: found.slice(0, 5) }),
  })
}

/** What a reader that stopped may cost, KB: what waits in its connection (64 KB and one batch of 256 KB), and its place. */
const mostKb = 512

const headers = { 'content-type': 'application/json' }
/** Letters of one to four bytes. */
const brief = {
  business:
    'Piekarnia Żółw 🐢, „bułki” od 6:00, ściśle według przepisu babci. Sourdough proved 36 hours; 日本語も少し。',
  objective: 'awareness',
  postCount: 1,
  platforms: ['x', 'linkedin'],
  visuals: { images: false, videos: false },
}

/** One small campaign as it went over the wire to a reader without a cursor, and the answer to each cursor afterwards. */
async function record(): Promise<Recording> {
  const server = await startServer({ env: { STUDIO_LATENCY_MS: '500' } })
  try {
    const campaigns = `${server.url}/api/v1/campaigns`
    const made = await fetch(campaigns, { method: 'POST', headers, body: JSON.stringify(brief) })
    const { id } = CampaignViewSchema.parse(await made.json())
    const answer = async (lastEventId: string | null): Promise<Uint8Array | null> => {
      const response = await fetch(`${campaigns}/${id}/events`, {
        headers: { accept: 'text/event-stream', ...(lastEventId !== null && { 'last-event-id': lastEventId }) },
      })
      return response.status === 204 ? null : response.bytes()
    }
    const body = await answer(null)
    if (!body) throw new Error('Nothing was told.')
    const final: CampaignView = CampaignViewSchema.parse(await (await fetch(`${campaigns}/${id}`)).json())
    const later = new Map([[null as string | null, await answer(null)]])
    for (let seq = 1; seq <= final.seq; seq++) later.set(String(seq), await answer(String(seq)))
    const skipped = (heard: string | null): string | null => (sabotage && heard ? String(final.seq) : heard)
    return { body, opening: null, final, again: (heard) => later.get(skipped(heard)) ?? null }
  } finally {
    await server.stop()
  }
}

const recording = await record()
const cut = await cutEverywhere(recording, { inTurn: true })
tell('a cut at every byte of a body', cut.breaches, {
  bytes: recording.body.length,
  facts: recording.final.seq,
  cuts: cut.cuts,
})

const { breaches: lost, ...rough } = await ride({ disconnects, seed, lanes: 4, restartEveryMs: 8_000, sabotage })
const forced = Object.values(rough.disconnects).reduce((sum, count) => sum + count, 0)
tell('forced disconnects', forced < disconnects ? [...lost, `only ${forced} were forced`] : lost, { forced, ...rough })

if (sabotage === null) {
  const readers = numberFlag('readers', 100)
  const edits = numberFlag('edits', 1_000)
  const without = await stopReaders({ readers: 0, edits })
  const { breaches: held, grownMb, ...stopped } = await stopReaders({ readers, edits })
  const kbPerReader = round(((grownMb - without.grownMb) * 1_024) / readers, 1)
  tell('readers that stop reading', kbPerReader > mostKb ? [...held, 'a stopped reader costs too much'] : held, {
    readers,
    ...stopped,
    grownMb,
    grownMbWithoutReaders: without.grownMb,
    kbPerReader,
    mostKb,
  })
}
process.exitCode = breaches > 0 ? 1 : 0
