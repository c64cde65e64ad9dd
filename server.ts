import http from 'node:http'
import { createRequire } from 'node:module'
import next from 'next'
import { PHASE_PRODUCTION_SERVER } from 'next/constants.js'
import { readEnv } from './lib/env.ts'
import { refuseBroken } from './lib/http/broken.ts'
import { guarded } from './lib/http/entry.ts'
import { createSockets, type Sockets } from './lib/http/ws.ts'
import { wire, type Wired } from './lib/wire.ts'

/** Longest wait for open connections after the last stream said goodbye, ms. */
const lingerMs = 400

function giveUp(error: unknown): never {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

function listen(server: http.Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE'
      reject(inUse ? new Error(`PORT: ${port} is in use. Stop the other program or set another PORT.`) : error)
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

/** Next prints how long the reading of its configuration took, unless that was read before: one line is to be said here, and not that one. */
async function readNextConfig(): Promise<void> {
  const config: unknown = createRequire(import.meta.url)('next/dist/server/config.js')
  if (typeof config !== 'object' || config === null || !('default' in config)) return
  if (typeof config.default === 'function')
    await Reflect.apply(config.default, undefined, [PHASE_PRODUCTION_SERVER, import.meta.dirname])
}

/** Loads the pages and routes that people ask for first, so that nobody waits for their modules. What goes wrong here is met by the asker. */
async function warmUp(url: string): Promise<void> {
  const nobody = 'cmp_00000000000000000000'
  const paths = [
    '/',
    '/campaigns/new',
    `/campaigns/${nobody}`,
    '/api/v1/campaigns',
    `/api/v1/campaigns/${nobody}/events`,
    '/api/v1/events?campaigns=nobody',
  ]
  for (const path of paths) {
    await fetch(`${url}${path}`, { signal: AbortSignal.timeout(5_000) })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined)
  }
}

async function main(): Promise<void> {
  const dev = process.argv.includes('--dev')
  const env = readEnv(process.env)
  // A worker may have any HOST, because it opens no port.
  if (env.ROLE === 'worker') throw new Error('ROLE: a worker serves no pages. Start it with npm run worker.')
  const ready = Promise.withResolvers<http.RequestListener>()
  let sockets: Sockets | null = null
  const server = http.createServer(
    {
      shouldUpgradeCallback: (request) => !isAnswering(request.socket) && (sockets?.takes(request) ?? false),
      // Node would refuse a request without one with no word of why.
      requireHostHeader: false,
    },
    (request, response) => {
      void ready.promise.then((handle) => handle(request, response))
    },
  )
  const { isAnswering } = refuseBroken(server)
  // An expectation that nobody knows is not kept, which is allowed; Node would refuse it without a word.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  // A stream may be open for hours; Node's own limits are for requests, not for answers.
  server.requestTimeout = 60_000

  let wired: Wired | null = null
  let stopping = false
  const stop = async (): Promise<void> => {
    if (stopping) return
    stopping = true
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    sockets?.close()
    await wired?.stop()
    const linger = setTimeout(() => server.closeAllConnections(), lingerMs)
    await closed
    clearTimeout(linger)
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())

  const port = await listen(server, env.PORT, env.HOST)
  wired = await wire(env)
  wired.room.hosts.port = port
  Object.assign(globalThis, { [Symbol.for('unfold')]: wired.room })
  // Next listens for upgrades by itself and ends those it does not know, ours too: it gets a server of its own, and there only what is its.
  const pages = http.createServer()
  if (!dev) await readNextConfig()
  const app = next({ dev, hostname: env.HOST, port, httpServer: pages, dir: import.meta.dirname })
  await app.prepare()
  if (stopping) return
  ready.resolve(guarded(app.getRequestHandler(), wired.room.hosts))
  sockets = createSockets({
    room: wired.room,
    // Until somebody asked for a page, nobody listens there: whoever comes back to a new server tries again.
    ...(dev && {
      otherwise: (request, wire, head) => void (pages.emit('upgrade', request, wire, head) || wire.destroy()),
    }),
  })
  server.on('upgrade', sockets.upgrade)
  wired.start()
  const host = env.HOST.includes(':') ? `[${env.HOST}]` : env.HOST
  const url = `http://${host}:${port}`
  if (!dev) await warmUp(url)
  const { name, place } = wired.room.provider
  console.log(`Unfold is at ${url} (provider: ${name}${place === undefined ? '' : `: ${place}`})`)
}

await main().catch(giveUp)
