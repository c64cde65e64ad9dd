import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { hashOf, seedOf } from '../../lib/campaigns/seed.ts'
import { BriefSchema, withoutNothing } from '../../lib/domain/brief.ts'
import { local } from '../../lib/domain/caller.ts'
import { bakery, createCountingIds, newCampaign } from '../support/campaigns.ts'
import { createManualClock } from '../support/clock.ts'
import { openSqlite } from '../support/sqlite.ts'

test('a brief that was written before briefs could name files reads as one that names none', async () => {
  const ids = createCountingIds()
  const { store, reader, file, close } = await openSqlite({ clock: createManualClock(), ids })
  const { campaignId } = await store.create(newCampaign(ids))
  const database = new Database(file)
  database.exec(`UPDATE campaigns SET brief = json_remove(brief, '$.uploads')`)
  database.close()
  expect((await reader.view(local, campaignId))?.brief).toEqual(BriefSchema.parse(bakery))
  await close()
})

test('what is hashed of a brief without files is what it was before: keys and seeds stay', () => {
  const brief = BriefSchema.parse(bakery)
  const { uploads: _, ...before } = brief
  expect(hashOf(withoutNothing(brief))).toBe(hashOf(before))
  expect(seedOf(brief, 3, 1)).toBe(`${hashOf([before, 3]).slice(0, 16)}/v1`)
  // Files come beside a brief, by what is in them: their ids are no part of a seed.
  expect(seedOf({ ...brief, uploads: [createCountingIds().upload()] }, 3, 1)).toBe(seedOf(brief, 3, 1))
})
