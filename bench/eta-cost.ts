import { randomBytes } from 'node:crypto'
import { createIds } from '../lib/domain/ids.ts'
import { JobKindSchema } from '../lib/domain/job.ts'
import { median, numberFlag, print, systemClock } from '../tests/support/bench.ts'
import { newCampaign, resultFor, someHistory, type History } from '../tests/support/campaigns.ts'
import { openSqlite } from '../tests/support/sqlite.ts'

/**
 * What an ETA in each fact costs: processor time of claim + complete of one job, with a history and without one, where there is nothing to tell.
 * Interleaved rounds, medians. `--rounds N` (5), `--campaigns N` (100).
 */
const rounds = numberFlag('rounds', 5)
const campaigns = numberFlag('campaigns', 100)
const ids = createIds(Date.now, (length) => randomBytes(length))
const owner = { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' }

/** Microseconds of processor time per job. */
async function run(history?: History): Promise<number> {
  const { store, close } = await openSqlite({ clock: systemClock, ids })
  for (let made = 0; made < campaigns; made++) await store.create(newCampaign(ids, {}, null, history))
  const before = process.cpuUsage()
  let jobs = 0
  for (;;) {
    const claim = await store.claim({ owner, kinds: JobKindSchema.options })
    if (!claim) break
    await store.complete(claim.lease, resultFor(claim, ids))
    jobs += 1
  }
  const { user, system } = process.cpuUsage(before)
  await close()
  return (user + system) / jobs
}

const runs: Record<'withEta' | 'without', number[]> = { withEta: [], without: [] }
for (let round = 0; round < rounds; round++) {
  runs.withEta.push(await run(someHistory))
  runs.without.push(await run())
}
print({
  bench: 'eta-cost',
  what: 'processor time of claim + complete of a job, microseconds',
  withEta: Math.round(median(runs.withEta)),
  without: Math.round(median(runs.without)),
  rounds,
  campaigns,
})
