import { writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'
import Database from 'better-sqlite3'

/**
 * Loaded into a real server or worker with `--import`: notes when each fact of the log was committed, by the host's monotonic clock (which all
 * processes share), and writes `campaignId seq ms` lines to COMMIT_TIMES when the process ends. It listens at the driver, so that neither the
 * product nor its numbers know of it.
 */
const file = process.env['COMMIT_TIMES']

if (isMainThread && file !== undefined) {
  const database = new Database(':memory:')
  const prototype: { run(this: { source: string }, ...values: unknown[]): unknown } = Object.getPrototypeOf(
    database.prepare('SELECT 1'),
  )
  database.close()
  const run = prototype.run
  const lines: string[] = []
  let open: string[] = []
  prototype.run = function (...values) {
    const result = run.apply(this, values)
    if (this.source.startsWith('INSERT INTO job_events')) open.push(`${String(values[0])} ${String(values[1])}`)
    else if (this.source === 'BEGIN IMMEDIATE' || this.source === 'ROLLBACK') open = []
    else if (this.source === 'COMMIT') {
      const at = Number(process.hrtime.bigint()) / 1e6
      for (const fact of open) lines.push(`${fact} ${at}`)
      open = []
    }
    return result
  }
  process.on('exit', () => writeFileSync(file, lines.join('\n')))
}
