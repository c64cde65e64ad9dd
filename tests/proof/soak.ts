import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { numberFlag, print, quantile, round } from '../support/bench.ts'
import { createChance } from '../support/chance.ts'
import { memoryOf } from '../support/process-memory.ts'
import { driftOf, type Minute } from '../support/soak/drift.ts'
import { startLoad } from '../support/soak/load.ts'
import { startServer, type RunningServer } from '../support/start-server.ts'

/**
 * The real server under steady load for an hour: campaigns, films, streams that come and go, edits, parts made again, deletions. Every minute its
 * memory, open files, WAL and latencies; in the end the median of the second half may not lie above that of the first by more than the bounds in
 * `drift.ts`. `--minutes N` (60; the first tenth, five at most, warm up), `--seed S` (1).
 */
const minutes = numberFlag('minutes', 60)
const seed = numberFlag('seed', 1)
const warmUp = Math.min(5, Math.ceil(minutes / 10))
const healthEveryMs = 500
const minuteMs = 60_000

const filesOf = (pid: number): number => {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    return Number.NaN
  }
}
const megabytes = (file: string): number => {
  try {
    return statSync(file).size / 1_048_576
  } catch {
    return 0
  }
}

/** Asks for a sign of life on a beat, whether the last one came or not. */
function askHealth(url: string) {
  let taken: number[] = []
  const ask = async (): Promise<void> => {
    const asked = performance.now()
    await (await fetch(`${url}/api/health/live`)).text()
    taken.push(performance.now() - asked)
  }
  const timer = setInterval(() => void ask().catch(() => taken.push(minuteMs)), healthEveryMs)
  return {
    take(): number[] {
      const before = taken
      taken = []
      return before
    },
    stop: () => clearInterval(timer),
  }
}

function sample({ pid, dataDir }: RunningServer, live: number[], posts: number[]): Minute {
  const database = path.join(dataDir, 'unfold.db')
  return {
    rssMb: round(memoryOf(pid).now, 1),
    files: filesOf(pid),
    walMb: round(megabytes(`${database}-wal`)),
    liveP50Ms: round(quantile(live, 0.5)),
    liveP99Ms: round(quantile(live, 0.99)),
    postP50Ms: round(quantile(posts, 0.5)),
    postP99Ms: round(quantile(posts, 0.99)),
  }
}

const server = await startServer()
const load = startLoad(server.url, createChance(seed))
const health = askHealth(server.url)
const seen: Minute[] = []
try {
  for (let minute = 1; minute <= minutes; minute++) {
    await new Promise((resolve) => setTimeout(resolve, minuteMs))
    const measured = sample(server, health.take(), load.takePosts())
    seen.push(measured)
    const dbMb = round(megabytes(path.join(server.dataDir, 'unfold.db')))
    print({ proof: 'soak', what: 'minute', minute, ...measured, dbMb, open: load.open(), ...load.counts })
  }
} finally {
  health.stop()
  await load.stop()
  await server.stop()
}
const drift = driftOf(seen, warmUp)
const { flaws } = load.counts
const idle = load.counts.settled < minutes ? ['fewer than one campaign a minute was made'] : []
const ok = drift.every((one) => one.ok) && Object.keys(flaws).length === 0 && idle.length === 0
print({ proof: 'soak', what: 'drift', minutes, warmUp, seed, ok, drift, flaws, idle })
process.exitCode = ok ? 0 : 1
