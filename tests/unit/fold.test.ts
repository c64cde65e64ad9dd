import { describe, expect, it } from 'vitest'
import { isSettledCampaign, type CampaignView } from '../../lib/domain/campaign.ts'
import type { JobEvent } from '../../lib/domain/event.ts'
import { applyEvent, openView } from '../../lib/domain/fold.ts'
import { isSettledStatus } from '../../lib/domain/job.ts'
import type { Post } from '../../lib/domain/post.ts'
import { createCountingIds } from '../support/campaigns.ts'
import { briefs, steps } from '../support/histories.ts'
import { createModel } from '../support/model.ts'
import { fc } from '../support/property.ts'

const fold = (facts: readonly JobEvent[], from: CampaignView | null = null): CampaignView | null =>
  facts.reduce((view, fact) => (view ? applyEvent(view, fact) : openView(fact)), from)

describe('the fold', () => {
  it('is tried on histories that reach every end', () => {
    const ends = new Set<string>()
    fc.assert(
      fc.property(briefs, steps, (brief, history) => {
        const model = createModel(createCountingIds(), brief)
        const planned = model.rows().jobs.length
        for (const one of history) {
          model.take(one)
          ends.add(model.rows().status)
          if (model.rows().round > 1) ends.add('reopened')
          if (model.rows().posts.some((post) => post.locked)) ends.add('locked')
          if (model.rows().jobs.length > planned) ends.add('made again')
        }
      }),
      { numRuns: 200 },
    )
    expect([...ends].sort()).toEqual([
      'canceled',
      'completed',
      'failed',
      'locked',
      'made again',
      'partial',
      'paused',
      'reopened',
      'running',
    ])
  })

  it('equals the rows after any history', () => {
    fc.assert(
      fc.property(briefs, steps, (brief, history) => {
        const model = createModel(createCountingIds(), brief)
        for (const one of history) model.take(one)
        expect(fold(model.facts())).toEqual(model.rows())
      }),
      { numRuns: 150 },
    )
  })

  it('gives the same view when it is cut anywhere and facts are repeated', () => {
    fc.assert(
      fc.property(briefs, steps, fc.nat(), fc.nat(20), (brief, history, cut, repeat) => {
        const model = createModel(createCountingIds(), brief)
        for (const one of history) model.take(one)
        const facts = model.facts()
        const at = 1 + (cut % facts.length)
        const before = fold(facts.slice(0, at))
        expect(fold(facts.slice(Math.max(0, at - repeat)), before)).toEqual(fold(facts))
      }),
      { numRuns: 100 },
    )
  })

  it('never lets progress fall within a round, keeps it under 1 while a job is open, and ends at 1 when something was made', () => {
    fc.assert(
      fc.property(briefs, steps, (brief, history) => {
        const model = createModel(createCountingIds(), brief)
        for (const one of history) model.take(one)
        let view: CampaignView | null = null
        for (const fact of model.facts()) {
          const next: CampaignView | null = view ? applyEvent(view, fact) : openView(fact)
          if (view && next && next.round === view.round) expect(next.progress).toBeGreaterThanOrEqual(view.progress)
          const open = next?.jobs.some((job) => !isSettledStatus(job.status))
          if (open) expect(next?.progress).toBeLessThanOrEqual(0.99)
          if (next?.status === 'completed' || next?.status === 'partial') expect(next.progress).toBe(1)
          if (next && !isSettledCampaign(next.status)) expect(next.progress).toBeLessThan(1)
          view = next
        }
        const settled = view?.jobs.every((job) => isSettledStatus(job.status))
        expect(view && !isSettledCampaign(view.status)).toBe(!settled)
      }),
      { numRuns: 150 },
    )
  })

  it('shows of every queued job whether it waits for a pause', () => {
    fc.assert(
      fc.property(briefs, steps, (brief, history) => {
        const model = createModel(createCountingIds(), brief)
        for (const one of history) {
          model.take(one)
          const { status, jobs } = model.rows()
          for (const job of jobs) {
            const paused = job.waitingFor?.reason === 'pause'
            expect(paused).toBe(status === 'paused' && job.status === 'queued')
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it('never changes what a locked post says or shows', () => {
    const shown = ({ texts, imageAssetId, videoAssetId }: Post) => ({ texts, imageAssetId, videoAssetId })
    fc.assert(
      fc.property(briefs, steps, (brief, history) => {
        const model = createModel(createCountingIds(), brief)
        for (const one of history) {
          const before = model.rows().posts.filter((post) => post.locked)
          model.take(one)
          const { posts } = model.rows()
          for (const locked of before) {
            const now = posts.find((post) => post.id === locked.id)
            expect(now && shown(now)).toEqual(shown(locked))
          }
        }
      }),
      { numRuns: 100 },
    )
  })

  it('leaves superseded progress and merged output out without a difference at the end', () => {
    fc.assert(
      fc.property(briefs, steps, (brief, history) => {
        const model = createModel(createCountingIds(), brief)
        for (const one of history) model.take(one)
        const facts = model.facts()
        const thinned = facts.filter((fact, at) => {
          const next = facts[at + 1]
          return !(fact.type === 'job.progress' && next?.type === 'job.progress' && next.job.id === fact.job.id)
        })
        expect(fold(thinned)).toEqual(fold(facts))
      }),
      { numRuns: 60 },
    )
  })
})
