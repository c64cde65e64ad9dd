import { isDeepStrictEqual } from 'node:util'
import { isSettledCampaign } from '../../../lib/domain/campaign.ts'
import { foldOf } from '../campaigns.ts'
import { impossibleFacts } from './job-states.ts'
import type { Seen } from './follower.ts'
import type { Service } from './service.ts'

export type Breach = { promise: string; what: string }

/** Looks at one settled campaign from outside: its log, its view, and what a client saw of it all along. */
export async function judge(service: Service, id: string, seen: Seen | undefined): Promise<Breach[]> {
  const breaches: Breach[] = []
  const demand = (holds: boolean, promise: string, what: () => string): void => {
    if (!holds) breaches.push({ promise, what: `${id}: ${what()}` })
  }
  const view = await service.view(id)
  const log = await service.log(id)
  demand(isSettledCampaign(view.status), 'everything settles', () => `is ${view.status}`)
  demand(
    log.facts.every((fact, at) => fact.seq === at + 1) && log.facts.length === view.seq,
    'the sequence has no gap',
    () =>
      `${log.facts.length} facts of ${view.seq}: ${log.facts.map((fact) => fact.seq).filter((seq, at) => seq !== at + 1)[0]}`,
  )
  const impossible = impossibleFacts(log.facts)
  demand(
    impossible.length === 0,
    'nobody writes without the lease',
    () => `facts ${impossible.map(({ seq }) => seq).join()}`,
  )
  const folded = foldOf(log.facts)
  demand(isDeepStrictEqual(folded, view), 'the fold of all facts is the view', () => differences(folded, view))
  for (const [at, fact] of log.facts.entries()) {
    const before = log.facts[at - 1]?.campaign
    if (before && before.round === fact.campaign.round && fact.campaign.progress < before.progress)
      demand(false, 'progress never falls within a round', () => `at ${fact.seq}`)
  }
  if (seen) {
    const untold = [...seen.told].filter(([seq, text]) => log.texts[seq - 1] !== text)
    demand(untold.length === 0, 'what was told stays true', () => `facts ${untold.map(([seq]) => seq).join()}`)
    demand(seen.repeated === 0, 'no frame comes twice', () => `${seen.repeated} did`)
    demand(isDeepStrictEqual(seen.view, view), 'a client that was cut off sees what the server sees', () =>
      differences(seen.view, view),
    )
  }
  return breaches
}

function differences(one: unknown, other: unknown): string {
  const parts = (value: unknown): [string, unknown][] =>
    typeof value === 'object' && value !== null ? Object.entries(value) : []
  const there = new Map(parts(other))
  const names = parts(one)
    .filter(([name, value]) => !isDeepStrictEqual(value, there.get(name)))
    .map(([name]) => name)
  return `differ in ${names.join() || 'everything'}`
}
