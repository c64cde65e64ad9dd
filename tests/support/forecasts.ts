import { createCampaigns } from '../../lib/campaigns/campaigns.ts'
import { BriefSchema } from '../../lib/domain/brief.ts'
import { local } from '../../lib/domain/caller.ts'
import type { CampaignView } from '../../lib/domain/campaign.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import type { Handler } from '../../lib/domain/handler.ts'
import type { CampaignId } from '../../lib/domain/ids.ts'
import type { JobKind } from '../../lib/domain/job.ts'
import { normalAt } from '../../lib/domain/normal.ts'
import type { Provider } from '../../lib/domain/provider.ts'
import { bakery, capacity, factsOf, models, resultFor } from './campaigns.ts'
import { createChance } from './chance.ts'
import { createEngine } from './engine.ts'

/** Log-normal latencies of the scripted provider: middle in ms, and standard deviation of the logarithm. */
const latencies: Record<JobKind, { middleMs: number; spread: number }> = {
  analysis: { middleMs: 4_000, spread: 0.35 },
  text: { middleMs: 3_000, spread: 0.5 },
  image: { middleMs: 9_000, spread: 0.5 },
  video: { middleMs: 25_000, spread: 0.4 },
}

export type Trial = {
  campaigns: number
  seed: number
  /** Campaigns that are open at once. */
  together: number
}

/** A campaign that has settled, with all that was told on the way. */
export type Told = { view: CampaignView; facts: JobEvent[] }

/** Campaigns of all sizes by a provider of log-normal latencies, one after another or some at once: real engine and file, virtual time. */
export async function tellForecasts({ campaigns, seed, together }: Trial): Promise<Told[]> {
  const chance = createChance(seed)
  const ends = new Set<number>()
  const work: Handler = async ({ claim, beginCall }) => {
    await beginCall()
    const { middleMs, spread } = latencies[claim.job.kind]
    const lasts = Math.round(middleMs * Math.exp(spread * normalAt(1e-9 + chance() * (1 - 2e-9))))
    const end = engine.clock.monotonic() + lasts
    ends.add(end)
    await new Promise<void>((resolve) => engine.clock.after(lasts, resolve))
    ends.delete(end)
    return resultFor(claim, engine.ids)
  }
  const engine = await createEngine({ analysis: work, text: work, image: work, video: work })
  const worker = engine.hire()
  let commits = 0
  engine.store.onCommit(({ ready }) => {
    commits += 1
    if (ready) worker.wake()
  })
  const useCases = createCampaigns({ ...engine, provider, free: provider, count: () => 0, currency: 'EUR', capacity })
  const begin = async (): Promise<CampaignId> => {
    const postCount = 1 + Math.floor(chance() * 12)
    const visuals = { images: chance() < 0.85, videos: chance() < 0.7 }
    const { view } = await useCases.create(local, BriefSchema.parse({ ...bakery, postCount, visuals }), null)
    return view.id
  }
  /** Lets everything that needs no time happen: what waits for the file, which another thread may hold, stands before the probe. */
  const quiet = async (): Promise<void> => {
    for (let rounds = 0, before = commits; rounds < 3; rounds++) {
      await engine.store.probe()
      await new Promise((resolve) => setImmediate(resolve))
      if (commits > before) rounds = 0
      before = commits
    }
  }
  const untilNextEnd = (): number => {
    if (ends.size === 0) throw new Error('Campaigns are open and nothing runs.')
    return Math.max(0, Math.min(...ends) - engine.clock.monotonic())
  }

  const told: Told[] = []
  const open = new Set<CampaignId>()
  while (told.length < campaigns) {
    while (open.size < together && open.size + told.length < campaigns) open.add(await begin())
    await quiet()
    engine.clock.advance(untilNextEnd())
    await quiet()
    for (const id of open) {
      const view = await engine.reader.view(local, id)
      if (!view?.finishedAt) continue
      open.delete(id)
      told.push({ view, facts: await factsOf(engine.reader, id) })
    }
  }
  await engine.close()
  return told
}

/** A promise and what came of it, ms since 1970. */
export type Outcome = { p50At: number; p90At: number; ended: number }

/** Of the outcomes, the shares that had ended by then: 0.5 and 0.9 when the promises are true. */
export const sharesOf = (outcomes: readonly Outcome[]): { p50: number; p90: number } => ({
  p50: outcomes.filter(({ p50At, ended }) => ended <= p50At).length / outcomes.length,
  p90: outcomes.filter(({ p90At, ended }) => ended <= p90At).length / outcomes.length,
})

/** What was expected of each job, and when it was done; nothing where nothing was expected. */
export const jobsOf = ({ view }: Told): (Outcome & { kind: JobKind; started: number })[] =>
  view.jobs.flatMap(({ kind, expected, startedAt, finishedAt }) => {
    if (!expected || !startedAt || !finishedAt) return []
    const started = Date.parse(startedAt)
    return [
      {
        kind,
        started,
        p50At: started + expected.p50Ms,
        p90At: started + expected.p90Ms,
        ended: Date.parse(finishedAt),
      },
    ]
  })

/** What a fact said of the end of its campaign, and when that was; null where it said nothing. */
export function endOf({ view }: Told, { campaign: { eta } }: JobEvent): Outcome | null {
  if (!eta || !view.finishedAt) return null
  return { p50At: Date.parse(eta.p50At), p90At: Date.parse(eta.p90At), ended: Date.parse(view.finishedAt) }
}

/** The first fact of a campaign, and one from the middle of its log. */
export function momentsOf({ facts }: Told): { first: JobEvent; middle: JobEvent } {
  const [first] = facts
  const middle = facts[Math.floor(facts.length / 2)]
  if (!first || !middle) throw new Error('A campaign has facts.')
  return { first, middle }
}

const nobody = (): Promise<never> => Promise.reject(new Error('The handlers of the trial call no provider.'))

const provider: Provider = {
  name: 'scripted',
  draft: true,
  models,
  price: () => ({ lowMicros: 0, highMicros: 0 }),
  preview: () => ({ found: [], missing: [], sample: null, notes: [] }),
  analyze: nobody,
  write: nobody,
  draw: nobody,
  film: nobody,
  close: async () => undefined,
}
