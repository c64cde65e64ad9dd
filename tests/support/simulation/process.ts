import { createHandlers } from '../../../lib/campaigns/handlers/handlers.ts'
import { createSqliteJobStore } from '../../../lib/db/sqlite/job-store.ts'
import { createSqliteReader } from '../../../lib/db/sqlite/reader.ts'
import type { PrismaClient } from '../../../lib/db/generated/client.ts'
import type { Handlers } from '../../../lib/domain/handler.ts'
import type { Ids } from '../../../lib/domain/ids.ts'
import type { Live } from '../../../lib/domain/room.ts'
import type { JobStore, Owner } from '../../../lib/domain/store.ts'
import type { WebsiteReader } from '../../../lib/domain/website.ts'
import { createBus } from '../../../lib/engine/bus.ts'
import { createLive } from '../../../lib/engine/live.ts'
import { timeLimits } from '../../../lib/engine/time-limit.ts'
import { createWorker, type Worker } from '../../../lib/engine/worker.ts'
import { capacity as room } from '../campaigns.ts'
import { filesOf, penOf, readerOf, type PortDeps } from './ports.ts'
import type { Rows } from './rows.ts'
import type { Plant } from './plant.ts'
import type { Actor } from './schedule.ts'
import type { Vendor } from './vendor.ts'

/** The bus asks every 15 ms whether the file has changed; here it asks less often, so that idle minutes are cheap. */
const busStretch = 20
const capacity = { slots: room.slots, concurrency: 4 }

export type Process = Actor & {
  readonly owner: Owner
  readonly pen: JobStore
  readonly live: Live
  readonly worker: Worker
  /** Sends the readers away, as a process does that is told to stop. */
  closeStreams(): void
  /** kill -9: nothing of it runs any more, what was committed stays. */
  die(): void
  /** Closes the connections that the system would close for a dead process. */
  release(): Promise<void>
}

export type ProcessDeps = Omit<PortDeps, 'actor' | 'die'> & {
  file: string
  ids: Ids
  prisma: PrismaClient
  rows: Rows
  vendor: Vendor
  /** Lengths of the files that all processes see, by hash. */
  kept: Map<string, number>
  plant: Plant
  isGone(owner: Owner): boolean
  onDeath(): void
  onTrouble(error: unknown): void
}

/** One process of the product as `wire` builds it: pen, reader, bus, streams, handlers and worker on a file that others use too. */
export function startProcess(pid: number, deps: ProcessDeps): Process {
  const { file, ids, prisma, rows, vendor, kept, plant, schedule, crashes, isGone, onDeath, onTrouble } = deps
  const actor: Actor = { alive: true, pausedUntil: 0 }
  let closers: (() => void)[] = []
  const die = (): void => {
    if (!actor.alive) return
    actor.alive = false
    for (const close of closers.splice(0)) close()
    onDeath()
  }
  /** A process may die in the moment in which a timer falls due. */
  const due = (): boolean => {
    const dies = crashes.pass('timer:due')
    if (dies) die()
    return dies
  }
  const clock = schedule.clockOf(actor, { due })
  const real = createSqliteJobStore({ file, clock, ids, capacity })
  const log = createSqliteReader({ file, prisma })
  const ports: PortDeps = { ...deps, actor, die }
  const faulty = plant.store?.(real, ports) ?? real
  const plainPen = penOf(faulty, ports)
  const pen = plant.pen?.(plainPen, ports) ?? plainPen
  const reader = readerOf({ ...log, view: async (_caller, id) => rows.view(id) }, ports)
  const ownBus = createBus({
    clock: schedule.clockOf(actor, { stretch: busStretch }),
    onCommit: real.onCommit,
    dataVersion: log.dataVersion,
    lastChange: log.lastChange,
    changedSince: reader.changedSince,
  })
  const bus = plant.bus?.(ownBus, ports) ?? ownBus
  const ownLive = createLive({ reader, bus, clock, onTrouble })
  const live = plant.live?.(ownLive, rows) ?? ownLive
  const owner: Owner = { machineId: 'm', bootId: 'b', pid, processStart: String(pid) }
  const caller = Object.assign(actor, { die })
  const providers = [vendor.providerOf(caller), vendor.providerOf(caller, { drafts: true })]
  const website: WebsiteReader = { read: async (url) => ({ status: 'unread', url, reason: 'unreachable' }) }
  const ownHandlers: Handlers = createHandlers({
    providers,
    storage: filesOf(ports, kept),
    ids,
    clock,
    website,
    uploads: async () => [],
    made: reader.made,
  })
  const self: Process = Object.assign(actor, {
    owner,
    pen,
    live,
    closeStreams: ownLive.close,
    die,
    worker: createWorker({
      store: pen,
      handlers: plant.handlers?.(ownHandlers, ports) ?? ownHandlers,
      clock,
      limits: timeLimits(),
      owner,
      isGone: plant.isGone ?? isGone,
      ...capacity,
      random: schedule.chance,
      onUnexpected: onTrouble,
      onTrouble,
    }),
    async release(): Promise<void> {
      await log.close()
      await real.close()
    },
  })
  const stopWaking = bus.subscribe(({ ready }) => ready !== false && self.worker.wake())
  closers = [stopWaking, ownBus.close]
  self.worker.start()
  return self
}
