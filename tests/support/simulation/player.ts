import { parentPort, workerData } from 'node:worker_threads'
import { sharesGround, type Order } from './players.ts'
import { planOf } from './plans.ts'
import { joinGround, simulate, type Outcome } from './simulate.ts'

/** One thread of players: plays what it is sent, in order, and answers with what came of it. */
const { template } = sharesGround.parse(workerData)
const ground = await joinGround(template)

const play = async ({ seed, boundary, sabotage }: Order): Promise<Outcome> =>
  simulate(ground, { seed, crash: boundary === null ? planOf(seed) : { by: 'number', boundary }, sabotage })

parentPort?.on('message', (orders: readonly Order[]) => {
  void (async () => {
    const outcomes: Outcome[] = []
    for (const order of orders) outcomes.push(await play(order))
    parentPort?.postMessage(outcomes)
  })()
})
