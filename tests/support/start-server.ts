import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { memoryEnvironment, nodeFlags } from '../../scripts/steps/server-process.mjs'

export type RunningServer = {
  url: string
  pid: number
  dataDir: string
  /** Asks it to end (SIGTERM unless named) and answers its exit code, null when a signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Everything it printed so far. */
  output(): string
}

const root = path.resolve(import.meta.dirname, '../..')
const longestStartMs = 30_000

/**
 * Starts the real server as a process of its own, on a free port and, unless `dataDir` is given, on a fresh folder that goes when it stops.
 * Needs a build. Throws with what it printed when it ends or says nothing of its address in time.
 */
export async function startServer({
  env = {},
  dataDir: given,
}: { env?: Record<string, string>; dataDir?: string } = {}): Promise<RunningServer> {
  const dataDir = given ?? (await mkdtemp(path.join(os.tmpdir(), 'unfold-test-')))
  const child = spawn(path.join(root, 'node_modules/.bin/node'), [...nodeFlags, 'server.ts'], {
    cwd: root,
    env: {
      ...memoryEnvironment,
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      PORT: '0',
      DATA_DIR: dataDir,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let printed = ''
  const address = Promise.withResolvers<string>()
  const hear = (chunk: Buffer): void => {
    printed += chunk.toString()
    const found = /^.*\b(http:\/\/\S+:\d+)/m.exec(printed)?.[1]
    if (found !== undefined) address.resolve(found)
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const giveUp = (why: string) => () => address.reject(new Error(`${why} It printed:\n${printed}`))
  const late = setTimeout(giveUp('The server did not say its address in time.'), longestStartMs)
  child.once('exit', (code) => giveUp(`The server ended with code ${code} before it was ready.`)())

  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    await exited
    if (given === undefined) await rm(dataDir, { recursive: true, force: true })
    return child.exitCode
  }
  try {
    const url = await address.promise
    return {
      url,
      pid: child.pid ?? Number.NaN,
      dataDir,
      stop: (signal = 'SIGTERM') => end(signal),
      kill: async () => void (await end('SIGKILL')),
      output: () => printed,
    }
  } catch (error) {
    await end('SIGKILL')
    throw error
  } finally {
    clearTimeout(late)
  }
}
