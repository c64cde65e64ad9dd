import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { VendorCall } from './ledger.ts'
import type { Script, VendorKind } from './script.ts'

export type VendorProcess = {
  url: string
  pid: number
  calls(): Promise<VendorCall[]>
  change(script: Partial<Script>): Promise<void>
  /** Resolves when so many calls of a kind were heard. */
  untilHeard(kind: VendorKind, count: number): Promise<void>
  stop(): Promise<void>
}

const root = path.resolve(import.meta.dirname, '../../..')

/** Starts the vendor as a process of its own. Its books are in `ledgerFile` when one is named. */
export async function startVendorProcess({
  script = {},
  ledgerFile,
}: { script?: Partial<Script>; ledgerFile?: string } = {}): Promise<VendorProcess> {
  const child = spawn(
    path.join(root, 'node_modules/.bin/node'),
    [
      'tests/support/vendor/run.ts',
      '--script',
      JSON.stringify(script),
      ...(ledgerFile === undefined ? [] : ['--ledger', ledgerFile]),
    ],
    { cwd: root, env: { ...process.env, NODE_ENV: 'test' }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(child, 'exit')
  const [url] = await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(([code]) => Promise.reject(new Error(`The vendor ended with code ${String(code)}.`))),
  ])
  return {
    url,
    pid: child.pid ?? 0,
    calls: async () => (await fetch(`${url}/__ledger`, { headers: { connection: 'close' } })).json(),
    async change(to) {
      await fetch(`${url}/__script`, { method: 'POST', body: JSON.stringify(to) })
    },
    async untilHeard(kind, count) {
      await fetch(`${url}/__wait`, { method: 'POST', body: JSON.stringify({ kind, count }) })
    },
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
