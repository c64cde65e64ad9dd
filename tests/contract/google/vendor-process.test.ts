import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bakery, googleAt, hearCall } from '../../support/google.ts'
import { paidCallsByJob } from '../../support/vendor/ledger.ts'
import { startVendorProcess } from '../../support/vendor/start-vendor.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'unfold-vendor-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a vendor in a process of its own keeps books that outlive it, and a second paid call of a job is seen in them', async () => {
  const ledgerFile = path.join(folder, 'ledger.jsonl')
  const request = { brief: bakery({ postCount: 1 }), posts: [{ index: 1, kind: 'text_image' as const }] }
  const vendor = await startVendorProcess({
    ledgerFile,
    script: { latency: { analysis: { medianMs: 5, sigma: 0.5 } } },
  })
  const google = googleAt(vendor.url)
  await google.analyze(request, hearCall('job_a/1'))
  await google.analyze(request, hearCall('job_a/2'))
  await google.analyze(request, hearCall('job_b/1'))
  await vendor.change({ next: { analysis: ['503'] } })
  await google.analyze(request, hearCall('job_c/1')).catch(() => undefined)
  const calls = await vendor.calls()
  await vendor.stop()

  const lines = (await readFile(ledgerFile, 'utf8')).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual(calls)
  const paid = paidCallsByJob(calls)
  expect([...paid].map(([job, list]) => [job, list.length])).toEqual([
    ['job_a', 2],
    ['job_b', 1],
  ])
  expect(new Set(calls.map(({ hash }) => hash)).size).toBe(1)

  const again = await startVendorProcess({ ledgerFile })
  expect(await again.calls()).toEqual(calls)
  await again.stop()
}, 60_000)
