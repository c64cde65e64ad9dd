import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import Database from 'better-sqlite3'
import { connectPrisma } from '../../../lib/db/connect.ts'
import type { PrismaClient } from '../../../lib/db/generated/client.ts'
import { migrate } from '../../../lib/db/migrate.ts'
import { isAppError } from '../../../lib/domain/errors.ts'
import { createCountingIds } from '../campaigns.ts'
import { createFolder } from '../sqlite.ts'
import { tinyFilm, tinyPicture } from '../tiny-media.ts'
import { Breach } from './breach.ts'
import { createCrashes, type CrashPlan, type CrashPoint } from './crash-points.ts'
import { createFacts } from './facts.ts'
import { createMoney } from './money.ts'
import { createPeople } from './people.ts'
import { startProcess, type Process } from './process.ts'
import { createReference } from './reference.ts'
import { createRows } from './rows.ts'
import { plantOf, type SabotageName } from './sabotages.ts'
import { createSchedule } from './schedule.ts'
import { createVendor, garbage, type Media } from './vendor.ts'

/** Virtual time of mischief at least and at most, and the time by which everything must have settled after it, ms. */
const mischief = { leastMs: 16_000, mostMs: 38_000 }
const settleMs = 120_000

export type Simulation = { seed: number; crash: CrashPlan; sabotage: SabotageName | null }

export type Outcome = {
  /** What was broken, null when every promise held. */
  breach: string | null
  steps: number
  facts: number
  /** Calls that the vendor accepted and asks money for. */
  paidCalls: number
  crashes: number
  struck: ReadonlyMap<CrashPoint, number>
  /** Boundaries the history passed at which a process may die. */
  boundaries: number
  virtualMs: number
  /** Of the whole log: the same seed gives the same history. */
  digest: string
}

/** `template` is a migrated file, copied for each history into `folder`. */
export type Ground = { template: string; folder: string; prisma: PrismaClient; media: Media }

/** Where histories are played: in memory where the system has a folder there, so that only the file's work is measured, not a disk's. */
const inMemory = '/dev/shm'
const parent = existsSync(inMemory) ? inMemory : os.tmpdir()

/** A migrated file to copy for each history. */
export async function prepareGround(): Promise<{ template: string; remove(): Promise<void> }> {
  const { folder, remove } = await createFolder(parent)
  const template = path.join(folder, 'template.db')
  await migrate({ databaseFile: template })
  return { template, remove }
}

/** A folder beside the template for one player, gone with the template. */
export async function joinGround(template: string): Promise<Ground> {
  const folder = await mkdtemp(path.join(path.dirname(template), 'player-'))
  const media = { film: await tinyFilm({ frames: 2 }), picture: await tinyPicture() }
  return { template, folder, prisma: await connectPrisma(template), media }
}

/** What the file and the vendor do to a process; everything else that it tells its operator is a fault of its own. */
const isExpected = (error: unknown): boolean =>
  isAppError(error) || (error instanceof Error && error.message === garbage)

