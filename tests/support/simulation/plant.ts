import type { Bus } from '../../../lib/domain/dispatcher.ts'
import type { Handlers } from '../../../lib/domain/handler.ts'
import type { Live } from '../../../lib/domain/room.ts'
import type { JobStore, Owner } from '../../../lib/domain/store.ts'
import type { PortDeps } from './ports.ts'
import type { Rows } from './rows.ts'

/** A fault planted at a port of a simulated process. */
export type Plant = {
  /** Below the simulated way to the file. */
  store?(real: JobStore, deps: PortDeps): JobStore
  /** Above it, in the process. */
  pen?(pen: JobStore, deps: PortDeps): JobStore
  handlers?(handlers: Handlers, deps: PortDeps): Handlers
  bus?(bus: Bus, deps: PortDeps): Bus
  live?(live: Live, rows: Rows): Live
  isGone?(owner: Owner): boolean
}
