import { randomBytes } from 'node:crypto'
import { mostOthers } from '../lib/domain/eta.ts'
import { createIds } from '../lib/domain/ids.ts'
import { JobKindSchema } from '../lib/domain/job.ts'
import { median, numberFlag, print, systemClock } from '../tests/support/bench.ts'
import { newCampaign, resultFor, someHistory, type History } from '../tests/support/campaigns.ts'
import { openSqlite } from '../tests/support/sqlite.ts'

/**
 * What an ETA in each fact costs: processor time of claim + complete of one job, with a history and without one, where there is nothing to tell;
 * with one default campaign at a time, as many as an ETA still counts, and a crowd, where it is silent. Interleaved rounds, medians.
 * `--rounds N` (5), `--campaigns N` (60 a round).
 */
const rounds = numberFlag('rounds', 5)
const campaigns = numberFlag('campaigns', 60)
const ids = createIds(Date.now, (length) => randomBytes(length))
const owner = { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' }

/** Microseconds of processor time per job. */
async function run(together: number, history?: History): Promise<number> {
  const { store, close } = await openSqlite({ clock: systemClock, ids })
  let jobs = 0
  let micros = 0
  for (let made = 0; made < campaigns; made += together) {
    for (let open = 0; open < together; open++) await store.create(newCampaign(ids, {}, null, history))
    const before = process.cpuUsage()
    for (;;) {
      const claim = await store.claim({ owner, kinds: JobKindSchema.options })
      if (!claim) break
      await store.complete(claim.lease, resultFor(claim, ids))
      jobs += 1
    }
    const { user, system } = process.cpuUsage(before)
    micros += user + system
  }
  await close()
  return micros / jobs
}

for (const together of [1, mostOthers + 1, campaigns]) {
  const runs: Record<'withEta' | 'without', number[]> = { withEta: [], without: [] }
  for (let round = 0; round < rounds; round++) {
    runs.withEta.push(await run(together, someHistory))
    runs.without.push(await run(together))
  }
  print({
    bench: 'eta-cost',
    what: 'processor time of claim + complete of a job, microseconds',
    together,
    withEta: Math.round(median(runs.withEta)),
    without: Math.round(median(runs.without)),
    rounds,
    campaigns,
  })
}
