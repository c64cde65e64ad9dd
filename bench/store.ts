import { JobKindSchema } from '../lib/domain/job.ts'
import { createIds } from '../lib/domain/ids.ts'
import type { JobStore, Owner } from '../lib/domain/store.ts'
import { randomBytes } from 'node:crypto'
import { newCampaign, resultFor } from '../tests/support/campaigns.ts'
import { openSqlite } from '../tests/support/sqlite.ts'
import { median, print, systemClock } from '../tests/support/bench.ts'

/** Claim + complete with all their facts, beside the naive way: one Prisma update per step, no lease, no facts. */
const campaigns = 250
const rounds = 5
/** Jobs in flight at once, as a busy process has them. */
const workers = 16
const owner: Owner = { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' }
const ids = createIds(Date.now, (length) => randomBytes(length))

async function ours(store: JobStore): Promise<number> {
  for (let made = 0; made < campaigns; made++) await store.create(newCampaign(ids))
  let jobs = 0
  const work = async (): Promise<void> => {
    for (;;) {
      const claim = await store.claim({ owner, kinds: JobKindSchema.options })
      if (!claim) break
      await store.complete(claim.lease, resultFor(claim, ids))
      jobs += 1
    }
  }
  const begin = performance.now()
  await Promise.all(Array.from({ length: workers }, work))
  return jobs / ((performance.now() - begin) / 1_000)
}

async function naive(opened: Awaited<ReturnType<typeof openSqlite>>): Promise<number> {
  const { store, prisma } = opened
  for (let made = 0; made < 20; made++) await store.create(newCampaign(ids))
  await prisma.$queryRawUnsafe('PRAGMA query_only = 0')
  const rows = await prisma.generationJob.findMany({ where: { status: { in: ['queued', 'blocked'] } }, select: { id: true } })
  const begin = performance.now()
  for (const { id } of rows) {
    await prisma.generationJob.update({ where: { id }, data: { status: 'processing', progress: 0 } })
    await prisma.generationJob.update({ where: { id }, data: { status: 'completed', progress: 1 } })
  }
  return rows.length / ((performance.now() - begin) / 1_000)
}

const results = { ours: [] as number[], naive: [] as number[] }
for (let round = 0; round < rounds; round++) {
  for (const way of ['ours', 'naive'] as const) {
    const opened = await openSqlite({ clock: systemClock, ids })
    results[way].push(way === 'ours' ? await ours(opened.store) : await naive(opened))
    await opened.close()
  }
}
print({
  bench: 'store',
  what: 'claim + complete with events, jobs per second, median of five interleaved runs',
  ours: Math.round(median(results.ours)),
  'naive Prisma updates without events': Math.round(median(results.naive)),
  aim: 5_000,
})
