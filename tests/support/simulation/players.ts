import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import type { SabotageName } from './sabotages.ts'
import { prepareGround, type Outcome } from './simulate.ts'

/** One history to play; `boundary` is the one at which the process dies, null for the plan of the seed. */
export type Order = { seed: number; boundary: number | null; sabotage: SabotageName | null }

/** What a thread must know to begin. */
export const sharesGround = z.object({ template: z.string() })

/** Histories a thread is sent at once. */
const most = 4

/** Threads that play histories, each on a file of its own. */
export async function openPlayers(threads: number) {
  const ground = await prepareGround()
  const workers = Array.from(
    { length: threads },
    () =>
      new Worker(new URL('./player.ts', import.meta.url), {
        workerData: { template: ground.template },
        execArgv: [],
        // Histories leave a lot of short-lived things.
        resourceLimits: { maxYoungGenerationSizeMb: 64 },
      }),
  )
  const ask = async (worker: Worker, orders: readonly Order[]): Promise<readonly Outcome[]> => {
    worker.postMessage(orders)
    const [outcomes] = (await once(worker, 'message')) as [readonly Outcome[]]
    return outcomes
  }

  return {
    /** Plays `orders` on all threads; tells of each as it ends, in any order, until one that is heard says `stop`. */
    async play(orders: Iterable<Order>, hear: (outcome: Outcome, order: Order) => 'go on' | 'stop'): Promise<void> {
      const left = orders[Symbol.iterator]()
      let stopped = false
      const take = (): Order[] => {
        const taken: Order[] = []
        while (!stopped && taken.length < most) {
          const next = left.next()
          if (next.done) break
          taken.push(next.value)
        }
        return taken
      }
      await Promise.all(
        workers.map(async (worker) => {
          for (let next = take(); next.length > 0; next = take()) {
            const outcomes = await ask(worker, next)
            for (const [at, order] of next.entries()) {
              const outcome = outcomes[at]
              if (outcome && !stopped) stopped = hear(outcome, order) === 'stop'
            }
          }
        }),
      )
    },
    async close(): Promise<void> {
      await Promise.all(workers.map((worker) => worker.terminate()))
      await ground.remove()
    },
  }
}
export type Players = Awaited<ReturnType<typeof openPlayers>>

/** The histories of seeds, as planned. */
export function* histories(first: number, count: number, sabotage: SabotageName | null = null): Generator<Order> {
  for (let seed = first; seed < first + count; seed++) yield { seed, boundary: null, sabotage }
}
