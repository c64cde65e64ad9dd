import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import { CampaignIdSchema } from '../../lib/domain/ids.ts'
import { createCountingIds, factsOf, foldOf } from '../support/campaigns.ts'
import { createManualClock } from '../support/clock.ts'
import { settle } from '../support/engine.ts'
import { openSqlite } from '../support/sqlite.ts'

const root = path.resolve(import.meta.dirname, '../..')
/** Reads in `npm test`; the full count of the promise is 2,000. */
const reads = Number(process.env.SNAPSHOT_READS ?? 300)

it('reads a view and its seq from one snapshot while another process writes', async () => {
  const opened = await openSqlite({ clock: createManualClock(), ids: createCountingIds() })
  const writer = spawn(path.join(root, 'node_modules/.bin/node'), ['tests/support/busy-writer.ts', opened.file], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    let newest: string | null = null
    const lines = createInterface({ input: writer.stdout })
    lines.on('line', (line) => (newest = line))
    await once(lines, 'line')
    let running = 0
    for (let read = 0; read < reads; read++) {
      const id = CampaignIdSchema.parse(newest)
      const view = await opened.reader.view(local, id)
      const facts = (await factsOf(opened.reader, id)).filter((fact) => fact.seq <= (view?.seq ?? 0))
      expect(foldOf(facts)).toEqual(view)
      if (view?.status === 'running') running += 1
      await settle(1)
    }
    expect(running, 'views were read while the campaign was being written').toBeGreaterThan(reads / 2)
  } finally {
    writer.kill('SIGTERM')
    await once(writer, 'exit')
    await opened.close()
  }
})
