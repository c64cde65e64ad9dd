import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { ReviewNote } from '../../components/checks/review-note.tsx'
import { ScoreLine } from '../../components/checks/score-line.tsx'
import { countOf, ScoreList } from '../../components/checks/score-list.tsx'
import type { Review } from '../../lib/domain/review.ts'
import type { Score } from '../../lib/domain/score.ts'

const score: Score = {
  rule: 'length',
  on: 'x',
  measured: 287,
  limit: { most: 280 },
  unit: 'characters',
  hash: 'ab'.repeat(32),
}

/** As it may come from anywhere: the page is not to trust it. */
const shown = (over: object): string => renderToStaticMarkup(<ScoreLine score={Object.assign({ ...score }, over)} />)

describe('a score on the page', () => {
  it('says rule, platform, what was measured, the limit and its unit, and in words whether it is kept', () => {
    const text = shown({})
    for (const part of ['Length, X', '287 characters, at most 280', 'look at it', 'data-kept="false"', 'abababab…abab'])
      expect(text).toContain(part)
    expect(shown({ measured: 280 })).toContain('>kept<')
  })

  it.each([
    ['nothing measured', { measured: undefined }],
    ['an empty measure', { measured: '' }],
    ['no number', { measured: Number.NaN }],
    ['no hash', { hash: undefined }],
    ['half a hash', { hash: 'abc' }],
    ['no limit', { limit: {} }],
    ['an unknown rule', { rule: 'vibes' }],
    ['more than a score', { score: 0.97 }],
  ])('is not shown with %s', (_, over) => {
    expect(shown(over)).toBe('')
  })

  it('stands with its like, those to look at first, and is counted', () => {
    const kept: Score = { ...score, rule: 'opening', measured: 20 }
    const text = renderToStaticMarkup(<ScoreList scores={[kept, score]} />)
    expect(text.indexOf('Length')).toBeLessThan(text.indexOf('Opening'))
    expect(countOf([kept, score])).toBe('2 checks, 1 kept')
    expect(countOf([kept])).toBe('1 check, all kept')
  })
})

describe('what a second pass said', () => {
  const note = (review: Review | undefined): string => renderToStaticMarkup(<ReviewNote review={review} />)

  it('is shown as it was: sent back with its reason and what stands, found good, or seen by nobody', () => {
    const back = { status: 'sent_back', by: 'gemini-9', reason: 'No news.' } as const
    expect(note({ ...back, kept: 'second' })).toMatch(/Sent back once:.*No news\..*second version/)
    expect(note({ ...back, kept: 'first' })).toMatch(/Sent back once:.*No news\..*the first stands/)
    expect(note({ status: 'passed', by: 'gemini-9' })).toContain('nothing to send back')
    expect(note({ status: 'unseen', by: 'gemini-9', why: 'Too many requests.' })).toMatch(/Nobody looked.*Too many/)
  })

  it('is not spoken of where there was none', () => {
    expect(note(undefined)).toBe('')
  })
})
