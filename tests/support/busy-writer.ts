import { randomBytes } from 'node:crypto'
import { createSqliteJobStore } from '../../lib/db/sqlite/job-store.ts'
import { createIds } from '../../lib/domain/ids.ts'
import { JobKindSchema } from '../../lib/domain/job.ts'
import { systemClock } from '../../lib/wire.ts'
import { capacity, newCampaign, resultFor } from './campaigns.ts'

/** A second process that writes: makes campaigns one after another on the file it is given, until it is told to stop. */
const file = process.argv[2] ?? ''
const ids = createIds(Date.now, (length) => randomBytes(length))
const store = createSqliteJobStore({ file, clock: systemClock, ids, capacity })
const owner = { machineId: 'm', bootId: 'b', pid: process.pid, processStart: '1' }
let stopping = false
process.on('SIGTERM', () => (stopping = true))

while (!stopping) {
  const { campaignId } = await store.create(newCampaign(ids, { postCount: 30 }))
  process.stdout.write(`${campaignId}\n`)
  for (;;) {
    const claim = await store.claim({ owner, kinds: JobKindSchema.options })
    if (!claim) break
    await store.report(claim.lease, [{ part: 'x.text', text: 'A sentence. ' }], { progress: 0.5 })
    await store.complete(claim.lease, resultFor(claim, ids))
    // Slow enough that a reader meets the campaign in the middle.
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}
await store.close()
