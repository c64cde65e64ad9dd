import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { connectPrisma } from '../../lib/db/connect.ts'
import { migrate } from '../../lib/db/migrate.ts'
import { createSqliteJobStore } from '../../lib/db/sqlite/job-store.ts'
import { createSqliteReader } from '../../lib/db/sqlite/reader.ts'
import type { Clock } from '../../lib/domain/clock.ts'
import type { Ids } from '../../lib/domain/ids.ts'
import type { Judge } from '../../lib/domain/judge.ts'
import { capacity } from './campaigns.ts'
import type { LedgerLine } from './ledger-sums.ts'

/** A folder that goes when the test is over. */
export async function createFolder(parent = os.tmpdir()): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(parent, 'unfold-test-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Pen and reader on a fresh SQLite file. */
export async function openSqlite(deps: { clock: Clock; ids: Ids; capMicros?: number | null; judge?: Judge }) {
  const { folder, remove } = await createFolder()
  const file = path.join(folder, 'unfold.db')
  await migrate({ databaseFile: file })
  const store = createSqliteJobStore({ file, capacity, ...deps })
  const prisma = await connectPrisma(file)
  const reader = createSqliteReader({ file, prisma })
  const look = new Database(file, { readonly: true })
  return {
    file,
    folder,
    store,
    reader,
    prisma,
    another: async (over: { capMicros?: number | null } = {}) =>
      createSqliteJobStore({ file, capacity, ...deps, ...over }),
    count: (table: string): number => Number(look.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()),
    attempts: (jobId: string) =>
      look
        .prepare<[string], string>('SELECT state FROM job_attempts WHERE job_id = ? ORDER BY attempt')
        .pluck()
        .all(jobId),
    ledger: () =>
      look
        .prepare<[], LedgerLine>(
          'SELECT campaign_id AS "campaignId", job_id AS "jobId", attempt, type, turn, micros FROM ledger_entries',
        )
        .all(),
    async close(): Promise<void> {
      look.close()
      await reader.close()
      await store.close()
      await remove()
    },
  }
}
