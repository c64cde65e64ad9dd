import { afterEach, describe, expect, it } from 'vitest'
import { local, type Caller } from '../../lib/domain/caller.ts'
import type { BoardMessage } from '../../lib/domain/room.ts'
import { createEngine, settle } from '../support/engine.ts'

type Engine = Awaited<ReturnType<typeof createEngine>>
let engine: Engine
afterEach(() => engine.close())

/** Lets the bus notice what another process wrote, and the board say it. */
async function pass(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    engine.clock.advance(300)
    await settle()
  }
}

/** What is said until the stream ends, read as it comes. */
function hear<M>(stream: { next(): Promise<readonly M[] | null> }): M[] {
  const heard: M[] = []
  void (async () => {
    for (let batch = await stream.next(); batch; batch = await stream.next()) heard.push(...batch)
  })()
  return heard
}

const told = (messages: readonly BoardMessage[]): string[] =>
  messages.map((message) => {
    if (message.type === 'head') return `head ${message.summary.id}`
    if (message.type === 'control') return `${message.state} ${message.campaignId ?? 'all'}`
    return `${message.type} ${message.campaignId}`
  })

describe('a campaign that goes', () => {
  it.each([
    ['removed for good', true],
    ['put into the bin', false],
  ])('closes its open streams when it is %s in another process', async (_, purge) => {
    engine = await createEngine()
    const id = await engine.create()
    const viewer = await engine.live.follow(local, id, { cursor: 1, follow: true })
    if (!viewer) throw new Error('nothing to follow')
    const heard = hear(viewer)
    await pass()
    const other = await engine.another()
    await other.deleteCampaign(local, id, purge)
    await pass()
    await other.close()
    expect(heard.at(-1)).toEqual({ type: 'control', state: 'closed' })
  })

  it.each([
    ['removed for good here', true, false],
    ['put into the bin here', false, false],
    ['removed for good in another process', true, true],
    ['put into the bin in another process', false, true],
  ])('is said to be closed on every board when it is %s', async (_, purge, elsewhere) => {
    engine = await createEngine()
    const [kept, gone] = [await engine.create(), await engine.create()]
    await pass()
    const heard = hear(await engine.live.board(local, new Map()))
    await pass()
    expect(told(heard)).toEqual([`head ${kept}`, `head ${gone}`, 'live all'])
    const pen = elsewhere ? await engine.another() : engine.store
    await pen.deleteCampaign(local, gone, purge)
    await pass()
    expect(told(heard.slice(3))).toEqual([`closed ${gone}`])
    if (elsewhere) await pen.close()
  })

  it('is said to be closed to a board that comes back for it', async () => {
    engine = await createEngine()
    const [kept, gone] = [await engine.create(), await engine.create()]
    await engine.store.deleteCampaign(local, gone, true)
    await pass()
    const board = await engine.live.board(local, new Map([[gone, 1]]))
    const heard = hear(board)
    await pass()
    expect(told(heard)).toEqual([`head ${kept}`, 'live all', `closed ${gone}`])
  })

  it('is nobody else’s business', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const stranger: Caller = { ...local, workspaceId: 'another' }
    const heard = hear(await engine.live.board(stranger, new Map()))
    await engine.store.deleteCampaign(local, id, true)
    await pass()
    expect(told(heard)).toEqual(['live all'])
  })

  it('is no head any more, however late its head was read', async () => {
    engine = await createEngine()
    const id = await engine.create()
    const { heads } = engine.reader
    const late = Promise.withResolvers<void>()
    engine.reader.heads = async (caller) => {
      const found = await heads(caller)
      await late.promise
      return found
    }
    const opening = engine.live.board(local, new Map())
    await settle()
    await engine.store.deleteCampaign(local, id, true)
    await pass()
    late.resolve()
    const heard = hear(await opening)
    await pass()
    expect(told(heard)).toEqual([`closed ${id}`, 'live all'])
  })
})
