import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createSqliteJobStore } from '../../lib/db/sqlite/job-store.ts'
import { createIds } from '../../lib/domain/ids.ts'
import { JobKindSchema } from '../../lib/domain/job.ts'
import { capacity, resultFor } from './campaigns.ts'
import { createChance } from './chance.ts'

/**
 * A worker in a process of its own that pays: node paying-writer.ts FILE SEED MOST. Says that it is ready, waits for a word, claims what there is
 * until nothing is left for it, tells each cost three times, of which only the first may count, and prints the sum of what it was charged.
 */
const [file = '', seed = '1', most = '0'] = process.argv.slice(2)
const ids = createIds(Date.now, (length) => randomBytes(length))
const clock = { now: Date.now, monotonic: () => performance.now(), after: () => () => {} }
const store = createSqliteJobStore({ file, clock, ids, capacity })
const owner = { machineId: 'm', bootId: 'b', pid: process.pid, processStart: seed }
const chance = createChance(Number(seed))
process.stdout.write('ready\n')
await once(process.stdin, 'data')
process.stdin.destroy()
let spent = 0
for (let idle = 0; idle < 100;) {
  const claim = await store.claim({ owner, kinds: JobKindSchema.options })
  if (!claim) {
    idle += 1
    // Somebody else's answer may make room.
    await new Promise((resolve) => setTimeout(resolve, 5))
    continue
  }
  idle = 0
  await store.beginCall(claim.lease)
  const micros = Math.floor(chance() * (Number(most) + 1))
  const again = { micros: 999_999, counts: {} }
  await store.answered(claim.lease, { micros, counts: {} })
  await Promise.all([store.answered(claim.lease, again), store.answered(claim.lease, again)])
  if (await store.complete(claim.lease, resultFor(claim, ids))) spent += micros
  // The others have their turn.
  await new Promise((resolve) => setTimeout(resolve, 1))
}
await store.close()
process.stdout.write(`${spent}\n`)