/** Plays one history from its seed: processes come, die, stop and go on, people command and watch, and every step is compared with the model. */
export async function simulate(ground: Ground, { seed, crash, sabotage }: Simulation): Promise<Outcome> {
  const file = path.join(ground.folder, 'history.db')
  for (const end of ['', '-wal', '-shm']) await rm(file + end, { force: true })
  await copyFile(ground.template, file)
  const side = new Database(file)
  const rows = createRows(side)
  const breaches: Error[] = []
  const blame = (error: unknown): void =>
    void breaches.push(error instanceof Error ? error : new Error('Something broke.', { cause: error }))

  const schedule = createSchedule(seed, () => {
    if (breaches[0]) throw breaches[0]
    reference.look()
    if (died) reference.lookBack()
    died = false
    vendor.look()
  })
  const { chance } = schedule
  const crashes = createCrashes(crash, schedule)
  const paid = chance() < 0.8
  const readFact = createFacts()
  const money = createMoney(rows, { paid })
  const reference = createReference({ rows, money, readFact, now: schedule.now })
  const ids = createCountingIds()
  const plant = plantOf(sabotage, side)
  const vendor = createVendor({
    media: ground.media,
    schedule,
    crashes,
    money,
    canceledAt: reference.canceledAt,
    blame,
    paid,
  })
  const processes: Process[] = []
  const kept = new Map<string, number>()
  const mischiefMs = mischief.leastMs + chance() * chance() * (mischief.mostMs - mischief.leastMs)
  const oneHost = chance() < 0.5
  let peace = false
  let died = false

  const living = (): Process[] => processes.filter((process) => process.alive)
  const start = (): void => {
    processes.push(
      startProcess(processes.length + 1, {
        file,
        ids,
        prisma: ground.prisma,
        rows,
        schedule,
        crashes,
        reference,
        vendor,
        kept,
        plant,
        // The worst moment for a sleeper to wake up is when its job is being taken over.
        suspect({ owner }) {
          const sleeper = processes.find((process) => process.owner.pid === owner.pid)
          if (sleeper && chance() < 0.7) sleeper.pausedUntil = Math.min(sleeper.pausedUntil, schedule.now())
        },
        trouble: () => (peace ? 0 : 0.01),
        isGone: (owner) => oneHost && processes.some((process) => process.owner.pid === owner.pid && !process.alive),
        onDeath: () => (died = true),
        onTrouble: (error) => void (isExpected(error) || blame(error)),
      }),
    )
  }
  const anyProcess = (): Process | null => living()[Math.floor(chance() * living().length)] ?? null
  const people = createPeople({
    schedule,
    readFact,
    ids,
    reference,
    paid,
    anyProcess,
    seqOf: (id) => reference.views().get(id)?.seq ?? 0,
    blame,
  })

  const every = (least: number, most: number, act: () => void): void => {
    const again = (): void =>
      void schedule.after(least + chance() * (most - least), null, () => {
        if (peace) return
        act()
        again()
      })
    again()
  }
  // Somebody starts what has died; somebody stops a process gently; somebody's laptop sleeps.
  const supervise = (): void =>
    void schedule.after(200 + chance() * 1_500, null, () => {
      const awake = living().filter((process) => process.pausedUntil <= schedule.now())
      if (living().length < 2 || awake.length === 0) start()
      supervise()
    })
  const stopGently = (process: Process): void => {
    process.closeStreams()
    void process.worker.stop(2_000).then(() => process.die())
  }
  start()
  start()
  supervise()
  for (let count = 2 + Math.floor(chance() * 3); count > 0; count--)
    schedule.after(chance() * count * 6_000, null, () => people.begin(`campaign ${count}`))
  every(200, 2_200, people.command)
  // Both are of interest while something runs.
  const busy = (): Process | undefined =>
    living().find((process) => process.worker.running() > 0 && process.pausedUntil <= schedule.now())
  every(2_000, 14_000, () => {
    const process = busy()
    if (process) stopGently(process)
  })
  every(300, 5_000, () => {
    const process = busy()
    if (process) process.pausedUntil = schedule.now() + (chance() < 0.3 ? chance() * 2_000 : 14_000 + chance() * 6_000)
  })
  schedule.after(mischiefMs, null, () => {
    peace = true
    crashes.disarm()
    for (const process of processes) process.pausedUntil = Math.min(process.pausedUntil, schedule.now())
    const insist = (): void => {
      people.relent()
      schedule.after(1_000, null, insist)
    }
    insist()
  })

  const settled = (): boolean =>
    peace &&
    people.answeredAll() &&
    reference.settled() &&
    people.readings.every(
      (reading) => reading.state() === 'settled' && reading.view()?.seq === reference.views().get(reading.id)?.seq,
    )
  try {
    const done = await schedule.run(settled, mischiefMs + settleMs)
    reference.audit()
    reference.lookBack()
    if (rows.campaigns().length !== people.keys()) throw new Breach('one key, one campaign', rows.campaigns().join())
    if (!done) throw new Breach('every reader comes to the end', people.readings.map((one) => one.state()).join())
    for (const reading of people.readings) {
      if (!isDeepStrictEqual(reading.view(), rows.view(reading.id)))
        throw new Breach('a reader sees what the rows say', reading.id)
    }
  } catch (error) {
    blame(error)
  }
  const log = rows.log(0)
  for (const process of processes) {
    process.die()
    await process.release()
  }
  side.close()
  return {
    breach: breaches[0]?.message ?? null,
    steps: schedule.steps(),
    facts: log.length,
    paidCalls: money.accepted().filter(({ micros }) => micros > 0).length,
    crashes: crashes.count(),
    struck: crashes.struck(),
    boundaries: crashes.passed(),
    virtualMs: Math.round(schedule.now()),
    digest: createHash('sha256').update(JSON.stringify(log)).digest('hex').slice(0, 16),
  }
}
