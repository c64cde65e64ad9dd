import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { BudgetNote } from '../../components/campaign/budget-note.tsx'
import { budgetOf } from '../../components/campaign/budget.ts'
import { chargeWords } from '../../components/campaign/job-words.ts'
import { summaryFace } from '../../components/campaign/job-face.ts'
import { groupOf, standsStill } from '../../components/dashboard/groups.ts'
import type { CampaignSummary, CampaignView } from '../../lib/domain/campaign.ts'
import type { WaitReason } from '../../lib/domain/job.ts'
import { createScene } from '../fixtures/views.ts'

describe('a job that came to nothing', () => {
  const failed = { code: 'unavailable', message: 'Away.', retryable: true, reason: null, charged: false } as const

  it('says that it was charged when any of its tries was', () => {
    const said = (over: Partial<Parameters<typeof chargeWords>[0]>): string =>
      chargeWords({ status: 'failed', error: failed, costMicros: 0, ...over })
    expect(said({})).toBe('Nothing was charged.')
    expect(said({ error: { ...failed, charged: true } })).toBe('It was charged.')
    expect(said({ costMicros: 1_500 })).toBe('It was charged.')
    expect(said({ status: 'canceled' })).toBe('')
    expect(said({ status: 'canceled', costMicros: 1_500 })).toBe('It was charged.')
  })
})

describe('a line of the dashboard', () => {
  const line = (...jobs: [CampaignSummary['jobs'][number]['status'], WaitReason | null][]) => ({
    status: 'running' as const,
    jobs: jobs.map(([status, waitsFor]) => ({
      kind: 'image' as const,
      status,
      progress: null,
      weight: 1,
      error: null,
      waitsFor,
    })),
  })

  it('needs a person when all that is open waits for money or a key, and says so', () => {
    for (const reason of ['cap', 'key'] as const) {
      const waits = line(['completed', null], ['queued', reason], ['blocked', null])
      expect([groupOf(waits), standsStill(waits)]).toEqual(['need', reason])
      expect(waits.jobs.map((job) => summaryFace(job, 'running'))).toEqual(['completed', 'parked', 'blocked'])
    }
    for (const other of ['backoff', 'quota', null] as const) {
      expect(groupOf(line(['queued', 'cap'], ['queued', other]))).toBe('making')
    }
    expect(groupOf(line(['queued', 'cap'], ['processing', null]))).toBe('making')
    expect(line(['queued', 'backoff']).jobs.map((job) => summaryFace(job, 'running'))).toEqual(['retrying'])
  })
})

describe('the budget', () => {
  const until = '2026-12-01T00:00:00.000Z'

  it('says nothing while nothing is parked by it', () => {
    const scene = createScene()
    scene.make('analysis')
    expect(budgetOf(scene.view())).toBeNull()
  })

  it('names a round cap that has room for the most the parked jobs may cost', () => {
    const scene = createScene({ visuals: { images: true, videos: false } })
    scene.make('analysis')
    for (const { index, kind } of scene.view().posts) {
      scene.make('text', index)
      if (kind === 'text_image') scene.park('image', index, 130_000, 151_000)
    }
    const images = scene.view().jobs.filter((job) => job.kind === 'image').length
    expect(budgetOf(scene.view())).toEqual({
      by: 'campaign',
      jobs: images,
      moreMicros: images * 151_000 - 130_000,
      raiseToMicros: 800_000,
    })
  })

  it('asks nothing more for what is queued and held already', () => {
    const scene = createScene({ visuals: { images: true, videos: false } })
    scene.make('analysis')
    for (const { index } of scene.view().posts) scene.make('text', index)
    const last = scene.view().posts.findLast(({ kind }) => kind === 'text_image')
    scene.park('image', last?.index ?? 0, 150_000, 151_000)
    const held = 151_000 * (scene.view().jobs.filter((job) => job.kind === 'image').length - 1)
    const cost = { ...scene.view().cost, reservedMicros: held, capMicros: held + 150_000 }
    expect(budgetOf({ ...scene.view(), cost })).toMatchObject({ jobs: 1, moreMicros: 1_000 })
  })

  it('counts what is blocked when all of it waits, and takes the quote where nothing better is known', () => {
    const scene = createScene()
    scene.park('analysis', 0, 10_000, 30_000)
    const quoted = { ...scene.view(), cost: { ...scene.view().cost, quotedHighMicros: 1_210_000 } }
    expect(budgetOf(quoted)).toEqual({
      by: 'campaign',
      jobs: scene.view().jobs.length,
      moreMicros: 1_200_000,
      raiseToMicros: 1_300_000,
    })
  })

  it('offers no cap to raise when it is the installation that has none left', () => {
    const scene = createScene({ postCount: 1 })
    scene.park('analysis', 0, 10_000, 30_000)
    const view = scene.view()
    const jobs = view.jobs.map((job) => ({
      ...job,
      waitingFor: job.waitingFor === null ? null : { ...job.waitingFor, until },
    }))
    expect(budgetOf({ ...view, jobs })).toEqual({ by: 'installation', jobs: jobs.length, until, tooDear: null })
  })

  it('promises no month to a job that may cost more than the installation spends in one', () => {
    const scene = createScene({ visuals: { images: true, videos: false } })
    scene.make('analysis')
    for (const { index, kind } of scene.view().posts) {
      scene.make('text', index)
      if (kind === 'text_image') scene.park('image', index, 130_000, 151_000)
    }
    const view = scene.view()
    const parkedAt = (capMicros: (at: number) => number): CampaignView => ({
      ...view,
      jobs: view.jobs.map((job, at) =>
        job.waitingFor === null ? job : { ...job, waitingFor: { ...job.waitingFor, until, capMicros: capMicros(at) } },
      ),
    })
    const images = view.jobs.filter(({ waitingFor }) => waitingFor !== null)
    const first = view.jobs.findIndex(({ waitingFor }) => waitingFor !== null)
    const about = { by: 'installation', jobs: images.length }
    expect(budgetOf(parkedAt(() => 151_000))).toEqual({ ...about, until, tooDear: null })
    expect(budgetOf(parkedAt(() => 150_999))).toEqual({
      ...about,
      until: null,
      tooDear: { jobs: images.length, mostMicros: 151_000 },
    })
    expect(budgetOf(parkedAt((at) => (at === first ? 150_999 : 151_000)))).toEqual({
      ...about,
      until,
      tooDear: { jobs: 1, mostMicros: 151_000 },
    })
    const said = (budget: CampaignView): string =>
      renderToStaticMarkup(
        createElement(BudgetNote, {
          view: budget,
          actions: { raise: () => undefined, draft: () => undefined },
          busy: false,
        }),
      )
    expect(said(parkedAt(() => 151_000))).toContain('1 December')
    expect(said(parkedAt(() => 150_999))).toMatch(/€0\.15.*SPEND_CAP_MICROS/)
    expect(said(parkedAt(() => 150_999))).not.toContain('1 December')
    expect(said(parkedAt((at) => (at === first ? 150_999 : 151_000)))).toMatch(/1 December.*€0\.15/)
  })

  it('is silent in a pause', () => {
    const scene = createScene()
    scene.park('analysis', 0, 10_000, 30_000)
    scene.pause()
    expect(budgetOf(scene.view())).toBeNull()
  })
})
