import { describe, expect, it } from 'vitest'
import { etaOf, remaining } from '../../lib/domain/eta.ts'
import { isSettledStatus, JobKindSchema, type JobKind } from '../../lib/domain/job.ts'
import { normalAt } from '../../lib/domain/normal.ts'
import { outlookOf, type Batch } from '../../lib/domain/outlook.ts'
import { quantile } from '../support/bench.ts'
import { capacity, createCountingIds, someHistory } from '../support/campaigns.ts'
import { createChance } from '../support/chance.ts'
import { briefs, steps } from '../support/histories.ts'
import { createModel } from '../support/model.ts'
import { fc } from '../support/property.ts'

const now = Date.UTC(2026, 10, 23)
const place = { now, capacity }
const batch = (kind: JobKind, state: Batch['state'], count = 1, at: number | null = null): Batch => ({
  kind,
  ...someHistory[kind],
  state,
  at,
  count,
})
const openOf = (outlook: readonly Batch[]): number => outlook.reduce((sum, { count }) => sum + count, 0)

/** The default campaign as it is planned. */
const planned = [
  batch('analysis', 'queued'),
  batch('text', 'blocked', 6),
  batch('image', 'blocked', 4),
  batch('video', 'blocked'),
]

describe('the ETA of a campaign', () => {
  it('is silent while one open job has no history', () => {
    expect(etaOf(planned, openOf(planned), place)).not.toBeNull()
    expect(etaOf(planned, openOf(planned) + 1, place)).toBeNull()
    expect(etaOf([], 0, place)).toBeNull()
  })

  it('is silent while a job waits for something that time alone does not bring', () => {
    const parked = [...planned, batch('image', 'parked')]
    expect(etaOf(parked, openOf(parked), place)).toBeNull()
  })

  it('is silent in a crowd, and later for the turns that others take', () => {
    expect(etaOf(planned, openOf(planned), { ...place, others: () => null })).toBeNull()
    const film = [batch('video', 'queued')]
    const among = (before: Batch[][], after: Batch[][]): number =>
      remaining(film, capacity, now, { before, after }).p50Ms / someHistory.video.p50Ms
    expect(among([], [])).toBeCloseTo(1, 1)
    expect(among([], [film]), 'it goes first').toBeCloseTo(1, 1)
    expect(among([film], []), 'another goes first').toBeGreaterThan(1.9)
    expect(among([[batch('video', 'queued', 3)]], []), 'they take turns').toBeLessThan(2.5)
    expect(among([[batch('video', 'processing', 1, now - 5_000)]], []), 'the slot is taken').toBeGreaterThan(1.7)
    expect(among([[batch('video', 'parked', 3)]], []), 'another waits for a person').toBeCloseTo(1, 1)
  })

  it('waits for a job that waits after a failure', () => {
    const { p50Ms } = remaining([batch('text', 'queued', 1, now + 60_000)], capacity, now)
    expect(p50Ms).toBeGreaterThan(60_000)
    expect(p50Ms).toBeLessThan(66_000)
  })

  it('adds what must be done first, and takes the longest of what is done at once', () => {
    const { p50Ms, p90Ms } = remaining([batch('analysis', 'queued'), batch('text', 'blocked')], capacity, now)
    expect(p50Ms).toBeGreaterThan(someHistory.analysis.p50Ms + someHistory.text.p50Ms)
    expect(p90Ms, 'both are rarely slow at once').toBeLessThan(someHistory.analysis.p90Ms + someHistory.text.p90Ms)
    const two = remaining([batch('image', 'queued', 2)], capacity, now)
    expect(two.p50Ms, 'the slower of two').toBeGreaterThan(someHistory.image.p50Ms * 1.1)
    const four = remaining([batch('image', 'queued', 4)], capacity, now)
    expect(four.p50Ms, 'two slots for four').toBeGreaterThan(someHistory.image.p50Ms * 2)
  })

  it('says within a few percent what very many courses would say', () => {
    const late = [batch('text', 'processing', 4, now - 2_000), batch('image', 'queued', 4), batch('video', 'queued')]
    for (const outlook of [planned, late]) {
      const ends = courses(outlook, 20_000)
      const { p50Ms, p90Ms } = remaining(outlook, capacity, now)
      expect(Math.abs(p50Ms / quantile(ends, 0.5) - 1)).toBeLessThan(0.05)
      expect(Math.abs(p90Ms / quantile(ends, 0.9) - 1)).toBeLessThan(0.05)
    }
  })

  it('never comes nearer because there is more to do', () => {
    // Where kinds compete for the last place, one more job can change their order for the better.
    const roomy = { ...capacity, concurrency: 60 }
    fc.assert(
      fc.property(outlooks, kinds, (outlook, kind) => {
        const more = remaining([...outlook, batch(kind, 'queued')], roomy, now)
        const before = remaining(outlook, roomy, now)
        expect(more.p50Ms).toBeGreaterThanOrEqual(before.p50Ms)
        expect(more.p90Ms).toBeGreaterThanOrEqual(before.p90Ms)
      }),
      { numRuns: 500 },
    )
  })

  it('never comes nearer because time goes by and nothing ends', () => {
    fc.assert(
      fc.property(outlooks, fc.integer({ min: 1, max: 200_000 }), (outlook, ms) => {
        const before = remaining(outlook, capacity, now)
        const after = remaining(outlook, capacity, now + ms)
        expect(ms + after.p50Ms).toBeGreaterThanOrEqual(before.p50Ms - 1)
        expect(ms + after.p90Ms).toBeGreaterThanOrEqual(before.p90Ms - 1)
        expect(after.p50Ms).toBeGreaterThanOrEqual(1)
        expect(after.p90Ms).toBeGreaterThanOrEqual(after.p50Ms)
      }),
      { numRuns: 500 },
    )
  })
})

