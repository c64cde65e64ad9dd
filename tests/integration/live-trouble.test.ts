import { afterEach, describe, expect, it } from 'vitest'
import { local } from '../../lib/domain/caller.ts'
import type { BoardMessage } from '../../lib/domain/room.ts'
import { createEngine, settle } from '../support/engine.ts'

type Engine = Awaited<ReturnType<typeof createEngine>>
let engine: Engine
afterEach(() => engine.close())

const claimOne = () =>
  engine.store.claim({ owner: { machineId: 'm', bootId: 'b', pid: 1, processStart: '1' }, kinds: ['analysis'] })

/** The first `calls` calls fail, as when the disk does not answer. */
function failing<Query extends unknown[], T>(
  calls: number,
  real: (...query: Query) => Promise<T>,
): (...query: Query) => Promise<T> {
  let failed = 0
  return (...query) =>
    (failed += 1) <= calls ? Promise.reject(new Error('The disk does not answer.')) : real(...query)
}

const lastHead = (messages: readonly BoardMessage[]): string | undefined =>
  messages.flatMap((message) => (message.type === 'head' ? [message.summary.status] : [])).at(-1)

describe('streams while the store has trouble', () => {
  it('keep no tail for a reader that could not be let in', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const { position } = engine.reader
    let asked = 0
    engine.reader.position = (...query) =>
      (asked += 1) === 2 ? Promise.reject(new Error('The disk does not answer.')) : position(...query)
    await expect(engine.live.follow(local, id, { cursor: 1, follow: true })).rejects.toThrow('disk')
    const before = engine.asked.events
    await claimOne()
    await settle()
    expect(engine.asked.events).toBe(before)
  })

  it('keep no board that could not be opened', async () => {
    engine = await createEngine()
    await engine.create()
    engine.reader.heads = failing(1, engine.reader.heads)
    await expect(engine.live.board(local, new Map())).rejects.toThrow('disk')
    const { summaries } = engine.reader
    let asked = 0
    engine.reader.summaries = (...query) => {
      asked += 1
      return summaries(...query)
    }
    await claimOne()
    engine.clock.advance(1_000)
    await settle()
    expect(asked).toBe(0)
  })

  it('tell the board late, not never, what could not be read', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const board = await engine.live.board(local, new Map())
    await board.next()
    await engine.store.cancelCampaign(local, id)
    engine.reader.summaries = failing(1, engine.reader.summaries)
    engine.clock.advance(250)
    await settle()
    expect(engine.troubles).toHaveLength(1)
    engine.clock.advance(1_000)
    await settle()
    const heard = await Promise.race([board.next(), settle().then(() => null)])
    expect(lastHead(heard ?? [])).toBe('canceled')
    board.close()
  })

  it('ask the board’s reader to come again when one of its campaigns cannot be read on', async () => {
    engine = await createEngine()
    const id = await engine.create()
    engine.reader.view = failing(1, engine.reader.view)
    const board = await engine.live.board(local, new Map([[id, Number.MAX_SAFE_INTEGER]]))
    const heard: BoardMessage[] = []
    for (let round = 0; round < 3; round++) {
      const batch = await Promise.race([board.next(), settle().then(() => undefined)])
      if (batch === null) break
      heard.push(...(batch ?? []))
    }
    expect(heard.at(-1)).toEqual({ type: 'control', campaignId: null, state: 'reconnect' })
    board.close()
  })

  it('say goodbye to a board that was being opened while the server went down', async () => {
    engine = await createEngine()
    await engine.create()
    const opening = engine.live.board(local, new Map())
    engine.live.close()
    const board = await opening
    const goodbye = await Promise.race([board.next(), settle().then(() => null)])
    expect(goodbye).toEqual([{ type: 'control', campaignId: null, state: 'reconnect' }])
    board.close()
  })
})
