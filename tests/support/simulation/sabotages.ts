import type Database from 'better-sqlite3'
import type { Plant } from './plant.ts'
import { plantsOfControl } from './plants-of-control.ts'
import { plantsOfMoney } from './plants-of-money.ts'
import { plantsOfTheLog } from './plants-of-the-log.ts'
import { plantsOfWorkers } from './plants-of-workers.ts'

const plants = { ...plantsOfWorkers, ...plantsOfTheLog, ...plantsOfControl, ...plantsOfMoney }
export type SabotageName = keyof typeof plants

export const isSabotage = (name: string): name is SabotageName => Object.hasOwn(plants, name)
export const sabotageNames: readonly SabotageName[] = Object.keys(plants).filter(isSabotage)

/** Builds a fault on a file; `side` is a connection past the pen. */
export const plantOf = (name: SabotageName | null, side: Database.Database): Plant =>
  name === null ? {} : plants[name](side)
