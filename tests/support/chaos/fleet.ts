import { setTimeout as pause } from 'node:timers/promises'
import { startServer, type RunningServer } from '../start-server.ts'
import { startWorker } from '../start-worker.ts'

export type FleetDeps = { dataDir: string; env: Record<string, string>; sabotage: string | null; chance(): number }
type RunningWorker = Awaited<ReturnType<typeof startWorker>>

/** A stopped worker must be thought dead by the others before it wakes: longer than a lease, ms. */
const stopForMs = 19_000

/** The processes of one installation on one folder: a web server with a worker inside, and a worker beside it. Each may die at any moment and comes back. */
export async function createFleet({ dataDir, env, sabotage, chance }: FleetDeps) {
  const preload = new URL('./planted.ts', import.meta.url).href
  const planted = {
    ...env,
    ...(sabotage !== null && { NODE_OPTIONS: `--import=${preload}`, UNFOLD_PLANTED: sabotage }),
  }
  const counts = { kills: 0, stops: 0, restarts: 0 }
  let server: RunningServer | null = null
  let worker: RunningWorker | null = null
  let port = 0

  const serve = async (): Promise<void> => {
    server = await startServer({ dataDir, env: { ...planted, PORT: String(port), WORKER_CONCURRENCY: '2' } })
    port = Number(new URL(server.url).port)
  }
  const hire = async (): Promise<void> => {
    // The worker takes most of the jobs, so that it never stands still with nothing in its hands.
    worker = await startWorker({ dataDir, env: { ...planted, WORKER_CONCURRENCY: '8' } })
  }
  await serve()
  await hire()

  return {
    counts,
    /** The end of what the server printed since it last came up. */
    lastWords: () => server?.output().slice(-2_000) ?? '',
    /** The address stays the same over restarts. */
    url: () => `http://127.0.0.1:${port}`,
    async killServer(): Promise<void> {
      await server?.kill()
      counts.kills += 1
      await pause(chance() * 300)
      await serve()
    },
    async killWorker(): Promise<void> {
      await worker?.stop('SIGKILL')
      counts.kills += 1
      await hire()
    },
    /** The polite way: what runs is handed back. */
    async restartServer(): Promise<void> {
      await server?.stop()
      counts.restarts += 1
      await serve()
    },
    /** The worker stands still in the middle of its work, for longer than its leases live, and wakes among those who took it over. */
    async stopWorker(): Promise<void> {
      const { pid } = worker ?? {}
      if (pid === undefined) return
      process.kill(pid, 'SIGSTOP')
      await pause(stopForMs)
      process.kill(pid, 'SIGCONT')
      counts.stops += 1
    },
    async close(): Promise<void> {
      await worker?.stop()
      await server?.stop()
    },
  }
}
