import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import type { z } from 'zod'

/** Longest wait for an answer of a child, ms. */
const patienceMs = 120_000

/** A program of this folder as a child that is asked and answers, one thing at a time. Throws when it ends or does not answer in time. */
export function startChild<Order extends object, Answer>(program: string, args: string[], answers: z.ZodType<Answer>) {
  const child = fork(path.join(import.meta.dirname, program), args, {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  const answer = async (): Promise<Answer> => {
    const given: unknown[] = await Promise.race([
      once(child, 'message', { signal: AbortSignal.timeout(patienceMs) }),
      exited.then(() => Promise.reject(new Error(`${program} ended before it answered.`))),
    ])
    return answers.parse(given[0])
  }
  return {
    pid: child.pid ?? Number.NaN,
    answer,
    ask(order: Order): Promise<Answer> {
      const given = answer()
      child.send(order)
      return given
    },
    async stop(): Promise<void> {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}
