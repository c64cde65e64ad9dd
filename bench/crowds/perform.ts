import { readFileSync } from 'node:fs'
import { median, quantile, round } from '../../tests/support/bench.ts'
import { cpuOf } from '../../tests/support/process-cpu.ts'
import { memoryOf } from '../../tests/support/process-memory.ts'
import { startChild } from '../programs/child.ts'
import { CrowdAnswerSchema, type CrowdAnswer, type CrowdOrder } from '../programs/crowd-protocol.ts'

export const startCrowd = () => startChild<CrowdOrder, CrowdAnswer>('crowd.ts', [], CrowdAnswerSchema)
export type Crowd = ReturnType<typeof startCrowd>

/** A server that is ready for viewers of one or more campaigns (or topics), and how to make it send. */
export type Stage = {
  pid: number
  port: number
  /** A path per campaign: viewers are spread over them. */
  paths: string[]
  /** What a viewer has read when it is there. */
  mark: string
  /** The seq of the first event, per path. */
  firstSeqs: number[]
  /** Sends the event of this round to the viewers of a path. After the last round come `dryRounds` without viewers. */
  send(path: number, round: number): Promise<unknown>
}

/** `everyMs`: between rounds; in each round every viewer gets one event. */
export type Programme = { viewers: number; rounds: number; everyMs: number }

export type Told = {
  triples: Float64Array
  bytes: number
  openMs: number
  idleMb: number
  peakMb: number
  cpuMs: number
  dryCpuMs: number
}

/**
 * Ages in ms; memory of the server and bytes on the wire per viewer; `makeUs`: the server's CPU to make an event, seen without viewers; `cpuUs`:
 * what comes to it for each viewer that gets it.
 */
export type Result = {
  ages: number[]
  missing: number
  openMs: number
  idleKb: number
  peakKb: number
  makeUs: number
  cpuUs: number
  bytes: number
}

const warmUp = 20
/** Rounds that are sent when the viewers are gone, to see what an event costs without them. */
export const dryRounds = 10
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))

/** How many files this process may open: each viewer is one, in the crowd and in the server. */
export function mostViewers(): number {
  const openFiles = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
  return Number(openFiles ?? 1_024) - 200
}

/** Lets the crowd in, sends all events on a beat, and answers what was seen when. Memory is over what a warm server without viewers takes. */
export async function perform(crowd: Crowd, stage: Stage, { viewers, rounds, everyMs }: Programme): Promise<Told> {
  const { port, paths, mark, pid } = stage
  await crowd.ask({ type: 'open', port, paths, count: warmUp, mark })
  await crowd.ask({ type: 'close' })
  await pause(300)
  const empty = memoryOf(pid).now
  const begin = performance.now()
  await crowd.ask({ type: 'open', port, paths, count: viewers, mark })
  const openMs = performance.now() - begin
  await pause(1_000)
  const idleMb = memoryOf(pid).now - empty
  let peakMb = idleMb
  const cpuBefore = cpuOf(pid)
  const start = performance.now()
  for (let round = 0; round < rounds; round++) {
    await pause(start + round * everyMs - performance.now())
    for (const path of paths.keys()) await stage.send(path, round)
    peakMb = Math.max(peakMb, memoryOf(pid).now - empty)
  }
  const told = await crowd.ask({
    type: 'await',
    seqs: stage.firstSeqs.map((first) => first + rounds - 1),
    withinMs: 10_000,
  })
  const cpuMs = cpuOf(pid) - cpuBefore
  await crowd.ask({ type: 'close' })
  await pause(300)
  const dryStart = cpuOf(pid)
  for (let dry = 0; dry < dryRounds; dry++) for (const path of paths.keys()) await stage.send(path, rounds + dry)
  const dryCpuMs = cpuOf(pid) - dryStart
  const seen = told.type === 'seen' ? told : { triples: new Float64Array(), bytes: 0 }
  return { triples: seen.triples, bytes: seen.bytes, openMs, idleMb, peakMb, cpuMs, dryCpuMs }
}

/** `born`: when each event was made, per path and seq, by the clock of the host. */
export function resultOf(
  { triples, bytes, openMs, idleMb, peakMb, cpuMs, dryCpuMs }: Told,
  born: readonly ReadonlyMap<number, number>[],
  firstSeqs: readonly number[],
  { viewers, rounds }: Programme,
): Result {
  const ages: number[] = []
  for (let at = 0; at < triples.length; at += 3) {
    const [path = 0, seq = 0, seen = 0] = triples.subarray(at, at + 3)
    const made = born[path]?.get(seq)
    if (seq >= (firstSeqs[path] ?? 0) && made !== undefined) ages.push(seen - made)
  }
  const deliveries = viewers * rounds
  return {
    ages,
    missing: deliveries - ages.length,
    openMs,
    idleKb: (idleMb * 1_024) / viewers,
    peakKb: (peakMb * 1_024) / viewers,
    makeUs: (dryCpuMs * 1_000) / (dryRounds * firstSeqs.length),
    cpuUs: ((cpuMs - (dryCpuMs * rounds) / dryRounds) * 1_000) / deliveries,
    bytes: bytes / deliveries,
  }
}

/** Medians over interleaved runs. */
export function summaryOf(runs: readonly Result[]) {
  const middle = (value: (one: Result) => number): number => round(median(runs.map(value)), 1)
  return {
    p50Ms: middle(({ ages }) => median(ages)),
    p99Ms: middle(({ ages }) => quantile(ages, 0.99)),
    cpuUsPerViewer: middle(({ cpuUs }) => cpuUs),
    cpuUsToMake: middle(({ makeUs }) => makeUs),
    bytesPerViewer: middle(({ bytes }) => bytes),
    idleKbPerViewer: middle(({ idleKb }) => idleKb),
    peakKbPerViewer: middle(({ peakKb }) => peakKb),
    allOpenS: middle(({ openMs }) => openMs / 1_000),
    missing: runs.reduce((sum, { missing }) => sum + missing, 0),
  }
}
