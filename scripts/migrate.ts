// npm run migrate: brings the database up to date and ends.
import { migrate } from '../lib/db/migrate.ts'
import { readEnv } from '../lib/env.ts'

try {
  const { databaseFile } = readEnv({ ...process.env, ROLE: 'worker' })
  const { applied } = await migrate({ databaseFile, log: console.log })
  if (applied.length === 0) console.log(`${databaseFile} is up to date.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}
