import { randomBytes } from 'node:crypto'
import Database from 'better-sqlite3'
import { createIds } from '../lib/domain/ids.ts'
import { JobKindSchema, type JobKind } from '../lib/domain/job.ts'
import type { JobStore, Owner } from '../lib/domain/store.ts'
import { median, numberFlag, print, systemClock } from '../tests/support/bench.ts'
import { newCampaign, resultFor } from '../tests/support/campaigns.ts'
import { openSqlite } from '../tests/support/sqlite.ts'

/**
 * Claim + complete with all their facts (ours), beside a bare loop that writes the same rows without reading, ruling or fencing (the most this
 * file on this disk can do), and beside the naive way: one Prisma update per step, no lease, no facts. Interleaved rounds, medians.
 * `--rounds N` (5), `--campaigns N` (250, all open at once), `--workers N` (16 jobs in flight, as a busy process has them).
 */
const rounds = numberFlag('rounds', 5)
const campaigns = numberFlag('campaigns', 250)
const workers = numberFlag('workers', 16)
const naiveCampaigns = Math.min(campaigns, 20)
const owner: Owner = { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' }
/** What the default brief plans. */
const perCampaign = { posts: 6, jobs: 12 }
const ids = createIds(Date.now, (length) => randomBytes(length))

type Opened = Awaited<ReturnType<typeof openSqlite>>
/** Jobs done, in how many seconds of wall and of processor time. */
type Run = { jobs: number; seconds: number; cpu: number }

async function measure(work: () => Promise<number> | number): Promise<Run> {
  const cpu = process.cpuUsage()
  const begin = performance.now()
  const jobs = await work()
  const { user, system } = process.cpuUsage(cpu)
  return { jobs, seconds: (performance.now() - begin) / 1_000, cpu: (user + system) / 1e6 }
}

async function fill(store: JobStore, count: number): Promise<void> {
  for (let made = 0; made < count; made++) await store.create(newCampaign(ids))
}

async function ours({ store }: Opened): Promise<Run> {
  await fill(store, campaigns)
  return measure(async () => {
    let jobs = 0
    const work = async (): Promise<void> => {
      for (let claim = await next(); claim; claim = await next()) {
        await store.complete(claim.lease, resultFor(claim, ids))
        jobs += 1
      }
    }
    const next = () => store.claim({ owner, kinds: JobKindSchema.options })
    await Promise.all(Array.from({ length: workers }, work))
    return jobs
  })
}

async function bare({ store, file }: Opened): Promise<Run> {
  await fill(store, campaigns)
  const database = new Database(file)
  database.pragma('synchronous = NORMAL')
  database.pragma('foreign_keys = ON')
  database.pragma('wal_autocheckpoint = 4000')
  const rows = database
    .prepare<[], { id: string; campaignId: string; kind: JobKind; postId: string | null }>(
      `SELECT id, campaign_id AS "campaignId", job_type AS kind, post_id AS "postId" FROM generation_jobs ORDER BY position, campaign_id`,
    )
    .all()
  const take = database.prepare(
    `UPDATE generation_jobs SET status = 'processing', updated_at = ?, lease_token = ?, lease_owner = ?, lease_beat = 0, attempt = 1, started_at = ? WHERE id = ?`,
  )
  const finish = database.prepare(
    `UPDATE generation_jobs SET status = 'completed', progress = 1, content_id = ?, updated_at = ?, lease_token = NULL, finished_at = ? WHERE id = ?`,
  )
  const turn = database.prepare('UPDATE campaigns SET seq = seq + 1, last_claim = ? WHERE id = ? RETURNING seq')
  const tally = database.prepare(
    'UPDATE campaigns SET seq = seq + ?, open = open - 1, completed = completed + 1, settled_weight = settled_weight + 1 WHERE id = ? RETURNING seq',
  )
  const tell = database.prepare(
    'INSERT INTO job_events (campaign_id, seq, type, job_id, at, payload) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const attempt = database.prepare(
    `INSERT INTO job_attempts (job_id, attempt, campaign_id, provider, model, state, opened_at) VALUES (?, 1, ?, 'p', 'm', 'intent', ?)`,
  )
  const close = database.prepare(
    `UPDATE job_attempts SET state = 'closed', settled_micros = 0, closed_at = ? WHERE job_id = ? AND attempt = 1`,
  )
  const entry = database.prepare(
    'INSERT INTO ledger_entries (campaign_id, job_id, attempt, type, micros, at) VALUES (?, ?, 1, ?, 0, ?)',
  )
  const write = database.prepare('UPDATE posts SET texts = ? WHERE id = ?')
  const sketch = database.prepare('UPDATE posts SET angle = ? WHERE campaign_id = ? AND "index" = ? RETURNING id')
  const queue = database.prepare(
    `UPDATE generation_jobs SET status = 'queued', updated_at = ?, available_at = 1, queued_at = ? WHERE campaign_id = ? AND position = ? RETURNING id`,
  )
  const asset = database.prepare(
    `INSERT INTO assets (id, campaign_id, job_id, position, kind, mime, width, height, bytes, sha256, variants, alt, provider, model, draft, created_at)
     VALUES (?, ?, ?, 1, ?, 'image/jpeg', 1080, 1350, 4, ?, '[]', 'A loaf', 'p', 'm', 1, ?)`,
  )
  // As long as the facts of ours are in the mean.
  const payload = 'x'.repeat(1_000)
  const text = 'x'.repeat(300)
  const at = new Date().toISOString()
  const ownerText = JSON.stringify(owner)
  const run = await measure(() => {
    for (let first = 0; first < rows.length; first += workers) {
      const batch = rows.slice(first, first + workers)
      database.exec('BEGIN IMMEDIATE')
      for (const { id, campaignId } of batch) {
        take.run(at, id, ownerText, at, id)
        const seq = turn.pluck().get(first, campaignId)
        tell.run(campaignId, seq, 'job.started', id, at, payload)
        attempt.run(id, campaignId, at)
        entry.run(campaignId, id, 'reservation', at)
      }
      database.exec('COMMIT')
      database.exec('BEGIN IMMEDIATE')
      for (const { id, campaignId, kind, postId } of batch) {
        const media = kind === 'image' || kind === 'video'
        finish.run(media ? id : postId, at, at, id)
        const facts = kind === 'analysis' ? perCampaign.posts + perCampaign.jobs : media ? 2 : 1
        let seq = Number(tally.pluck().get(facts, campaignId)) - facts
        if (media) {
          asset.run(`ast_${id}`, campaignId, id, kind, id, at)
          tell.run(campaignId, (seq += 1), 'asset.ready', null, at, payload)
        }
        if (kind === 'text') write.run(text, postId)
        tell.run(campaignId, (seq += 1), 'job.completed', id, at, payload)
        if (kind === 'analysis') {
          for (let index = 1; index <= perCampaign.posts; index++) {
            sketch.get(text, campaignId, index)
            tell.run(campaignId, (seq += 1), 'post.updated', null, at, text)
          }
          for (let position = 1; position < perCampaign.jobs; position++) {
            queue.get(at, at, campaignId, position)
            tell.run(campaignId, (seq += 1), 'job.queued', id, at, payload)
          }
        }
        close.run(at, id)
        entry.run(campaignId, id, 'settlement', at)
      }
      database.exec('COMMIT')
    }
    return rows.length
  })
  database.close()
  return run
}

async function naive({ store, prisma }: Opened): Promise<Run> {
  await fill(store, naiveCampaigns)
  await prisma.$queryRawUnsafe('PRAGMA query_only = 0')
  const rows = await prisma.generationJob.findMany({
    where: { status: { in: ['queued', 'blocked'] } },
    select: { id: true },
  })
  return measure(async () => {
    for (const { id } of rows) {
      await prisma.generationJob.update({ where: { id }, data: { status: 'processing', progress: 0 } })
      await prisma.generationJob.update({ where: { id }, data: { status: 'completed', progress: 1 } })
    }
    return rows.length
  })
}

const ways = { ours, bare, naive }
const names = ['ours', 'bare', 'naive'] as const
const runs: Record<(typeof names)[number], Run[]> = { ours: [], bare: [], naive: [] }
for (let round = 0; round < rounds; round++) {
  for (const name of names) {
    const opened = await openSqlite({ clock: systemClock, ids })
    runs[name].push(await ways[name](opened))
    await opened.close()
  }
}
const perSecond = (name: keyof typeof runs): number =>
  Math.round(median(runs[name].map(({ jobs, seconds }) => jobs / seconds)))
const cpuMicros = (name: keyof typeof runs): number =>
  Math.round(median(runs[name].map(({ jobs, cpu }) => (cpu / jobs) * 1e6)))
print({
  bench: 'store',
  what: 'claim + complete with facts: jobs per second, and processor time of one job',
  ours: perSecond('ours'),
  'the same rows by a bare loop': perSecond('bare'),
  'naive Prisma updates without facts': perSecond('naive'),
  cpuMicros: { ours: cpuMicros('ours'), bare: cpuMicros('bare'), naive: cpuMicros('naive') },
  rounds,
  campaigns,
  workers,
  aim: 5_000,
})
