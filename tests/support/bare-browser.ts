import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { chromiumFlags } from '../../scripts/steps/browser.mjs'

const AnswerSchema = z.object({
  id: z.number().optional(),
  result: z.object({ result: z.object({ value: z.unknown().optional() }).optional() }).optional(),
})
const TargetsSchema = z.array(z.object({ type: z.string(), webSocketDebuggerUrl: z.string() }))

export type BareTab = {
  /** The value of an expression in the page as it is now. */
  ask(expression: string): Promise<unknown>
  stop(): Promise<void>
}

/**
 * One tab of a real Chromium with its back-forward cache, spoken to by the DevTools protocol alone: Playwright loses sight of a page that comes
 * back from it. Throws when the browser does not say where it listens.
 */
export async function openBareTab(executable: string, url: string): Promise<BareTab> {
  const profile = await mkdtemp(path.join(os.tmpdir(), 'unfold-tab-'))
  const flags = [...chromiumFlags, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, url]
  const browser = spawn(executable, flags, { stdio: ['ignore', 'ignore', 'pipe'] })
  const exited = once(browser, 'exit')
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    browser.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /ws:\/\/(\S+?)\//.exec(said)?.[1]
      if (found !== undefined) resolve(found)
    })
    browser.once('exit', () => reject(new Error(`The browser ended before it was ready. It said:\n${said}`)))
  })
  const targets = TargetsSchema.parse(await (await fetch(`http://${address}/json`)).json())
  const tab = targets.find((target) => target.type === 'page')
  if (!tab) throw new Error('The browser has no tab.')
  const socket = new WebSocket(tab.webSocketDebuggerUrl)
  await once(socket, 'open')
  let last = 0
  return {
    ask(expression) {
      const id = ++last
      const { promise, resolve } = Promise.withResolvers<unknown>()
      const hear = ({ data }: MessageEvent): void => {
        const answer = AnswerSchema.parse(JSON.parse(String(data)))
        if (answer.id !== id) return
        socket.removeEventListener('message', hear)
        resolve(answer.result?.result?.value)
      }
      socket.addEventListener('message', hear)
      socket.send(JSON.stringify({ id, method: 'Runtime.evaluate', params: { expression, returnByValue: true } }))
      return promise
    },
    async stop() {
      socket.close()
      browser.kill()
      await exited
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
