import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createRestClient } from '../support/rest-client.ts'
import { createFolder } from '../support/sqlite.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { createSmallDisk, lockDatabase } from '../support/trouble.ts'

const cleanup: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of cleanup.splice(0).reverse()) await step()
})

async function serve(dataDir: string): Promise<RunningServer> {
  const server = await startServer({ dataDir, env: { STUDIO_LATENCY_MS: '1500' } })
  cleanup.push(() => server.stop('SIGKILL'))
  return server
}
const brief = { postCount: 3, visuals: { images: true, videos: false } } as const

test('a database that another process holds refuses requests in time, and loses and repeats nothing', async () => {
  const { folder, remove } = await createFolder()
  cleanup.push(remove)
  const { url } = await serve(folder)
  const client = createRestClient(url)
  const { id } = await client.create(brief)
  await client.until(id, (fact) => fact.type === 'job.started' && fact.job.kind === 'image')
  const lock = lockDatabase(path.join(folder, 'unfold.db'))
  const asked = performance.now()
  const refused = await client.post(brief)
  const waited = performance.now() - asked
  expect(refused.status).toBe(503)
  expect(refused.headers.get('retry-after')).toBe('2')
  expect(await refused.json()).toMatchObject({
    code: 'store_unavailable',
    detail: expect.stringContaining('Nothing was changed'),
  })
  // Ten seconds of its own and what a busy machine adds; jobs wait for two minutes.
  expect(waited).toBeLessThan(20_000)
  expect((await fetch(`${url}/api/health/live`)).status).toBe(200)
  lock.release()
  const view = await client.settled(id)
  expect(view.status).toBe('completed')
  expect(view.jobs.map(({ attempt, failures }) => [attempt, failures])).toEqual(view.jobs.map(() => [1, 0]))
  expect(await client.flaws(id)).toEqual([])
  expect((await client.post(brief)).status).toBe(202)
}, 60_000)

const disk = await createSmallDisk(48)
test.skipIf(disk === null)(
  'a disk that is full in the middle of a campaign loses nothing, and the campaign goes on when there is room',
  async () => {
    if (!disk) return
    cleanup.push(disk.remove)
    const server = await serve(disk.folder)
    const { url } = server
    const client = createRestClient(url)
    const { id } = await client.create(brief)
    await client.until(id, (fact) => fact.type === 'job.started' && fact.job.kind === 'image')
    // A picture that was half written when the disk filled up has left its room when it was given up.
    const askWhenFull = async (ask: () => Promise<Response>): Promise<Response> => {
      for (;;) {
        disk.fill()
        const response = await ask()
        if (!response.ok) return response
      }
    }
    const refused = await askWhenFull(() => client.post(brief))
    expect(refused.status).toBe(507)
    expect(refused.headers.get('retry-after')).toBe('60')
    expect(await refused.json()).toMatchObject({
      code: 'disk_full',
      detail: expect.stringContaining('Free some space'),
    })
    const ready = await askWhenFull(() => fetch(`${url}/api/health/ready`))
    expect(ready.status).toBe(503)
    // The worker has met the full disk as well.
    while (!server.output().includes('disk_full'))
      expect((await askWhenFull(() => client.post(brief))).status).toBe(507)
    disk.free()
    const view = await client.settled(id)
    expect(view.status).toBe('completed')
    expect(view.jobs.every(({ failures }) => failures === 0)).toBe(true)
    expect(await client.flaws(id)).toEqual([])
    expect((await client.post(brief)).status).toBe(202)
  },
  60_000,
)
