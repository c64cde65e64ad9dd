import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

/** Starts a worker without a web server on `dataDir`; answers when it runs. Throws with what it printed when it ends before that. */
export async function startWorker({ dataDir, env = {} }: { dataDir: string; env?: Record<string, string> }) {
  const child = spawn(path.join(root, 'node_modules/.bin/node'), ['worker.ts'], {
    cwd: root,
    env: { PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'exit')
  let printed = ''
  const running = Promise.withResolvers<void>()
  const hear = (chunk: Buffer): void => {
    printed += chunk.toString()
    if (printed.includes('worker runs on')) running.resolve()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  child.once('exit', () => running.reject(new Error(`The worker ended before it was ready. It printed:\n${printed}`)))
  await running.promise
  return {
    pid: child.pid ?? Number.NaN,
    async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal)
      await exited
    },
  }
}
