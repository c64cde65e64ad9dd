import { expect, test } from 'vitest'
import { ride } from '../support/streams/ride.ts'
import { stopReaders } from '../support/streams/stopped.ts'

// The same with full counts: npm run proof stream.

test('through a proxy that cuts, resets, drops, delays and keeps back, and a server that restarts, every reader comes to what the server shows', async () => {
  const report = await ride({ disconnects: 40, seed: 1, lanes: 1, restartEveryMs: 4_000, sabotage: null })
  expect(report.breaches).toEqual([])
  expect(report.restarts).toBeGreaterThan(0)
  expect(report.compared).toBeGreaterThan(report.readers)
}, 120_000)

test('a replay that is skipped is found', async () => {
  const report = await ride({ disconnects: 40, seed: 2, lanes: 1, restartEveryMs: 60_000, sabotage: 'skip-replay' })
  expect(report.breaches.join('\n')).toMatch(/lost: fact \d+ came where \d+ was due/)
})

test('readers that stop reading are not queued for, and are brought up to date when they read again', async () => {
  const report = await stopReaders({ readers: 4, edits: 160 })
  expect(report.breaches).toEqual([])
  expect(report.snapshots).toBe(4)
})
