// npm run migrate: brings the database up to date and ends.
import { join, resolve } from 'node:path'
import { migrate } from '../lib/db/migrate.ts'

const dataDir = process.env['DATA_DIR'] || './data'
const url = process.env['DATABASE_URL'] || `file:${join(dataDir, 'unfold.db')}`

if (!url.startsWith('file:')) {
  console.error('npm run migrate knows SQLite files only: DATABASE_URL must start with file:')
  process.exit(1)
}

const databaseFile = resolve(url.slice('file:'.length))
try {
  const { applied } = await migrate({ databaseFile, log: console.log })
  if (applied.length === 0) console.log(`${databaseFile} is up to date.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
