import { setTimeout as pause } from 'node:timers/promises'
import { createFolder } from '../sqlite.ts'
import { startServer } from '../start-server.ts'

export type RestartingServer = {
  port(): number
  /** For how long it was there, all in all, ms. */
  upMs(): number
  /** Asks until there is a whole answer other than 503, through as many restarts as it takes: what it asks for may be done twice. */
  ask(path: string, init?: RequestInit): Promise<{ status: number; body: unknown }>
  /** By SIGTERM, or, `hard`, as a power cut; then again on the same data. */
  restart(hard: boolean): Promise<void>
  stop(): Promise<void>
}

/** The real server on data that stay. */
export async function startRestartingServer(env: Record<string, string>): Promise<RestartingServer> {
  const { folder, remove } = await createFolder()
  let running = await startServer({ dataDir: folder, env })
  let upBefore = 0
  let upSince: number | null = performance.now()
  const upMs = (): number => upBefore + (upSince === null ? 0 : performance.now() - upSince)
  return {
    upMs,
    port: () => Number(new URL(running.url).port),
    async ask(path, init = {}) {
      for (;;) {
        try {
          const response = await fetch(`${running.url}${path}`, init)
          const body: unknown = await response.json()
          if (response.status !== 503) return { status: response.status, body }
        } catch {
          // It is on its way down, or not there yet.
        }
        await pause(50)
      }
    },
    async restart(hard) {
      upBefore = upMs()
      upSince = null
      await (hard ? running.kill() : running.stop())
      running = await startServer({ dataDir: folder, env })
      upSince = performance.now()
    },
    async stop() {
      await running.stop()
      await remove()
    },
  }
}
