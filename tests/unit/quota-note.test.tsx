import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { announcementOf } from '../../components/campaign/announcement.ts'
import { jobWords } from '../../components/campaign/job-words.ts'
import { clockMinutes } from '../../components/messages/numbers.ts'
import { QuotaNote } from '../../components/campaign/quota-note.tsx'
import type { Job } from '../../lib/domain/job.ts'
import { createScene, type Scene } from '../fixtures/views.ts'

const hour = 3_600_000
const begun = Date.UTC(2026, 10, 23, 14, 31)

/** Image 1 waits for three hours, image 2 for one, image 5 is parked by the budget. */
function waiting(): Scene {
  const scene = createScene({ postCount: 6, visuals: { images: true, videos: false } })
  scene.make('analysis')
  const quota = (post: number, hours: number, message: string): void => {
    scene.start('image', post)
    scene.fail('image', post, { code: 'quota_exhausted', message, retryable: true, retryAfterMs: hours * hour })
  }
  quota(1, 3, 'Pictures of the day are used up.')
  quota(2, 1, 'Pictures of the hour are used up.')
  scene.park('image', 5, 130_000, 151_000)
  return scene
}
const shown = (jobs: readonly Job[], now: number | null): string =>
  renderToStaticMarkup(<QuotaNote jobs={jobs} now={now} />)
const untilOf = (jobs: readonly Job[], at: number): string =>
  jobs.filter(({ waitingFor }) => waitingFor?.reason === 'quota')[at]?.waitingFor?.until ?? ''

describe('what waits for its provider’s quota', () => {
  it('says the reason of the one that goes on first, with its time, and leaves the budget’s to the budget', () => {
    const { jobs } = waiting().view()
    for (const now of [null, begun]) {
      const note = shown(jobs, now)
      expect(note).toContain('Two jobs wait')
      expect(note).toContain('Pictures of the hour are used up.')
      expect(note).toContain(`dateTime="${untilOf(jobs, 1)}"`)
      expect(note).not.toContain(untilOf(jobs, 0))
    }
  })

  it('says nothing of a time that is past: what waited is in the queue', () => {
    const { jobs } = waiting().view()
    const later = shown(jobs, Date.parse(untilOf(jobs, 1)))
    expect(later).toContain('One job waits')
    expect(later).toContain('Pictures of the day are used up.')
    expect(shown(jobs, Date.parse(untilOf(jobs, 0)))).toBe('')
    const [first] = jobs.filter(({ waitingFor }) => waitingFor?.reason === 'quota')
    if (!first) throw new Error('None waits.')
    expect(jobWords(first, Date.parse(untilOf(jobs, 0))).label).toBe('In the queue')
  })

  it('is said on the card by when it ends, where the time of day is known', () => {
    const { jobs } = waiting().view()
    const [first] = jobs.filter(({ waitingFor }) => waitingFor?.reason === 'quota')
    if (!first) throw new Error('None waits.')
    const until = Date.parse(untilOf(jobs, 0))
    expect(jobWords(first, until - 21 * hour).label).toBe(`Parked until ${clockMinutes(until)}`)
    expect(jobWords(first, null).label).toBe('Parked by the quota')
  })

  it('is said to screen readers when it begins', () => {
    const scene = waiting()
    const before = scene.facts().length
    scene.start('image', 4)
    scene.fail('image', 4, { code: 'quota_exhausted', message: 'Used up.', retryable: true, retryAfterMs: hour })
    expect(announcementOf(scene.facts().slice(before), scene.view())).toBe(
      'Three jobs wait for the provider’s next quota.',
    )
  })
})
