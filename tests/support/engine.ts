import path from 'node:path'
import type { Handler, Handlers } from '../../lib/domain/handler.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import type { BriefInput } from '../../lib/domain/brief.ts'
import type { CampaignReader, Owner } from '../../lib/domain/store.ts'
import { createBus } from '../../lib/engine/bus.ts'
import { createLive } from '../../lib/engine/live.ts'
import { timeLimits } from '../../lib/engine/time-limit.ts'
import { createWorker, type Worker } from '../../lib/engine/worker.ts'
import { createFileStorage } from '../../lib/storage/files.ts'
import { createManualClock } from './clock.ts'
import { capacity, createCountingIds, newCampaign, resultFor } from './campaigns.ts'
import { openSqlite } from './sqlite.ts'

/** Engine and store on a real SQLite file and a clock that stands still; handlers are scripted at their port. */
export async function createEngine(script: Partial<Handlers> = {}) {
  const clock = createManualClock()
  const ids = createCountingIds()
  const opened = await openSqlite({ clock, ids })
  const { store } = opened
  const asked = { events: 0, view: 0, position: 0 }
  const reader: CampaignReader = {
    ...opened.reader,
    events: (...query) => {
      asked.events += 1
      return opened.reader.events(...query)
    },
    view: (...query) => {
      asked.view += 1
      return opened.reader.view(...query)
    },
    position: (...query) => {
      asked.position += 1
      return opened.reader.position(...query)
    },
  }
  const troubles: unknown[] = []
  const onTrouble = (error: unknown): void => void troubles.push(error)
  const bus = createBus({
    clock,
    onCommit: store.onCommit,
    dataVersion: opened.reader.dataVersion,
    lastChange: opened.reader.lastChange,
    changedSince: reader.changedSince,
  })
  const live = createLive({ reader, bus, clock, onTrouble })
  const plain: Handler = async ({ claim, beginCall, signal }) => {
    await beginCall()
    signal.throwIfAborted()
    return resultFor(claim, ids)
  }
  const handlers: Handlers = { analysis: plain, text: plain, image: plain, video: plain, ...script }
  const workers: Worker[] = []
  const hire = (pid = 1, isGone: (owner: Owner) => boolean = () => false): Worker => {
    const owner: Owner = { machineId: 'm', bootId: 'b', pid, processStart: '1' }
    const worker = createWorker({
      store,
      handlers,
      clock,
      limits: timeLimits(),
      owner,
      isGone,
      ...capacity,
      random: () => 0.5,
      onUnexpected: onTrouble,
      onTrouble,
    })
    workers.push(worker)
    return worker
  }
  return {
    ...opened,
    reader,
    storage: createFileStorage(path.join(opened.folder, 'assets'), clock),
    asked,
    clock,
    ids,
    bus,
    live,
    hire,
    troubles,
    plain,
    create: async (input: Partial<BriefInput> = {}): Promise<CampaignId> =>
      (await store.create(newCampaign(ids, input))).campaignId,
    async close(): Promise<void> {
      live.close()
      await Promise.all(workers.map((worker) => worker.stop(0)))
      bus.close()
      await opened.close()
    },
  }
}

/** Lets promises that are already settled run their course, without waiting for time. */
export async function settle(rounds = 20): Promise<void> {
  for (let round = 0; round < rounds; round++) await new Promise((resolve) => setImmediate(resolve))
}
