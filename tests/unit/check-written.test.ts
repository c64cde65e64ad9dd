import { describe, expect, it } from 'vitest'
import { checkAnalysis, checkTexts } from '../../lib/campaigns/handlers/check-written.ts'
import type { Analysis } from '../../lib/domain/analysis.ts'
import { ProviderError } from '../../lib/domain/errors.ts'
import type { PostTexts } from '../../lib/domain/post.ts'
import { analysisFor } from '../support/campaigns.ts'

const slots = [
  { index: 1, kind: 'text_url' as const },
  { index: 2, kind: 'text_image' as const },
]
const good = analysisFor({ posts: slots })
/** A vendor answers with whatever it likes; the types are only a promise. */
const answer = <T>(text: string): T => JSON.parse(text) as T

describe('an analysis', () => {
  it('counts when it has an angle for every post', () => {
    expect(checkAnalysis(good, slots)).toEqual(good)
  })
  it.each([
    ['nothing', 'null', 'What the provider answered is no analysis.'],
    ['an empty object', '{}', 'What the provider answered is no analysis.'],
    ['words', '"Sure! Here is your analysis"', 'What the provider answered is no analysis.'],
    ['no summary', JSON.stringify({ ...good, summary: ' ' }), 'What the provider answered is no analysis.'],
    [
      'an angle too few',
      JSON.stringify({ ...good, angles: good.angles.slice(1) }),
      'The provider’s analysis leaves out a post.',
    ],
  ])('does not count when it is %s', (_, text, words) => {
    expect(() => checkAnalysis(answer<Analysis>(text), slots)).toThrow(
      new ProviderError({ code: 'unavailable', message: words }),
    )
  })
})

describe('the words of a post', () => {
  const said = { text: 'Proved 36 hours.', hashtags: ['Leeds'], link: null, characters: 23 }
  it('count when every platform has some', () => {
    expect(checkTexts({ x: said, linkedin: said }, ['x', 'linkedin'])).toEqual({ x: said, linkedin: said })
  })
  it.each([
    ['nothing', 'null', 'What the provider answered is no post.'],
    [
      'a number for a text',
      '{"x":{"text":7,"hashtags":[],"link":null,"characters":1}}',
      'What the provider answered is no post.',
    ],
    ['none for one platform', JSON.stringify({ x: said }), 'The provider wrote nothing for linkedin.'],
    [
      'empty for one platform',
      JSON.stringify({ x: said, linkedin: { ...said, text: '\n' } }),
      'The provider wrote nothing for linkedin.',
    ],
  ])('do not count when they are %s', (_, text, words) => {
    expect(() => checkTexts(answer<PostTexts>(text), ['x', 'linkedin'])).toThrow(words)
  })
})
