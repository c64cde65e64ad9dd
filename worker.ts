import { readEnv } from './lib/env.ts'
import { wire } from './lib/wire.ts'

async function main(): Promise<void> {
  const env = readEnv({ ...process.env, ROLE: 'worker' })
  const wired = await wire(env)
  // The engine's own timers never hold a process open; a worker without a web server needs something that does.
  const alive = setInterval(() => undefined, 60_000)
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      void wired.stop().finally(() => {
        clearInterval(alive)
        process.exit(0)
      })
    })
  }
  wired.start()
  const { name, place } = wired.room.provider
  console.log(`Unfold worker runs on ${env.DATA_DIR} (provider: ${name}${place === undefined ? '' : `: ${place}`})`)
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
})
