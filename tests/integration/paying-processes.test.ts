import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import { selfOwner } from '../../lib/engine/owner.ts'
import { createIds } from '../../lib/domain/ids.ts'
import { systemClock } from '../../lib/wire.ts'
import { newCampaign, resultFor } from '../support/campaigns.ts'
import { createChance } from '../support/chance.ts'
import { openSqlite } from '../support/sqlite.ts'

const most = 1_000
const reserves = { analysis: most, text: most, image: most, video: most }
const chance = createChance(7)
const ids = createIds(Date.now, (length) => Uint8Array.from({ length }, () => Math.floor(chance() * 256)))

let opened: Awaited<ReturnType<typeof openSqlite>>
beforeEach(async () => {
  opened = await openSqlite({ clock: systemClock, ids })
})
afterEach(() => opened.close())

/** Starts one; `go` lets it pay, and answers what it was charged. */
async function startPayer(seed: number): Promise<{ go(): Promise<number> }> {
  const child = spawn(
    process.execPath,
    [path.join(import.meta.dirname, '../support/paying-writer.ts'), opened.file, String(seed), String(most)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines = createInterface(child.stdout)
  const ended = once(child, 'close')
  await once(lines, 'line')
  return {
    async go() {
      const said = once(lines, 'line')
      child.stdin.write('go\n')
      const [spent] = await said
      expect((await ended)[0]).toBe(0)
      return Number(spent)
    },
  }
}

it('processes that pay at the same moment never pass a cap, and what they were charged is in the books once', async () => {
  // Room for about half of what the jobs will cost.
  const capMicros = 15_000
  const { id, ...campaign } = newCampaign(ids, { postCount: 30, budgetMicros: capMicros })
  await opened.store.create({ ...campaign, id, cost: { ...campaign.cost, capMicros }, reserves })
  const analysis = await opened.store.claim({ owner: selfOwner(), kinds: ['analysis'] })
  if (!analysis) throw new Error('There is no analysis.')
  await opened.store.answered(analysis.lease, { micros: 0, counts: {} })
  await opened.store.complete(analysis.lease, resultFor(analysis, ids))
  const payers = await Promise.all([1, 2, 3].map(startPayer))
  const look = async (): Promise<CampaignView> =>
    (await opened.reader.view(local, id)) ?? Promise.reject(new Error('no view'))
  let isOver = false
  let dearest = 0
  const watching = (async (): Promise<void> => {
    while (!isOver) {
      const { cost } = await look()
      dearest = Math.max(dearest, cost.spentMicros + cost.reservedMicros)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  })()
  const charged = await Promise.all(payers.map((one) => one.go())).finally(() => (isOver = true))
  await watching
  expect(dearest).toBeLessThanOrEqual(capMicros)

  const view = await look()
  expect(view.cost.spentMicros).toBeLessThanOrEqual(capMicros)
  expect(charged.reduce((sum, one) => sum + one, 0)).toBe(view.cost.spentMicros)
  expect(view.cost.reservedMicros).toBe(0)
  expect(charged.filter((one) => one > 0).length).toBeGreaterThan(1)
  const settlements = opened.ledger().filter(({ type }) => type === 'settlement')
  expect(settlements.reduce((sum, { micros }) => sum + micros, 0)).toBe(view.cost.spentMicros)
  expect(new Set(settlements.map(({ jobId, attempt }) => `${jobId} ${attempt}`)).size).toBe(settlements.length)
  const waiting = view.jobs.filter(({ waitingFor }) => waitingFor?.reason === 'cap')
  expect(waiting.length).toBeGreaterThan(0)
  expect(view.jobs.filter(({ status }) => status === 'completed').length + waiting.length).toBe(view.jobs.length)
}, 60_000)
