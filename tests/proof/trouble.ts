import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { numberFlag, print, round } from '../support/bench.ts'
import { createRestClient } from '../support/rest-client.ts'
import { createFolder } from '../support/sqlite.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'
import { lockDatabase } from '../support/trouble.ts'

/**
 * What a machine does to a real server in the middle of a campaign: another process holds the database for `--lock S` (30) seconds, and the wall
 * clock jumps by `--jump MIN` (60) minutes, forth and back. Everything must settle complete, in its usual time, with a gapless log.
 */
const lockMs = numberFlag('lock', 30) * 1_000
const jumpMs = numberFlag('jump', 60) * 60_000
const brief = { postCount: 3, visuals: { images: true, videos: false } } as const
/** Without trouble the campaign takes some eight seconds here, its one backoff included. */
const usualMs = 60_000
let breaches = 0

function tell(what: string, flaws: readonly string[], result: Record<string, unknown>): void {
  breaches += flaws.length
  print({ proof: 'trouble', what, ...result, breaches: flaws.length, ...(flaws.length > 0 && { flaws }) })
}

async function withServer(env: Record<string, string>, play: (server: RunningServer) => Promise<void>): Promise<void> {
  const { folder, remove } = await createFolder()
  const server = await startServer({ dataDir: folder, env: { STUDIO_LATENCY_MS: '1500', ...env } })
  try {
    await play(server)
  } finally {
    await server.stop('SIGKILL')
    await remove()
  }
}

/** Begins a campaign and answers when its first image is under way. */
async function begin(client: ReturnType<typeof createRestClient>): Promise<string> {
  const { id } = await client.create(brief)
  await client.until(id, (fact) => fact.type === 'job.started' && fact.job.kind === 'image')
  return id
}

async function holdTheLock(): Promise<void> {
  await withServer({}, async ({ url, dataDir }) => {
    const client = createRestClient(url)
    const id = await begin(client)
    const lock = lockDatabase(path.join(dataDir, 'unfold.db'))
    const until = performance.now() + lockMs
    const refused: number[] = []
    let longestReadMs = 0
    while (performance.now() < until) {
      const asked = performance.now()
      await client.view(id)
      longestReadMs = Math.max(longestReadMs, performance.now() - asked)
      refused.push((await client.post(brief)).status)
    }
    lock.release()
    const releasedAt = performance.now()
    const view = await client.settled(id)
    const flaws = await client.flaws(id)
    if (view.status !== 'completed') flaws.push(`ended ${view.status}`)
    if (view.jobs.some(({ failures }) => failures > 0)) flaws.push('a job was said to have failed')
    // The last one may have been let in when the lock was given back.
    if (refused.slice(0, -1).some((status) => status !== 503)) flaws.push(`answers while locked: ${refused.join(', ')}`)
    tell('another process holds the database', flaws, {
      lockS: lockMs / 1_000,
      refused: refused.filter((status) => status === 503).length,
      longestReadMs: round(longestReadMs),
      settledAfterS: round((performance.now() - releasedAt) / 1_000, 1),
      attempts: view.jobs.map(({ attempt }) => attempt),
    })
  })
}

async function jump(byMs: number): Promise<void> {
  const { folder, remove } = await createFolder()
  const file = path.join(folder, 'offset')
  const set = async (offset: number): Promise<void> => {
    await writeFile(`${file}.new`, String(offset))
    await rename(`${file}.new`, file)
  }
  await set(0)
  const preload = new URL('../support/jumping-clock.mjs', import.meta.url).href
  const env = { NODE_OPTIONS: `--import=${preload}`, WALL_CLOCK_OFFSET: file, STUDIO_FAULTS: 'image:unavailable:1' }
  try {
    await withServer(env, async ({ url }) => {
      const client = createRestClient(url)
      const first = await begin(client)
      const jumpedAt = performance.now()
      await set(byMs)
      await sleep(100)
      // One that was under way when the clock jumped, and one that begins after it and meets the way back.
      const second = await begin(client)
      await set(0)
      const views = await Promise.all([first, second].map((id) => client.settled(id)))
      const [began, later] = views.map(({ createdAt }) => Date.parse(createdAt))
      const seenMs = (later ?? Number.NaN) - (began ?? Number.NaN)
      const tookMs = performance.now() - jumpedAt
      const flaws = (await Promise.all([first, second].map((id) => client.flaws(id)))).flat()
      for (const view of views) {
        if (view.status !== 'completed') flaws.push(`${view.id} ended ${view.status}`)
        for (const { kind, attempt } of view.jobs)
          if (attempt > (kind === 'image' ? 2 : 1)) flaws.push(`${kind} was taken over: attempt ${attempt}`)
      }
      if (!(Math.abs(seenMs - byMs) < usualMs)) flaws.push(`the server saw a jump of ${seenMs} ms`)
      if (tookMs > usualMs) flaws.push(`took ${round(tookMs / 1_000)} s`)
      tell('the wall clock jumps, and back', flaws, { byMinutes: byMs / 60_000, tookS: round(tookMs / 1_000, 1) })
    })
  } finally {
    await remove()
  }
}

await holdTheLock()
await jump(jumpMs)
await jump(-jumpMs)
process.exitCode = breaches > 0 ? 1 : 0
