import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeIdentity } from '../../support/cloud-credentials.ts'
import { bakery, googleAt, hearCall, testKey } from '../../support/google.ts'
import { startVendor } from '../../support/vendor/server.ts'
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

test.each<[string, (url: string) => Record<string, string>]>([
  ['with a key', () => ({ GEMINI_API_KEY: testKey })],
  [
    'as Vertex AI',
    (url) => ({
      GOOGLE_GENAI_USE_VERTEXAI: 'true',
      GOOGLE_CLOUD_PROJECT: 'bakery-472311',
      GOOGLE_CLOUD_LOCATION: 'global',
      GOOGLE_APPLICATION_CREDENTIALS: writeIdentity(folder, url),
    }),
  ],
])(
  'the script that tries Google %s has nothing to say of the vendor but the length of its film',
  async (_, access) => {
    const vendor = await startVendor()
    const child = spawn(process.execPath, ['scripts/google-smoke.ts', '--film'], {
      env: { NODE_ENV: 'test', PATH: process.env.PATH, ...access(vendor.url), GOOGLE_GENAI_BASE_URL: vendor.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    const [code] = await once(child, 'close')
    await vendor.close()
    const lines = printed
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(code).toBe(0)
    expect(lines.flatMap(({ differs = [] }) => differs)).toEqual(['It takes 2000 ms.'])
    expect(lines.map(({ step }) => step).filter((step) => step !== 'film submitted')).toEqual([
      'models',
      'analysis',
      'text',
      'image',
      'film',
    ])
    expect(printed).not.toMatch(/AIzaSy|ya29/)
  },
  60_000,
)