const kinds = fc.constantFrom(...JobKindSchema.options)
const outlooks = fc.array(
  fc
    .tuple(kinds, fc.constantFrom('blocked', 'queued', 'processing'), fc.integer({ min: 1, max: 6 }), fc.nat(60_000))
    .map(([kind, state, count, ran]) => batch(kind, state, count, state === 'processing' ? now - ran : null)),
  { minLength: 1, maxLength: 6 },
)

/** Ends of an outlook without waits, each played once by chance: a slow and plain way to the same answer. */
function courses(outlook: readonly Batch[], count: number): number[] {
  const chance = createChance(9)
  const draw = ({ p50Ms, p90Ms, at }: Batch): number => {
    for (;;) {
      const lasts = p50Ms * (p90Ms / p50Ms) ** (normalAt(1e-9 + chance() * (1 - 2e-9)) / normalAt(0.9))
      if (at === null || lasts > now - at) return at === null ? lasts : lasts - (now - at)
    }
  }
  return Array.from({ length: count }, () => {
    const jobs = outlook.flatMap((one) => Array.from({ length: one.count }, () => ({ ...one, lasts: draw(one) })))
    let running = jobs.filter((job) => job.state === 'processing').map((job) => ({ kind: job.kind, ends: job.lasts }))
    let waiting = jobs.filter((job) => job.state !== 'processing')
    let clock = 0
    while (running.length + waiting.length > 0) {
      for (const job of waiting) {
        const same = running.filter(({ kind }) => kind === job.kind)
        const isReady = job.state === 'queued' || ![...running, ...waiting].some(({ kind }) => kind === 'analysis')
        if (!isReady || same.length >= capacity.slots[job.kind] || running.length >= capacity.concurrency) continue
        running.push({ kind: job.kind, ends: clock + job.lasts })
        waiting = waiting.filter((one) => one !== job)
      }
      clock = Math.min(...running.map(({ ends }) => ends))
      running = running.filter(({ ends }) => ends > clock)
    }
    return clock
  })
}

describe('the facts of a campaign', () => {
  it('carry an ETA that has not passed, while it runs and all that is open has a history', () => {
    fc.assert(
      fc.property(briefs, steps, (brief, history) => {
        const model = createModel(createCountingIds(), brief)
        for (const one of history) {
          model.take(one)
          expect(model.rows().eta !== null).toBe(model.rows().status === 'running')
        }
        for (const { at, campaign } of model.facts()) {
          if (campaign.eta === null) continue
          expect(campaign.eta.p50At > at).toBe(true)
          expect(campaign.eta.p90At >= campaign.eta.p50At).toBe(true)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('carry none while a kind is open that was never made here', () => {
    fc.assert(
      fc.property(briefs, steps, (brief, history) => {
        const model = createModel(createCountingIds(), brief, { ...someHistory, text: null })
        for (const one of history) {
          model.take(one)
          const { jobs, status, eta } = model.rows()
          const isOpen = jobs.some((job) => job.kind === 'text' && !isSettledStatus(job.status))
          expect(eta !== null).toBe(status === 'running' && !isOpen)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('are told from what the campaign row keeps, which is what all its open jobs say', () => {
    const flat = (outlook: readonly Batch[]): string[] => outlook.map((one) => JSON.stringify(one)).sort()
    fc.assert(
      fc.property(briefs, steps, fc.constantFrom(null, someHistory.text), (brief, history, text) => {
        const model = createModel(createCountingIds(), brief, { ...someHistory, text })
        for (const one of history) {
          model.take(one)
          expect(flat(model.outlook())).toEqual(flat(outlookOf(model.rows().jobs)))
        }
      }),
      { numRuns: 200 },
    )
  })
})
